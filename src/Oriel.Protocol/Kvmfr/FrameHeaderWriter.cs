namespace Oriel.Protocol.Kvmfr;

/// <summary>Producer side: writes frame headers of any version (kvmfr.md section 4). Allocation-free.</summary>
public static class FrameHeaderWriter
{
    /// <summary>Writes a whole header into private memory; what the values do not cover becomes zero.</summary>
    /// <param name="kvmfrVersion">A supported version; throws otherwise.</param>
    /// <param name="destination">At least <see cref="FrameHeaderParser.HeaderBytes"/> bytes.</param>
    /// <param name="values">The fields.</param>
    /// <param name="damage">What changed since the previous serial.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(uint kvmfrVersion, Span<byte> destination, in FrameHeaderValues values, DamageList damage)
    {
        if (!KvmfrVersions.TryGet(kvmfrVersion, out var v))
        {
            throw new ArgumentOutOfRangeException(nameof(kvmfrVersion), kvmfrVersion, "not a KVMFR version that can be written");
        }

        var header = destination[..v.FrameHeaderBytes];
        header.Clear();
        Wire.U32(header, 0, values.FormatVersion);
        Wire.U32(header, 4, values.Serial);
        Wire.U32(header, 8, (uint)values.Type);
        Wire.U32(header, 12, values.ScreenWidth);
        Wire.U32(header, 16, values.ScreenHeight);
        if (v.DataWidth >= 0)
        {
            Wire.U32(header, v.DataWidth, values.Type == FrameType.Bgr32 ? values.PitchBytes / 4 : values.FrameWidth);
            Wire.U32(header, v.DataWidth + 4, values.DataHeight);
        }

        var storage = Math.Max(1, FrameGeometry.BytesPerStoragePixel(values.Type));
        Wire.U32(header, v.FrameWidth, values.FrameWidth);
        Wire.U32(header, v.FrameWidth + 4, v.DataWidth >= 0 ? values.FrameHeight : values.DataHeight);
        Wire.U32(header, v.FrameWidth + 8, (uint)values.Rotation);
        Wire.U32(header, v.FrameWidth + 12, values.PitchBytes / storage);
        Wire.U32(header, v.FrameWidth + 16, values.PitchBytes);
        Wire.U32(header, v.FrameWidth + 20, values.Offset);
        Wire.U32(header, v.Flags, (uint)values.Flags);
        WriteColor(v, header, in values);
        WriteDamage(v, header, damage);
        return header.Length;
    }

    private static void WriteColor(KvmfrVersion v, Span<byte> header, in FrameHeaderValues values)
    {
        if (v.SdrWhite >= 0)
        {
            Wire.U32(header, v.SdrWhite, values.SdrWhiteNits);
        }

        if (v.Hdr < 0 || (values.Flags & FrameFlags.HdrMetadata) == 0)
        {
            return;
        }

        var h = values.Hdr;
        var hdr = header[v.Hdr..];
        Wire.U16(hdr, 0, h.RedX);
        Wire.U16(hdr, 2, h.RedY);
        Wire.U16(hdr, 4, h.GreenX);
        Wire.U16(hdr, 6, h.GreenY);
        Wire.U16(hdr, 8, h.BlueX);
        Wire.U16(hdr, 10, h.BlueY);
        Wire.U16(hdr, 12, h.WhiteX);
        Wire.U16(hdr, 14, h.WhiteY);
        Wire.U32(hdr, 16, h.MaxLuminance);
        Wire.U32(hdr, 20, h.MinLuminance);
        Wire.U32(hdr, 24, h.MaxCll);
        Wire.U32(hdr, 28, h.MaxFall);
    }

    private static void WriteDamage(KvmfrVersion v, Span<byte> header, DamageList damage)
    {
        if (damage.IsEverything)
        {
            // Count 0 means everything (kvmfr.md section 6).
            return;
        }

        var rects = damage.Rects;
        if (rects.IsEmpty)
        {
            // "Nothing changed" has no spelling on the wire; one pixel is the least that every reader takes.
            Wire.U32(header, v.DamageCount, 1);
            WriteRect(header[v.DamageRects..], new DamageRect(0, 0, 1, 1));
            return;
        }

        Wire.U32(header, v.DamageCount, (uint)rects.Length);
        for (var i = 0; i < rects.Length; i++)
        {
            WriteRect(header[(v.DamageRects + (16 * i))..], rects[i]);
        }
    }

    private static void WriteRect(Span<byte> at, DamageRect rect)
    {
        Wire.U32(at, 0, rect.X);
        Wire.U32(at, 4, rect.Y);
        Wire.U32(at, 8, rect.Width);
        Wire.U32(at, 12, rect.Height);
    }
}
