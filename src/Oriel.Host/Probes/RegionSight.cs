using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Host.Probes;

/// <summary>What a look into one region showed; unknown things are null. Texts that a guest wrote are bounded and printable (the inspector sees to that).</summary>
public sealed record RegionSight
{
    /// <summary>The region, as it was asked for.</summary>
    public required string Source { get; init; }

    /// <summary>Code of the error that kept it from being read.</summary>
    public string? Error { get; init; }

    /// <summary>What was seen then.</summary>
    public string? Seen { get; init; }

    /// <summary>What was expected then.</summary>
    public string? Expected { get; init; }

    /// <summary>What helps then.</summary>
    public string? Remedy { get; init; }

    /// <summary>Size.</summary>
    public ulong? Bytes { get; init; }

    /// <summary>What is in it: no-producer, session, undecided, version-mismatch, session-refused, session-lost.</summary>
    public string? State { get; init; }

    /// <summary>The heartbeat moved while it was watched; null when there is none to watch.</summary>
    public bool? Alive { get; init; }

    /// <summary>LGMP version for people.</summary>
    public string? Lgmp { get; init; }

    /// <summary>KVMFR version.</summary>
    public uint? Kvmfr { get; init; }

    /// <summary>Build text of the agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Name of the guest's system.</summary>
    public string? System { get; init; }

    /// <summary>Width of the newest frame.</summary>
    public uint? Width { get; init; }

    /// <summary>Height of the newest frame.</summary>
    public uint? Height { get; init; }

    /// <summary>The newest frame is HDR.</summary>
    public bool? Hdr { get; init; }

    /// <summary>The newest frame lacks rows for want of memory.</summary>
    public bool? Truncated { get; init; }

    /// <summary>Subscribers of the frame queue that are not evicted.</summary>
    public int? Subscribers { get; init; }

    /// <summary>Why a session was refused.</summary>
    public string? Refused { get; init; }

    /// <summary>What the agent says about itself.</summary>
    public GuestSight? Guest { get; init; }
}

/// <summary>The guest status record, as far as checks use it.</summary>
public sealed record GuestSight
{
    /// <summary>What the agent does.</summary>
    public string State { get; set; } = "";

    /// <summary>Capture backend.</summary>
    public string Backend { get; set; } = "";

    /// <summary>The guest's GPU.</summary>
    public string Gpu { get; set; } = "";

    /// <summary>Active outputs; null = unknown.</summary>
    public int? Outputs { get; init; }

    /// <summary>Largest output, pixels across; 0 = unknown.</summary>
    public uint LargestWidth { get; init; }

    /// <summary>Largest output, rows.</summary>
    public uint LargestHeight { get; init; }

    /// <summary>Captured frames that were replaced unpublished.</summary>
    public ulong Dropped { get; init; }

    /// <summary>Frames published.</summary>
    public ulong Frames { get; init; }

    /// <summary>Times the capture source was opened again.</summary>
    public ulong Restarts { get; init; }

    /// <summary>Why there is no picture, a few words; null when the agent has no trouble.</summary>
    public string? Headline { get; init; }

    /// <summary>What the agent saw.</summary>
    public string? Seen { get; init; }

    /// <summary>What helps.</summary>
    public string? Advice { get; init; }

    /// <summary>Code of the error behind it.</summary>
    public string? Code { get; init; }

    /// <summary>Code of the last error, also when it is over.</summary>
    public string? LastCode { get; init; }

    /// <summary>Text of the last error.</summary>
    public string? LastError { get; init; }
}

/// <summary>Source-generated serializer of the probes' answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(RegionSight[]))]
[JsonSerializable(typeof(SpiceSight))]
internal sealed partial class SightJson : JsonSerializerContext;
