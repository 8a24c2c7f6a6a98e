using System.Text.Json.Serialization;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Inspection;

/// <summary>
/// Everything that can be read out of one image of a region. Its JSON uses the field names of tests/vectors/README.md; what is not known is left out. Beyond
/// those names it has <c>state</c>, and where they apply <c>guest</c>, <c>times</c>, <c>refused</c>, <c>notes</c>, <c>matrix</c> and <c>recovery</c>.
/// </summary>
public sealed record InspectionReport
{
    /// <summary>What the image holds.</summary>
    public required InspectionState State { get; init; }

    /// <summary>Why the session was refused.</summary>
    public InspectedRefusal? Refused { get; init; }

    /// <summary>Remarks about the session as a whole.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Size of the image.</summary>
    public required ulong ImageBytes { get; init; }

    /// <summary>LGMP version as it stands in the image.</summary>
    public uint? LgmpVersion { get; init; }

    /// <summary>KVMFR version.</summary>
    public uint? KvmfrVersion { get; init; }

    /// <summary>Session id.</summary>
    [JsonPropertyName("sessionID")]
    public uint? SessionId { get; init; }

    /// <summary>Producer's monotonic milliseconds.</summary>
    public ulong? TimestampMs { get; init; }

    /// <summary>Feature bits.</summary>
    public uint? Features { get; init; }

    /// <summary>Producer's build text.</summary>
    [JsonPropertyName("hostver")]
    public string? ProducerText { get; init; }

    /// <summary>Bytes of user data.</summary>
    public int? UdataSize { get; init; }

    /// <summary>Virtual machine record.</summary>
    public VmInfo? VmInfo { get; init; }

    /// <summary>Operating system record.</summary>
    public InspectedOs? OsInfo { get; init; }

    /// <summary>Guest status record.</summary>
    public InspectedGuest? Guest { get; init; }

    /// <summary>Timing record.</summary>
    public InspectedTimes? Times { get; init; }

    /// <summary>Id of the subscriber in slot 0 of the first queue that has one; 0 without any.</summary>
    [JsonPropertyName("clientID")]
    public uint? ClientId { get; init; }

    /// <summary>Alignment of frame buffers, told by a pending frame (its pixels start one unit behind the payload).</summary>
    public ulong? FrameAlign { get; init; }

    /// <summary>Frame buffers, inferred from where the pending frames lie (see <see cref="FrameBufferGuess"/>).</summary>
    public int? FrameBuffers { get; init; }

    /// <summary>Queues in header order.</summary>
    public IReadOnlyList<InspectedQueue>? Queues { get; init; }

    /// <summary>Messages held, grouped by queue in header order.</summary>
    public IReadOnlyList<InspectedMessage>? Pending { get; init; }

    /// <summary>Recovery block at the end of the region.</summary>
    public InspectedRecovery? Recovery { get; init; }

    /// <summary>SHA-256 of the whole image, lower-case hex.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>Layout the image was read with; null when there is none.</summary>
    [JsonIgnore]
    public LgmpLayout? Layout { get; init; }

    /// <summary>The version for people where the number alone does not tell ("10a").</summary>
    [JsonIgnore]
    public string LgmpVersionText { get; init; } = "";

    /// <summary>Newest frame whose header is still readable, pending or not; null when there is none.</summary>
    [JsonIgnore]
    public FrameHeader? LastFrame { get; init; }
}

/// <summary>Operating system record.</summary>
/// <param name="Os">0 Linux, 1 BSD, 2 macOS, 3 Windows, 4 other.</param>
/// <param name="Name">Name.</param>
public sealed record InspectedOs(byte Os, string Name);

/// <summary>Recovery block (kvmfr.md section 9).</summary>
/// <param name="LgmpVersion">LGMP version.</param>
/// <param name="KvmfrVersion">KVMFR version.</param>
/// <param name="Heartbeat">Heartbeat word.</param>
/// <param name="Ready">Completely written.</param>
/// <param name="ProducerText">Producer's build text.</param>
public sealed record InspectedRecovery(
    uint LgmpVersion, uint KvmfrVersion, uint Heartbeat, bool Ready, [property: JsonPropertyName("hostver")] string ProducerText);
