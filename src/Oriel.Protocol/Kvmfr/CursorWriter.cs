using System.Buffers.Binary;

namespace Oriel.Protocol.Kvmfr;

/// <summary>Producer side: writes pointer messages of any version (kvmfr.md section 7). Allocation-free.</summary>
public static class CursorWriter
{
    /// <summary>The message word that goes with an update: which of its parts are valid.</summary>
    public static ulong MessageWord(uint kvmfrVersion, in CursorUpdate cursor)
    {
        var flags = CursorMessageFlags.None;
        if (cursor.HasPosition)
        {
            flags |= CursorMessageFlags.Position;
        }

        if (cursor.Visible)
        {
            flags |= CursorMessageFlags.Visible;
        }

        if (cursor.HasShape)
        {
            flags |= CursorMessageFlags.Shape;
        }

        if (cursor.HasVisibility && Version(kvmfrVersion).HasVisibilityFlag)
        {
            flags |= CursorMessageFlags.VisibleValid;
        }

        return (ulong)flags;
    }

    /// <summary>Writes the header; the shape's rows follow it at the returned offset. Fields without their flag become zero.</summary>
    /// <param name="kvmfrVersion">A supported version; throws otherwise.</param>
    /// <param name="destination">At least <see cref="CursorParser.HeaderBytes"/> bytes of private memory.</param>
    /// <param name="cursor">The update; its data offset is ignored.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(uint kvmfrVersion, Span<byte> destination, in CursorUpdate cursor)
    {
        var version = Version(kvmfrVersion);
        var header = destination[..version.CursorHeaderBytes];
        header.Clear();
        if (cursor.HasPosition)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header, cursor.X);
            BinaryPrimitives.WriteInt16LittleEndian(header[2..], cursor.Y);
        }

        if (cursor.HasShape)
        {
            Wire.U32(header, 4, (uint)cursor.Type);
            header[8] = unchecked((byte)cursor.HotspotX);
            header[9] = unchecked((byte)cursor.HotspotY);
            Wire.U32(header, 12, cursor.Width);
            Wire.U32(header, 16, cursor.Height);
            Wire.U32(header, 20, cursor.PitchBytes);
        }

        if (version.CursorSdrWhite >= 0)
        {
            Wire.U32(header, version.CursorSdrWhite, cursor.SdrWhiteNits);
        }

        return header.Length;
    }

    private static KvmfrVersion Version(uint number) => KvmfrVersions.TryGet(number, out var version)
        ? version
        : throw new ArgumentOutOfRangeException(nameof(number), number, "not a KVMFR version that can be written");
}
