using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>One pending message. <c>kind</c> in the JSON tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(InspectedFrame), "frame")]
[JsonDerivedType(typeof(InspectedCursor), "cursor")]
[JsonDerivedType(typeof(InspectedColorTransform), "colorTransform")]
[JsonDerivedType(typeof(InspectedOtherMessage), "other")]
public abstract record InspectedMessage
{
    /// <summary>Queue it is in.</summary>
    [JsonPropertyName("queueID")]
    [JsonPropertyOrder(-10)]
    public uint QueueId { get; init; }

    /// <summary>Ring entry.</summary>
    [JsonPropertyOrder(-9)]
    public uint RingSlot { get; init; }

    /// <summary>Message word, <c>0x</c> and lower-case hex.</summary>
    [JsonPropertyOrder(-8)]
    public string Udata { get; init; } = "0x0";

    /// <summary>Claimed offset of the payload.</summary>
    [JsonPropertyOrder(-7)]
    public uint PayloadOffset { get; init; }

    /// <summary>Claimed size of the payload's allocation.</summary>
    [JsonPropertyOrder(-6)]
    public uint PayloadSize { get; init; }

    /// <summary>Slots that have not finished with it, one bit each.</summary>
    [JsonPropertyOrder(-5)]
    public uint PendingSubs { get; init; }

    /// <summary>Why a consumer drops it; null when it is good.</summary>
    [JsonPropertyOrder(-4)]
    public InspectedRefusal? Refused { get; init; }

    /// <summary>What a consumer corrects in it.</summary>
    [JsonPropertyOrder(-3)]
    public IReadOnlyList<string>? Notes { get; init; }
}

/// <summary>A message of a queue whose payloads are not decoded (input, clipboard, unknown), or of an unknown KVMFR version.</summary>
public sealed record InspectedOtherMessage : InspectedMessage;
