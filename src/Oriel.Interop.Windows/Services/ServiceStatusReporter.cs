namespace Oriel.Interop.Windows.Services;

/// <summary>Tells the service manager about this service. Thread-safe.</summary>
public sealed unsafe class ServiceStatusReporter
{
    private readonly nint _handle; // is never closed, as documented
    private readonly object _gate = new();
    private uint _checkPoint;
    private bool _stopped;

    internal ServiceStatusReporter(nint handle) => _handle = handle;

    /// <summary>Starting or stopping goes on and needs at most so long until the next word.</summary>
    public void Pending(ServiceState state, TimeSpan patience) => Report(state, 0, 0, ++_checkPoint, (uint)patience.TotalMilliseconds);

    /// <summary>It runs and takes messages.</summary>
    public void Running() => Report(ServiceState.Running, 0, 0, 0, 0);

    /// <summary>The last word.</summary>
    internal void Stopped(int ownExitCode) =>
        Report(ServiceState.Stopped, ownExitCode == 0 ? ServiceConstants.NoError : ServiceConstants.ErrorServiceSpecific, (uint)ownExitCode, 0, 0);

    private void Report(ServiceState state, uint error, uint ownError, uint checkPoint, uint waitMs)
    {
        const uint WhileRunning = ServiceConstants.AcceptStop | ServiceConstants.AcceptShutdown | ServiceConstants.AcceptPreshutdown | ServiceConstants.AcceptSessionChange | ServiceConstants.AcceptPowerEvent;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = state == ServiceState.Stopped;
            var status = new SERVICE_STATUS
            {
                dwServiceType = ServiceConstants.OwnProcess,
                dwCurrentState = (uint)state,
                dwControlsAccepted = state == ServiceState.Running ? WhileRunning : 0,
                dwWin32ExitCode = error,
                dwServiceSpecificExitCode = ownError,
                dwCheckPoint = checkPoint,
                dwWaitHint = waitMs,
            };

            // SAFETY: one structure on the stack. A failure means that the manager is gone, with everything else.
            _ = ServiceApi.SetServiceStatus(_handle, &status);
        }
    }
}
