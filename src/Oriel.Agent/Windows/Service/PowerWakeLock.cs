using Microsoft.Extensions.Logging;
using Oriel.Agent.Session;
using Oriel.Interop.Windows.Power;

namespace Oriel.Agent.Windows.Service;

/// <summary>Keeps Windows awake by a power request: while it is held neither display nor system go to sleep by themselves. Tick thread.</summary>
internal sealed class PowerWakeLock : IWakeLock, IDisposable
{
    private readonly PowerRequest? _request = PowerRequest.TryCreate("Somebody watches this machine's screen through Oriel.");
    private readonly ILogger _log;
    private bool _isHeld;
    private bool _isRefusalTold;

    /// <summary>Creates it; holds nothing yet.</summary>
    public PowerWakeLock(ILogger log) => _log = log;

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
