using System.Text.Json.Serialization;

namespace Oriel.Cli.Headless;

/// <summary>The figures a headless run prints as one JSON line. Times are microseconds; null = unknown or not measured.</summary>
internal sealed record HeadlessFigures
{
    /// <summary>Frames drawn.</summary>
    public long Frames { get; init; }

    /// <summary>From the first frame drawn to the last.</summary>
    public double Seconds { get; init; }

    /// <summary>Frames drawn per second between the first and the last.</summary>
    public double Fps { get; init; }

    /// <summary>Picture size.</summary>
    public int Width { get; init; }

    /// <summary>Picture size.</summary>
    public int Height { get; init; }

    /// <summary>From the start of the process to the first drawn frame.</summary>
    public double FirstPictureMs { get; init; }

    /// <summary>Mean from the producer's post to the feed having seen it; known when guest and host share a clock.</summary>
    public double? PublishedToSeenUs { get; init; }

    /// <summary>Mean from the message seen to its pixels copied.</summary>
    public double? SeenToCopiedUs { get; init; }

    /// <summary>Mean from pixels copied to GPU submission.</summary>
    public double? CopiedToSubmittedUs { get; init; }

    /// <summary>Mean from GPU submission to presentation.</summary>
    public double? SubmittedToPresentedUs { get; init; }

    /// <summary>Mean from the producer's post to presentation; known when guest and host share a clock.</summary>
    public double? LatencyUs { get; init; }

    /// <summary>Worst of the same.</summary>
    public double? LatencyMaxUs { get; init; }

    /// <summary>Pixel bytes copied out of the region.</summary>
    public long CopiedBytes { get; init; }

    /// <summary>Managed bytes the feed thread allocated since it became live.</summary>
    public long FeedAllocatedBytes { get; init; }

    /// <summary>Managed bytes the render thread allocated since its first picture.</summary>
    public long RenderAllocatedBytes { get; init; }

    /// <summary>Frames and serials that were not shown, by reason.</summary>
    public required HeadlessDrops Drops { get; init; }

    /// <summary>Pointer messages.</summary>
    public long CursorMessages { get; init; }

    /// <summary>Bytes of all frames that were uploaded to the GPU.</summary>
    public long UploadedBytes { get; init; }

    /// <summary>Renderer and upload path.</summary>
    public string Renderer { get; init; } = "";

    /// <summary>What the relay was doing at the end.</summary>
    public string State { get; init; } = "";
}

/// <summary>Why frames were not shown.</summary>
internal sealed record HeadlessDrops(long Overwritten, long Superseded, long NoSlot, long Missed, long Stalled, long Torn, long Rejected);

/// <summary>Source-generated serializer of the figures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeadlessFigures))]
internal sealed partial class HeadlessJsonContext : JsonSerializerContext;
