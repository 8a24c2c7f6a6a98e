namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// A frame header that passed every check of kvmfr.md section 12: its pixels lie inside the payload, the payload inside the region.
/// Only the validator makes one for a region; <see cref="ForBgra"/> makes one for a picture that comes from elsewhere. Damage travels beside it in a <see cref="DamageList"/>.
/// </summary>
public readonly record struct FrameHeader
{
    /// <summary>Changes whenever anything except serial, damage and pixels changes.</summary>
    public uint FormatVersion { get; internal init; }

    /// <summary>+1 per captured frame, wraps.</summary>
    public uint Serial { get; internal init; }

    /// <summary>Pixel storage.</summary>
    public FrameType Type { get; internal init; }

    /// <summary>Guest desktop surface before rotation, pixels.</summary>
    public uint ScreenWidth { get; internal init; }

    /// <summary>Guest desktop surface before rotation, pixels.</summary>
    public uint ScreenHeight { get; internal init; }

    /// <summary>Row length in storage units (words for <see cref="FrameType.Bgr32"/>).</summary>
    public uint DataWidth { get; internal init; }

    /// <summary>Rows really present in the buffer; fewer than <see cref="FrameHeight"/> when truncated.</summary>
    public uint DataHeight { get; internal init; }

    /// <summary>Picture width, pixels, before rotation.</summary>
    public uint FrameWidth { get; internal init; }

    /// <summary>Picture height, pixels, before rotation.</summary>
    public uint FrameHeight { get; internal init; }

    /// <summary>How the receiver turns the picture.</summary>
    public FrameRotation Rotation { get; internal init; }

    /// <summary>Row distance in storage pixels, as the producer wrote it (information only).</summary>
    public uint StridePixels { get; internal init; }

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; internal init; }

    /// <summary>Bytes of real pixels in a row.</summary>
    public uint RowBytes { get; internal init; }

    /// <summary>Flags.</summary>
    public FrameFlags Flags { get; internal init; }

    /// <summary>Absolute offset of the header in the region.</summary>
    public ulong HeaderOffset { get; internal init; }

    /// <summary>Absolute offset of the u32 write pointer.</summary>
    public ulong WritePointerOffset { get; internal init; }

    /// <summary>Absolute offset of the first pixel byte.</summary>
    public ulong PixelsOffset => WritePointerOffset + 4;

    /// <summary>Level of diffuse white in nits (KVMFR 21 on); 203 when the producer does not say.</summary>
    public uint SdrWhiteNits { get; internal init; }

    /// <summary>HDR metadata, valid only with <see cref="FrameFlags.HdrMetadata"/>.</summary>
    public HdrMetadata Hdr { get; internal init; }

    /// <summary>The header of a picture that is not in any region: <see cref="FrameType.Bgra"/>, complete, not turned, tight rows. Its offsets mean nothing.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="serial">+1 per picture, wraps.</param>
    public static FrameHeader ForBgra(uint width, uint height, uint serial) => new()
    {
        Serial = serial,
        Type = FrameType.Bgra,
        ScreenWidth = width,
        ScreenHeight = height,
        DataWidth = width,
        DataHeight = height,
        FrameWidth = width,
        FrameHeight = height,
        StridePixels = width,
        PitchBytes = checked(width * 4),
        RowBytes = checked(width * 4),
        SdrWhiteNits = 203,
    };

    /// <summary>True when rows are missing at the bottom.</summary>
    public bool IsTruncated => (Flags & FrameFlags.Truncated) != 0 || DataHeight < FrameHeight;

    /// <summary>
    /// True when the region is too small for the mode: rows are missing, and not only because the classic producer counts
    /// <see cref="FrameType.Bgr32"/> rows wrongly where width * 3 mod 4 is 1 (kvmfr.md section 4.4).
    /// </summary>
    public bool IsMemoryTooSmall => (Flags & FrameFlags.Truncated) != 0 || (DataHeight < FrameHeight && !HasRowQuirk);

    private bool HasRowQuirk => Type == FrameType.Bgr32 && RowBytes % 4 == 1
        && DataHeight == (uint)((ulong)FrameWidth * FrameHeight / ((ulong)FrameWidth + 1));

    /// <summary>True when <paramref name="other"/> can reuse what was derived for this one: same type, sizes, pitch and rotation.</summary>
    public bool SameFormat(in FrameHeader other) =>
        Type == other.Type && FrameWidth == other.FrameWidth && FrameHeight == other.FrameHeight
        && DataHeight == other.DataHeight && PitchBytes == other.PitchBytes && Rotation == other.Rotation;
}

/// <summary>Mastering metadata (kvmfr.md section 4.2).</summary>
/// <param name="RedX">0.00002 units.</param>
/// <param name="RedY">0.00002 units.</param>
/// <param name="GreenX">0.00002 units.</param>
/// <param name="GreenY">0.00002 units.</param>
/// <param name="BlueX">0.00002 units.</param>
/// <param name="BlueY">0.00002 units.</param>
/// <param name="WhiteX">0.00002 units.</param>
/// <param name="WhiteY">0.00002 units.</param>
/// <param name="MaxLuminance">cd/m2.</param>
/// <param name="MinLuminance">0.0001 cd/m2.</param>
/// <param name="MaxCll">cd/m2.</param>
/// <param name="MaxFall">cd/m2.</param>
public readonly record struct HdrMetadata(
    ushort RedX, ushort RedY, ushort GreenX, ushort GreenY, ushort BlueX, ushort BlueY, ushort WhiteX, ushort WhiteY,
    uint MaxLuminance, uint MinLuminance, uint MaxCll, uint MaxFall);
