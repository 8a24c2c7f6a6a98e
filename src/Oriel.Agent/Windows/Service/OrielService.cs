using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Oriel.Agent.Configuration;
using Oriel.Agent.Logging;
using Oriel.Interop.Windows.Services;

namespace Oriel.Agent.Windows.Service;

/// <summary>The service process: steps the supervisor whenever something happened, and writes its report for <c>status</c>. It captures nothing itself.</summary>
[SupportedOSPlatform("windows")]
internal sealed class OrielService : IServiceProgram, IDisposable
{
    private const int LogBytes = 1 << 20;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly string _program;
    private SessionSupervisor? _supervisor;
    private ILogger? _log;
    private bool _isStopRequested;
    private SupervisorReport? _written;

    /// <summary>Creates it.</summary>
    /// <param name="program">Full path of the agent.</param>
    public OrielService(string program) => _program = program;

    /// <inheritdoc/>
    public int Run(ServiceStatusReporter status)
    {
        using var file = OpenLog();
        using var provider = new AgentLoggerProvider(null, file, LogLevel.Information, TimeProvider.System);
        var log = provider.CreateLogger("service");
        using var journal = new EventLogJournal(log);
        try
        {
            Supervise(status, log, journal);
            return AgentExitCodes.Success;
        }
        catch (Exception error)
        {
            // The top of the service's thread: said where an administrator looks, then left to the service manager, which restarts the service.
            log.Unexpected(error);
            journal.Write(JournalLevel.Error, JournalEvent.Crashed, $"The service failed: {error}");
            return AgentExitCodes.Internal;
        }
    }

    /// <inheritdoc/>
    public void OnNotice(ServiceNotice notice)
    {
        if (notice.Kind is ServiceNoticeKind.Stop or ServiceNoticeKind.Shutdown)
        {
            Volatile.Write(ref _isStopRequested, true);
        }

        Volatile.Read(ref _log)?.Notice(notice.ToString());
        _wake.Set();
    }

    /// <inheritdoc/>
    public void Dispose() => _wake.Dispose();

    // A log that cannot be written is no reason to leave the screen dark.
    private static RotatingLogFile? OpenLog()
    {
        try
        {
            return new RotatingLogFile(AgentFolders.ServiceLog, LogBytes);
        }
        catch (OrielException)
        {
            return null;
        }
    }

    private void Supervise(ServiceStatusReporter status, ILogger log, EventLogJournal journal)
    {
        Volatile.Write(ref _log, log);
        log.ServiceStarting(AgentRunner.Version, Environment.OSVersion.VersionString);
        using var starter = new WindowsCaptureStarter(_program);
        _supervisor = new SessionSupervisor(new WindowsConsoleSource(), starter, journal, TimeProvider.System, log);
        status.Running();
        journal.Write(JournalLevel.Information, JournalEvent.Started, $"Oriel's agent {AgentRunner.Version} has started. Log: {AgentFolders.Logs}.");
        while (true)
        {
            if (Volatile.Read(ref _isStopRequested))
            {
                _supervisor.RequestStop();
                status.Pending(ServiceState.StopPending, SessionSupervisor.EndPatience + TimeSpan.FromSeconds(5));
            }

            var pause = _supervisor.Step();
            WriteReport(_supervisor.Report);
            if (_supervisor.IsStopped)
            {
                break;
            }

            Wait(pause);
        }

        journal.Write(JournalLevel.Information, JournalEvent.Stopped, "Oriel's agent was stopped.");
        log.ServiceEnded();
    }

    private void Wait(TimeSpan pause)
    {
        // Rounded up: waking a hair too early would only step once more.
        var milliseconds = (int)Math.Ceiling(pause.TotalMilliseconds);
        _ = _supervisor!.Process is { } process ? WaitHandle.WaitAny([_wake, process.Ended], milliseconds) : WaitHandle.WaitAny([_wake], milliseconds);
    }

    private void WriteReport(SupervisorReport report)
    {
        if (report == _written)
        {
            return;
        }

        _written = report;
        try
        {
            // Replaced at once, so that a reader sees the one or the other.
            var draft = AgentFolders.ServiceReport + ".new";
            File.WriteAllText(draft, report.ToText());
            File.Move(draft, AgentFolders.ServiceReport, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only "status" misses it.
        }
    }
}
