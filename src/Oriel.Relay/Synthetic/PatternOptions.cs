using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>What a <see cref="PatternProducer"/> shows and how fast.</summary>
public sealed record PatternOptions
{
    /// <summary>The picture.</summary>
    public required TestPattern Pattern { get; init; }

    /// <summary>Frames per second; 0 = as fast as consumers take them.</summary>
    public double RateHz { get; init; } = 60;

    /// <summary>How consumers must turn the picture.</summary>
    public FrameRotation Rotation { get; init; }

    /// <summary>Frame flags. <see cref="FrameType.Rgba16F"/> always gets <see cref="FrameFlags.Hdr"/>, as the protocol says.</summary>
    public FrameFlags Flags { get; init; }

    /// <summary>The cursor.</summary>
    public PatternCursorKind Cursor { get; init; }

    /// <summary>Ends after this many published frames; 0 = never.</summary>
    public long MaxFrames { get; init; }

    /// <summary>Number of the first frame.</summary>
    public uint FirstFrame { get; init; }
}
