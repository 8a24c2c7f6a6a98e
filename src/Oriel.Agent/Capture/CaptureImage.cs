using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>
/// Memory a backend captures into, with what is known about it. The capture thread owns it, lends it to the publish thread through the
/// <see cref="Session.FrameMailbox"/> and gets it back from there.
/// </summary>
internal sealed class CaptureImage : IDisposable
{
    private readonly IDisposable _owner;

    /// <summary>Wraps a backend's memory.</summary>
    /// <param name="pixels">Where row 0 starts at offset 0.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    /// <param name="mode">What it holds.</param>
    /// <param name="owner">Backend's own object behind it, disposed with it.</param>
    public CaptureImage(PixelBuffer pixels, uint pitchBytes, CaptureMode mode, IDisposable owner)
    {
        Pixels = pixels;
        PitchBytes = pitchBytes;
        Mode = mode;
        _owner = owner;
        Stale.SetEverything();
    }

    /// <summary>The pixels.</summary>
    public PixelBuffer Pixels { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; }

    /// <summary>What it holds.</summary>
    public CaptureMode Mode { get; }

    /// <summary>Where the screen differs from this memory. Capture thread only.</summary>
    public DamageList Stale { get; } = new();

    /// <summary>What changed since the frame before, for the receiver. Belongs to whoever holds the image.</summary>
    public DamageList Damage { get; } = new();

    /// <summary>Stopwatch timestamp of the moment before its pixels were captured.</summary>
    public long CapturedAt { get; set; }

    /// <summary>The backend's object.</summary>
    public T OwnerAs<T>()
        where T : class => (T)_owner;

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();
}
