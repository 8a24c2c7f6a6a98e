using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows;

/// <summary>A backend that is not the preferred one: from time to time it lets the selection try for a better one, and gives way when one opened.</summary>
internal sealed class ImprovableBackend(ICaptureBackend backend, BackendSelection selection, WakeFlag stop, WakeFlag wake) : ICaptureBackend
{
    /// <inheritdoc/>
    public string Name => backend.Name;

    /// <inheritdoc/>
    public CaptureMode Mode => backend.Mode;

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage() => backend.TryCreateImage();

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed) =>
        selection.TryImprove(stop, wake) ? CaptureOutcome.Lost : backend.Wait(timeoutNs, changed);

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what) => backend.Capture(image, what);

    /// <inheritdoc/>
    public void Dispose() => backend.Dispose();
}
