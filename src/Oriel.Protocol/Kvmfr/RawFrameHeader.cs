namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// A frame header exactly as a peer wrote it: nothing checked, good for reports only. Pixels are reached through <see cref="FrameHeader"/>, which
/// <see cref="FrameHeaderParser"/> makes.
/// </summary>
public readonly record struct RawFrameHeader
{
    /// <summary>formatVer.</summary>
    public uint FormatVersion { get; private init; }

    /// <summary>frameSerial.</summary>
    public uint Serial { get; private init; }

    /// <summary>type, any number.</summary>
    public uint Type { get; private init; }

    /// <summary>screenWidth.</summary>
    public uint ScreenWidth { get; private init; }

    /// <summary>screenHeight.</summary>
    public uint ScreenHeight { get; private init; }

    /// <summary>dataWidth; frameWidth in version 19.</summary>
    public uint DataWidth { get; private init; }

    /// <summary>dataHeight; frameHeight in version 19.</summary>
    public uint DataHeight { get; private init; }

    /// <summary>frameWidth.</summary>
    public uint FrameWidth { get; private init; }

    /// <summary>frameHeight.</summary>
    public uint FrameHeight { get; private init; }

    /// <summary>rotation, any number.</summary>
    public uint Rotation { get; private init; }

    /// <summary>stride.</summary>
    public uint Stride { get; private init; }

    /// <summary>pitch.</summary>
    public uint Pitch { get; private init; }

    /// <summary>offset of the write pointer from the start of the header.</summary>
    public uint Offset { get; private init; }

    /// <summary>flags.</summary>
    public uint Flags { get; private init; }

    /// <summary>damageRectsCount, any number.</summary>
    public uint DamageCount { get; private init; }

    /// <summary>sdrWhiteLevel; 0 where the version has none.</summary>
    public uint SdrWhite { get; private init; }

    /// <summary>Mastering metadata; meaningful only with its flag, zero where the version has none.</summary>
    public HdrMetadata Hdr { get; private init; }

    /// <summary>Reads the fields from a private copy; the caller has checked that it holds the version's whole header.</summary>
    public static RawFrameHeader Read(KvmfrVersion version, ReadOnlySpan<byte> raw)
    {
        var f = version.FrameWidth;
        var d = version.DataWidth;
        return new RawFrameHeader
        {
            FormatVersion = Wire.U32(raw, 0),
            Serial = Wire.U32(raw, 4),
            Type = Wire.U32(raw, 8),
            ScreenWidth = Wire.U32(raw, 12),
            ScreenHeight = Wire.U32(raw, 16),
            DataWidth = Wire.U32(raw, d < 0 ? f : d),
            DataHeight = Wire.U32(raw, d < 0 ? f + 4 : d + 4),
            FrameWidth = Wire.U32(raw, f),
            FrameHeight = Wire.U32(raw, f + 4),
            Rotation = Wire.U32(raw, f + 8),
            Stride = Wire.U32(raw, f + 12),
            Pitch = Wire.U32(raw, f + 16),
            Offset = Wire.U32(raw, f + 20),
            Flags = Wire.U32(raw, version.Flags),
            DamageCount = Wire.U32(raw, version.DamageCount),
            SdrWhite = version.SdrWhite < 0 ? 0 : Wire.U32(raw, version.SdrWhite),
            Hdr = version.Hdr < 0 ? default : ReadHdr(raw[version.Hdr..]),
        };
    }

    /// <summary>The producer's timing of a private copy; false where the version has none.</summary>
    public static bool TryReadTiming(KvmfrVersion version, ReadOnlySpan<byte> raw, out RawFrameTiming timing)
    {
        timing = default;
        if (version.Times < 0)
        {
            return false;
        }

        timing = new RawFrameTiming(
            Wire.U64(raw, version.Times), Wire.U64(raw, version.Times + 8), Wire.U64(raw, version.Times + 16),
            U64OrZero(raw, version.ReadyTime), U64OrZero(raw, version.HoldTime),
            version.HoldTime < 0 ? 0 : Wire.U64(raw, version.HoldTime + 8),
            Wire.U32(raw, version.TimingSerial), Wire.U32(raw, version.TimingSerial + 4),
            version.TimingFlags < 0 ? 0 : Wire.U32(raw, version.TimingFlags));
        return true;
    }

    /// <summary>The schedule identity of a private copy; false where the version has none.</summary>
    public static bool TryReadSchedule(KvmfrVersion version, ReadOnlySpan<byte> raw, out RawFrameSchedule schedule)
    {
        schedule = default;
        if (version.Schedule < 0)
        {
            return false;
        }

        schedule = new RawFrameSchedule(Wire.U32(raw, version.Schedule), Wire.U32(raw, version.Schedule + 4), Wire.U32(raw, version.Schedule + 8));
        return true;
    }

    private static ulong U64OrZero(ReadOnlySpan<byte> raw, int offset) => offset < 0 ? 0 : Wire.U64(raw, offset);

    private static HdrMetadata ReadHdr(ReadOnlySpan<byte> hdr) => new(
        Wire.U16(hdr, 0), Wire.U16(hdr, 2), Wire.U16(hdr, 4), Wire.U16(hdr, 6), Wire.U16(hdr, 8), Wire.U16(hdr, 10), Wire.U16(hdr, 12), Wire.U16(hdr, 14),
        Wire.U32(hdr, 16), Wire.U32(hdr, 20), Wire.U32(hdr, 24), Wire.U32(hdr, 28));
}

/// <summary>
/// Producer's durations in nanoseconds (kvmfr.md section 4.2); usable only when <paramref name="Valid"/> is not 0 and
/// <paramref name="Serial"/> is the frame's.
/// </summary>
public readonly record struct RawFrameTiming(
    ulong CaptureNs, ulong PostProcessNs, ulong CopyNs, ulong ReadyNs, ulong HoldNs, ulong ReadyLeadNs, uint Serial, uint Valid, uint Flags);

/// <summary>Which schedule a frame was made for (kvmfr.md section 8).</summary>
public readonly record struct RawFrameSchedule(uint Generation, uint Epoch, uint DeadlineSerial);
