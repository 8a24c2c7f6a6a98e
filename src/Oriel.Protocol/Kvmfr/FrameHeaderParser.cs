namespace Oriel.Protocol.Kvmfr;

/// <summary>Turns the raw bytes of a frame header into a validated <see cref="FrameHeader"/> (kvmfr.md section 12). Pure and allocation-free.</summary>
public static class FrameHeaderParser
{
    /// <summary>Largest frame header of any version, for stack buffers.</summary>
    public const int MaxHeaderBytes = 1216;

    /// <summary>Largest dimension accepted, pixels.</summary>
    public const uint MaxDimension = 65535;

    /// <summary>Largest pitch accepted, bytes.</summary>
    public const uint MaxPitchBytes = 1 << 20;

    /// <summary>Level of diffuse white when the producer gives none.</summary>
    public const uint DefaultSdrWhiteNits = 203;

    /// <summary>Bytes to copy for a version; 0 for one that is not read.</summary>
    public static int HeaderBytes(uint kvmfrVersion) => KvmfrVersions.TryGet(kvmfrVersion, out var version) ? version.FrameHeaderBytes : 0;

    /// <summary>Where <c>frameSerial</c> lies in every version, for the check after the copy.</summary>
    public const int SerialOffset = 4;

    /// <summary>Checks a header.</summary>
    /// <param name="kvmfrVersion">Version of the session.</param>
    /// <param name="raw">Private copy of the header, at least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="bounds">Where the payload lies.</param>
    /// <param name="header">The frame when accepted.</param>
    /// <param name="damage">Becomes what changed since the previous serial, clipped to the rows present; untouched when refused.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(
        uint kvmfrVersion, ReadOnlySpan<byte> raw, in PayloadBounds bounds, out FrameHeader header, DamageList damage, out Reject reject)
    {
        header = default;
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

        var headerBytes = (uint)version.FrameHeaderBytes;
        if (bounds.Size < headerBytes || raw.Length < headerBytes)
        {
            reject = new Reject(RejectCode.PayloadSize, Math.Min(bounds.Size, (uint)raw.Length), headerBytes);
            return false;
        }

        var r = RawFrameHeader.Read(version, raw);
        reject = CheckPicture(version, in r);
        if (reject.Code != RejectCode.None)
        {
            return false;
        }

        if (!TryPlace(in r, headerBytes, in bounds, out var rows, out reject))
        {
            return false;
        }

        header = Validated(version, in r, rows, in bounds);
        ReadDamage(version, raw, r.DamageCount, in header, damage);
        return true;
    }

    /// <summary>Type, dimensions and pitch.</summary>
    private static Reject CheckPicture(KvmfrVersion version, in RawFrameHeader r)
    {
        if (r.Type == 0 || r.Type > (uint)version.LastFrameType)
        {
            return new Reject(RejectCode.FrameType, r.Type, (uint)version.LastFrameType);
        }

        if (r.FrameWidth is 0 or > MaxDimension)
        {
            return new Reject(RejectCode.FrameSize, r.FrameWidth, MaxDimension);
        }

        if (r.FrameHeight is 0 or > MaxDimension)
        {
            return new Reject(RejectCode.FrameSize, r.FrameHeight, MaxDimension);
        }

        if (r.DataHeight == 0 || r.DataHeight > r.FrameHeight)
        {
            return new Reject(RejectCode.FrameRows, r.DataHeight, r.FrameHeight);
        }

        var rowBytes = FrameGeometry.RowBytes((FrameType)r.Type, r.FrameWidth);
        if (r.Pitch > MaxPitchBytes || r.Pitch < rowBytes)
        {
            return new Reject(RejectCode.FramePitch, r.Pitch, r.Pitch > MaxPitchBytes ? MaxPitchBytes : rowBytes);
        }

        return Reject.None;
    }

    /// <summary>Offset of the write pointer, and how many rows really fit behind it.</summary>
    private static bool TryPlace(in RawFrameHeader r, uint headerBytes, in PayloadBounds bounds, out uint rows, out Reject reject)
    {
        rows = 0;
        if (r.Offset < headerBytes || (bounds.Offset + r.Offset) % 4 != 0)
        {
            reject = new Reject(RejectCode.FrameOffset, r.Offset, headerBytes);
            return false;
        }

        if (r.Offset > bounds.Size || bounds.Size - r.Offset < 4)
        {
            reject = new Reject(RejectCode.FrameOffset, r.Offset, bounds.Size);
            return false;
        }

        var room = bounds.Size - r.Offset - 4;
        rows = r.DataHeight;
        var bytes = (ulong)rows * r.Pitch;
        if (bytes > room)
        {
            // The classic producer truncates to a buffer one alignment unit larger than it has (kvmfr.md section 3.1), so rows of a frame it
            // calls truncated are clamped. Anyone else's do not fit and are refused.
            rows = (r.Flags & (uint)FrameFlags.Truncated) != 0 ? (uint)(room / r.Pitch) : 0;
            if (rows == 0)
            {
                reject = new Reject(RejectCode.FrameExtent, bytes, room);
                return false;
            }
        }

        reject = Reject.None;
        return true;
    }

    private static FrameHeader Validated(KvmfrVersion version, in RawFrameHeader r, uint rows, in PayloadBounds bounds)
    {
        // The screen size only scales mouse positions; nonsense there costs no picture.
        var screenUsable = r.ScreenWidth is > 0 and <= MaxDimension && r.ScreenHeight is > 0 and <= MaxDimension;
        var hasHdr = version.Hdr >= 0 && (r.Flags & (uint)FrameFlags.HdrMetadata) != 0;
        return new FrameHeader
        {
            FormatVersion = r.FormatVersion,
            Serial = r.Serial,
            Type = (FrameType)r.Type,
            ScreenWidth = screenUsable ? r.ScreenWidth : r.FrameWidth,
            ScreenHeight = screenUsable ? r.ScreenHeight : r.FrameHeight,
            DataWidth = r.DataWidth,
            DataHeight = rows,
            FrameWidth = r.FrameWidth,
            FrameHeight = r.FrameHeight,
            Rotation = r.Rotation <= (uint)FrameRotation.Clockwise270 ? (FrameRotation)r.Rotation : FrameRotation.None,
            StridePixels = r.Stride,
            PitchBytes = r.Pitch,
            RowBytes = (uint)FrameGeometry.RowBytes((FrameType)r.Type, r.FrameWidth),
            Flags = (FrameFlags)(hasHdr ? r.Flags : r.Flags & ~(uint)FrameFlags.HdrMetadata),
            HeaderOffset = bounds.Offset,
            WritePointerOffset = bounds.Offset + r.Offset,
            SdrWhiteNits = r.SdrWhite == 0 ? DefaultSdrWhiteNits : r.SdrWhite,
            Hdr = hasHdr ? r.Hdr : default,
        };
    }

    private static void ReadDamage(KvmfrVersion version, ReadOnlySpan<byte> raw, uint count, in FrameHeader header, DamageList damage)
    {
        damage.Clear();
        if (count is 0 or > DamageList.Capacity)
        {
            damage.SetEverything();
            return;
        }

        var rects = raw.Slice(version.DamageRects, DamageList.Capacity * 16);
        for (var i = 0; i < (int)count; i++)
        {
            var rect = new DamageRect(Wire.U32(rects, 16 * i), Wire.U32(rects, (16 * i) + 4), Wire.U32(rects, (16 * i) + 8), Wire.U32(rects, (16 * i) + 12));
            if ((ulong)rect.X + rect.Width > uint.MaxValue || (ulong)rect.Y + rect.Height > uint.MaxValue)
            {
                // A rectangle that wraps says nothing about what changed.
                damage.SetEverything();
                return;
            }

            damage.Add(FrameGeometry.Clip(rect, header.FrameWidth, header.DataHeight));
        }
    }
}
