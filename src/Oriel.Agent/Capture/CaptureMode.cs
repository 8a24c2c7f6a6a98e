using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>What a backend captures: an immutable snapshot, compared to find mode changes.</summary>
/// <param name="Type">Pixel storage.</param>
/// <param name="Width">Pixels of the captured picture.</param>
/// <param name="Height">Rows.</param>
/// <param name="OriginX">Left edge of the captured head on the whole desktop, pixels.</param>
/// <param name="OriginY">Top edge.</param>
/// <param name="Rotation">How the receiver must turn the picture.</param>
/// <param name="Head">Name of the head, or "screen" for the whole one.</param>
internal sealed record CaptureMode(FrameType Type, int Width, int Height, int OriginX, int OriginY, FrameRotation Rotation, string Head)
{
    /// <summary>Pixels of the guest's screen across, which pointer positions are in; differs from <see cref="Width"/> when the picture is down-sampled.</summary>
    public int ScreenWidth { get; init; } = Width;

    /// <summary>Rows of the guest's screen.</summary>
    public int ScreenHeight { get; init; } = Height;

    /// <summary>What the pixels mean (kvmfr.md section 4.3): <see cref="FrameFlags.Hdr"/>, <see cref="FrameFlags.HdrPq"/>.</summary>
    public FrameFlags Flags { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Head} {Width}x{Height}+{OriginX}+{OriginY} {Type}";
}
