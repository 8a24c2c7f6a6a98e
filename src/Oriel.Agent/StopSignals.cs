using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Agent;

/// <summary>
/// Turns what asks a program to end into a raised flag: SIGTERM, SIGINT and SIGHUP; on Windows Ctrl+C, Ctrl+Break, the closing of the console, logging off and shutting down.
/// Windows ends the process when its handler of the last three returns, so that handler waits until this is disposed of, a bounded time.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Less than the five seconds that Windows allows.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private readonly ManualResetEventSlim _ended = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    /// <summary>Starts listening.</summary>
    public StopSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        if (OperatingSystem.IsWindows())
        {
            // Ctrl+Break.
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Stop));
        }
    }

    /// <summary>Raised by the first of them.</summary>
    public WakeFlag Flag { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Set();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        Flag.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // Cancelled: the default would end the process before the session is closed.
        context.Cancel = true;
        Flag.Raise();
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGTERM or PosixSignal.SIGHUP)
        {
            _ = _ended.Wait(s_patience);
        }
    }
}
