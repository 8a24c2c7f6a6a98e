using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>
/// A pending frame: its header as written, and checksums of the rows that are readable. Left out: what the version lacks or the refusal
/// made unreadable.
/// </summary>
public sealed record InspectedFrame : InspectedMessage
{
    /// <summary>Which frame buffer it lies in, inferred; see <see cref="FrameBufferGuess"/>.</summary>
    public int? BufferIndex { get; init; }

    /// <summary>Changes with the format.</summary>
    public uint? FormatVer { get; init; }

    /// <summary>Serial.</summary>
    public uint? FrameSerial { get; init; }

    /// <summary>Pixel storage, see kvmfr.md section 4.4.</summary>
    public uint? Type { get; init; }

    /// <summary>Desktop width.</summary>
    public uint? ScreenWidth { get; init; }

    /// <summary>Desktop height.</summary>
    public uint? ScreenHeight { get; init; }

    /// <summary>Storage width; not in version 19.</summary>
    public uint? DataWidth { get; init; }

    /// <summary>Rows in the buffer; not in version 19.</summary>
    public uint? DataHeight { get; init; }

    /// <summary>Picture width.</summary>
    public uint? FrameWidth { get; init; }

    /// <summary>Picture height.</summary>
    public uint? FrameHeight { get; init; }

    /// <summary>Rotation as a consumer takes it: 0 for unknown values.</summary>
    public uint? Rotation { get; init; }

    /// <summary>Storage pixels from row to row.</summary>
    public uint? Stride { get; init; }

    /// <summary>Bytes from row to row.</summary>
    public uint? Pitch { get; init; }

    /// <summary>Flags.</summary>
    public uint? Flags { get; init; }

    /// <summary>Stored offset of the write pointer.</summary>
    public uint? FrameBufferOffset { get; init; }

    /// <summary>Absolute offset of the first pixel byte.</summary>
    public ulong? PixelsOffset { get; init; }

    /// <summary>Stored write pointer.</summary>
    public uint? WritePointer { get; init; }

    /// <summary>Bytes of real pixels in a row.</summary>
    public uint? TightRowBytes { get; init; }

    /// <summary>Rows the write pointer has passed.</summary>
    public uint? RowsComplete { get; init; }

    /// <summary>
    /// What changed, clipped to the frame, as [x, y, width, height]; empty = everything (<see cref="InspectedMessage.Notes"/> says when that
    /// was not what the producer wrote).
    /// </summary>
    public IReadOnlyList<uint[]>? DamageRects { get; init; }

    /// <summary>CRC32 of the complete rows without padding, 8 hex digits.</summary>
    [JsonPropertyName("crc32")]
    public string? Crc32 { get; init; }

    /// <summary>SHA-256 of the complete rows without padding.</summary>
    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    /// <summary>Producer's durations (24 on).</summary>
    public InspectedTiming? Timing { get; init; }

    /// <summary>Level of diffuse white as stored (21 on).</summary>
    public uint? SdrWhiteLevel { get; init; }

    /// <summary>Schedule identity (28 on).</summary>
    public InspectedSchedule? Schedule { get; init; }

    /// <summary>Mastering metadata, with flag 0x20 only (21 on).</summary>
    public InspectedHdr? Hdr { get; init; }
}

/// <summary>Producer's durations in ns, as stored.</summary>
public sealed record InspectedTiming(
    ulong CaptureTime, ulong PostProcessTime, ulong CopyTime, ulong ReadyTime, ulong HoldTime, ulong ReadyLeadTime,
    uint TimingSerial, uint TimingValid, uint TimingFlags);

/// <summary>Schedule identity.</summary>
public sealed record InspectedSchedule(uint Generation, uint Epoch, uint DeadlineSerial);

/// <summary>Mastering metadata.</summary>
/// <param name="Primaries">R, G, B as x, y in 0.00002.</param>
/// <param name="White">White point.</param>
/// <param name="MaxLum">cd/m2.</param>
/// <param name="MinLum">0.0001 cd/m2.</param>
/// <param name="MaxCll">cd/m2.</param>
/// <param name="MaxFall">cd/m2.</param>
public sealed record InspectedHdr(
    IReadOnlyList<ushort> Primaries, IReadOnlyList<ushort> White, uint MaxLum, uint MinLum,
    [property: JsonPropertyName("maxCLL")] uint MaxCll, [property: JsonPropertyName("maxFALL")] uint MaxFall);
