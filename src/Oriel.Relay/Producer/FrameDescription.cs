using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>What a producer says about a frame before its pixels are copied (kvmfr.md section 4.3).</summary>
public readonly record struct FrameDescription
{
    /// <summary>Pixel storage.</summary>
    public required FrameType Type { get; init; }

    /// <summary>Desktop surface width, pixels.</summary>
    public required uint ScreenWidth { get; init; }

    /// <summary>Desktop surface height, pixels.</summary>
    public required uint ScreenHeight { get; init; }

    /// <summary>Picture width, pixels.</summary>
    public required uint FrameWidth { get; init; }

    /// <summary>Picture height, pixels.</summary>
    public required uint FrameHeight { get; init; }

    /// <summary>Bytes from one row to the next, in the region.</summary>
    public required uint PitchBytes { get; init; }

    /// <summary>How the receiver must turn it.</summary>
    public FrameRotation Rotation { get; init; }

    /// <summary>Flags; <see cref="FrameFlags.Truncated"/> is added by the producer when the memory is too small.</summary>
    public FrameFlags Flags { get; init; }
}
