using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>
/// A source of pictures. The same four steps fit an event-driven source (X11: wait for DAMAGE, take the rectangles, grab them) and a polled one (desktop
/// duplication: acquire with a time-out, read the dirty rectangles, copy the texture). Opened by its factory, which throws <see cref="OrielException"/>;
/// afterwards nothing throws, outcomes say what happened. Owned by the capture thread; no step allocates managed memory while the mode lasts.
/// </summary>
internal interface ICaptureBackend : IDisposable
{
    /// <summary>Name for logs and the guest record, at most 31 ASCII bytes.</summary>
    string Name { get; }

    /// <summary>What is captured now. Changes only inside <see cref="Wait"/> and <see cref="Capture"/> when they say <see cref="CaptureOutcome.ModeChanged"/>.</summary>
    CaptureMode Mode { get; }

    /// <summary>
    /// Stopwatch timestamp of the change that the last <see cref="Wait"/> found: when it was shown, where the system tells that, or when its pixels were read, where the wait reads them;
    /// 0 = neither, they are read by <see cref="Capture"/>.
    /// </summary>
    long ChangedAt => 0;

    /// <summary>Makes memory for the current mode. Null when the source was lost or changed meanwhile.</summary>
    CaptureImage? TryCreateImage();

    /// <summary>Waits at most <paramref name="timeoutNs"/> nanoseconds for a change and adds what changed, clipped to the picture, to <paramref name="changed"/>.
    /// Whatever changes after this call is reported by the next one.</summary>
    CaptureOutcome Wait(long timeoutNs, DamageList changed);

    /// <summary>Brings the areas in <paramref name="what"/> of the image up to date. They may come out newer than the last wait knew, never older.</summary>
    CaptureOutcome Capture(CaptureImage image, DamageList what);
}
