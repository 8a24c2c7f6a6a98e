using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>Opens the capture sources of one system. Each method is called on the thread that will own the result and throws <see cref="OrielException"/>.</summary>
internal interface ICaptureSources
{
    /// <summary>What the desktop asks of the viewer's; null when this system does not tell. Any thread.</summary>
    IDesktopSignals? Signals => null;

    /// <summary>Opens the source of pictures.</summary>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake);

    /// <summary>Opens the source of the pointer.</summary>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake);

    /// <summary>Changes the mode to the largest one that fits a viewer's window; does nothing when there is none.</summary>
    void Resize(uint width, uint height, WakeFlag stop);

    /// <summary>The active outputs, for people; null when this system does not tell. Capture thread.</summary>
    IReadOnlyList<GuestOutput>? ListOutputs(WakeFlag stop) => null;
}
