using System.Text.Json.Serialization;

namespace Oriel.Cli.Record;

/// <summary>What was recorded, for people and as one JSON line.</summary>
internal sealed record RecordReport
{
    /// <summary>File, device or source.</summary>
    public required string Target { get; init; }

    /// <summary>Length.</summary>
    public double Seconds { get; init; }

    /// <summary>Pictures in the recording.</summary>
    public long Pictures { get; init; }

    /// <summary>Of these, pictures that were new or at least told to the encoder.</summary>
    public long Written { get; init; }

    /// <summary>Frames of the guest that were received.</summary>
    public long GuestFrames { get; init; }

    /// <summary>With a constant rate: moments for which there was no picture because the encoder did not keep up. Else: frames that found no place.</summary>
    public long Dropped { get; init; }

    /// <summary>Frames of the guest that were never seen.</summary>
    public long Missed { get; init; }

    /// <summary>Pictures a second; null = each at its own time.</summary>
    public double? Rate { get; init; }

    /// <summary>Size of the recording.</summary>
    public int Width { get; init; }

    /// <summary>Size of the recording.</summary>
    public int Height { get; init; }

    /// <summary>ffmpeg's encoder; null for a live source.</summary>
    public string? Encoder { get; init; }

    /// <summary>It ran on a GPU.</summary>
    public bool IsHardware { get; init; }

    /// <summary>Decoding gives the guest's pixels.</summary>
    public bool IsLossless { get; init; }

    /// <summary>10 bits, BT.2020 and PQ.</summary>
    public bool IsHdr { get; init; }

    /// <summary>There is a sound track.</summary>
    public bool HasSound { get; init; }

    /// <summary>Sound that came from the guest.</summary>
    public double SoundSeconds { get; init; }

    /// <summary>Size of the file; null where it is none.</summary>
    public long? Bytes { get; init; }
}

/// <summary>Source-generated, so that the program can be trimmed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecordReport))]
internal sealed partial class RecordJson : JsonSerializerContext;
