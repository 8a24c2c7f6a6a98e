using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>What the guest's desktop asks of the viewer's, told in the flags of frames. Written by one thread, read by the publish and tick threads.</summary>
internal interface IDesktopSignals
{
    /// <summary>The wishes now: <see cref="FrameFlags.BlockScreensaver"/> while it lasts, <see cref="FrameFlags.RequestActivation"/> until it was sent.</summary>
    FrameFlags Current { get; }

    /// <summary>A frame with these flags was published.</summary>
    void Sent(FrameFlags flags);
}
