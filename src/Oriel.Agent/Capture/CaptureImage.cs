using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>
/// Memory a backend captures into, with what is known about it. The capture thread owns it, lends it to the publish thread through the
/// <see cref="Session.FrameMailbox"/> and gets it back from there.
/// </summary>
internal sealed class CaptureImage : IDisposable
{
    /// <summary>Wraps a backend's memory.</summary>
    /// <param name="memory">The pixels; disposed with this.</param>
    /// <param name="mode">What it holds.</param>
    public CaptureImage(IImageMemory memory, CaptureMode mode)
    {
        Memory = memory;
        Mode = mode;
        Stale.SetEverything();
    }

    /// <summary>The pixels. Whoever holds the image may map them.</summary>
    public IImageMemory Memory { get; }

    /// <summary>What it holds.</summary>
    public CaptureMode Mode { get; }

    /// <summary>Where the screen differs from this memory. Capture thread only.</summary>
    public DamageList Stale { get; } = new();

    /// <summary>What changed since the frame before, for the receiver. Belongs to whoever holds the image.</summary>
    public DamageList Damage { get; } = new();

    /// <summary>Stopwatch timestamp of the moment its newest change was shown, where the system tells that, else of the moment before its pixels were read.</summary>
    public long CapturedAt { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();
}
