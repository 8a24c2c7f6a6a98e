namespace Oriel.Protocol.Kvmfr;

/// <summary>Turns a pointer message into a validated <see cref="CursorUpdate"/> (kvmfr.md sections 7 and 12). Pure and allocation-free.</summary>
public static class CursorParser
{
    /// <summary>Largest cursor header of any version, for stack buffers.</summary>
    public const int MaxHeaderBytes = 28;

    /// <summary>Largest width and visible height accepted, pixels.</summary>
    public const uint MaxDimension = 512;

    /// <summary>Bytes of a colour transform (kvmfr.md section 7.1).</summary>
    public const int ColorTransformBytes = 65592;

    /// <summary>Bytes to copy for a version; 0 for one that is not read.</summary>
    public static int HeaderBytes(uint kvmfrVersion) => KvmfrVersions.TryGet(kvmfrVersion, out var version) ? version.CursorHeaderBytes : 0;

    /// <summary>Checks a pointer message.</summary>
    /// <param name="kvmfrVersion">Version of the session.</param>
    /// <param name="messageWord">The message's application word: <see cref="CursorMessageFlags"/>; bits above 32 are ignored.</param>
    /// <param name="raw">Private copy of the header, at least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="bounds">Where the payload lies.</param>
    /// <param name="cursor">The update when accepted; its shape data lie inside the payload.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(
        uint kvmfrVersion, ulong messageWord, ReadOnlySpan<byte> raw, in PayloadBounds bounds, out CursorUpdate cursor, out Reject reject)
    {
        cursor = default;
        if (!KvmfrVersions.TryGet(kvmfrVersion, out var version))
        {
            reject = new Reject(RejectCode.KvmfrVersion, kvmfrVersion, KvmfrVersions.Newest);
            return false;
        }

        if (!bounds.IsInside)
        {
            reject = new Reject(RejectCode.PayloadRange, bounds.Offset, bounds.RegionBytes);
            return false;
        }

        var headerBytes = (uint)version.CursorHeaderBytes;
        if (bounds.Size < headerBytes || raw.Length < headerBytes)
        {
            reject = new Reject(RejectCode.PayloadSize, Math.Min(bounds.Size, (uint)raw.Length), headerBytes);
            return false;
        }

        var flags = (CursorMessageFlags)(messageWord & uint.MaxValue);
        var r = RawCursorHeader.Read(version, raw);
        var room = bounds.Size - headerBytes;
        var shape = (flags & CursorMessageFlags.Shape) != 0;
        reject = shape ? CheckShape(in r, room) : Reject.None;
        if (reject.Code != RejectCode.None)
        {
            return false;
        }

        var transform = version.HasColorTransform && (flags & CursorMessageFlags.ColorTransform) != 0;
        var shapeBytes = shape ? (ulong)r.Height * r.Pitch : 0;
        if (transform && room - shapeBytes < ColorTransformBytes)
        {
            reject = new Reject(RejectCode.CursorExtent, shapeBytes + ColorTransformBytes, room);
            return false;
        }

        cursor = Validated(version, flags, in r, bounds.Offset + headerBytes, transform);
        return true;
    }

    private static Reject CheckShape(in RawCursorHeader r, ulong room)
    {
        if (r.Type > (uint)CursorType.MaskedColor)
        {
            return new Reject(RejectCode.CursorType, r.Type, (uint)CursorType.MaskedColor);
        }

        var mono = r.Type == (uint)CursorType.Monochrome;
        if (r.Width is 0 or > MaxDimension)
        {
            return new Reject(RejectCode.CursorSize, r.Width, MaxDimension);
        }

        // Two masks of the same height make a monochrome shape, so an odd number of rows is not one.
        var maxHeight = mono ? 2 * MaxDimension : MaxDimension;
        if (r.Height == 0 || r.Height > maxHeight || (mono && r.Height % 2 != 0))
        {
            return new Reject(RejectCode.CursorSize, r.Height, maxHeight);
        }

        var rowBytes = mono ? (r.Width + 7) / 8 : r.Width * 4;
        if (r.Pitch < rowBytes)
        {
            return new Reject(RejectCode.CursorPitch, r.Pitch, rowBytes);
        }

        var bytes = (ulong)r.Height * r.Pitch;
        return bytes > room || bytes > int.MaxValue ? new Reject(RejectCode.CursorExtent, bytes, Math.Min(room, int.MaxValue)) : Reject.None;
    }

    private static CursorUpdate Validated(KvmfrVersion version, CursorMessageFlags flags, in RawCursorHeader r, ulong dataOffset, bool transform)
    {
        var position = (flags & CursorMessageFlags.Position) != 0;
        var shape = (flags & CursorMessageFlags.Shape) != 0;
        var hasVisibility = !version.HasVisibilityFlag || (flags & CursorMessageFlags.VisibleValid) != 0;
        return new CursorUpdate
        {
            HasPosition = position,
            X = position ? r.X : (short)0,
            Y = position ? r.Y : (short)0,
            HasVisibility = hasVisibility,
            Visible = hasVisibility && (flags & CursorMessageFlags.Visible) != 0,
            HasShape = shape,
            Type = shape ? (CursorType)r.Type : CursorType.Color,
            HotspotX = shape ? r.HotspotX : (sbyte)0,
            HotspotY = shape ? r.HotspotY : (sbyte)0,
            Width = shape ? r.Width : 0,
            Height = shape ? r.Height : 0,
            PitchBytes = shape ? r.Pitch : 0,
            DataOffset = shape ? dataOffset : 0,
            SdrWhiteNits = r.SdrWhite == 0 ? FrameHeaderParser.DefaultSdrWhiteNits : r.SdrWhite,
            HasColorTransform = transform,
        };
    }
}
