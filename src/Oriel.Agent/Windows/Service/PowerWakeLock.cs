using Microsoft.Extensions.Logging;
using Oriel.Agent.Session;
using Oriel.Agent.Windows.Cursor;
using Oriel.Interop.Windows.Power;

namespace Oriel.Agent.Windows.Service;

/// <summary>Keeps Windows awake by a power request: while it is held neither display nor system go to sleep by themselves. Tick thread.</summary>
internal sealed class PowerWakeLock : IWakeLock, IDisposable
{
    private readonly PowerRequest? _request = PowerRequest.TryCreate("Somebody watches this machine's screen through Oriel.");
    private readonly ILogger _log;
    private readonly DesktopSignals _signals;
    private bool _isHeld;
    private bool _isRefusalTold;

    /// <summary>Creates it; holds nothing yet.</summary>
    /// <param name="log">Told when the machine is kept awake.</param>
    /// <param name="signals">Told too, so that our own request is not taken for a wish of the guest.</param>
    public PowerWakeLock(ILogger log, DesktopSignals signals)
    {
        _log = log;
        _signals = signals;
    }

    /// <inheritdoc/>
    public void Hold(bool watched)
    {
        if (watched == _isHeld)
        {
            return;
        }

        _isHeld = watched;
        if (_request?.TrySet(watched) == true)
        {
            _signals.IsOwnRequest = watched;
            _log.WakeLockChanged(watched);
        }
        else if (!_isRefusalTold)
        {
            _isRefusalTold = true;
            _log.WakeLockRefused();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _request?.Dispose();
}
