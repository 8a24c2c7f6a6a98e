using Microsoft.Extensions.Logging;

namespace Oriel.Agent.Windows.Service;

/// <summary>
/// Keeps one capture process in the session that has the console: starts it, follows the console from session to session, starts it again with growing delays when it
/// ends by itself, and never gives up. A state machine without threads and without Windows: <see cref="Step"/> looks at everything there is to see, does what follows,
/// and says when to look again; events only make its owner call it earlier. Service thread, except <see cref="RequestStop"/> and <see cref="Report"/>.
/// </summary>
internal sealed class SessionSupervisor
{
    /// <summary>Failures in a row that administrators are told of: the first ones may be a driver that is being updated.</summary>
    public const int FailuresToTell = 3;

    /// <summary>How long a process has for ending in order: its own threads wait 3 s for each other.</summary>
    public static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at least so often, should the system forget to tell of a change.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly IConsoleSource _sessions;
    private readonly ICaptureStarter _starter;
    private readonly IServiceJournal _journal;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    private ICaptureProcess? _process;
    private uint _processSession;
    private long _startedAt;
    private long _endDeadline;
    private bool _isEnding;
    private bool _isTerminated;
    private long _startAt;
    private int _failures;
    private bool _isFailureTold;
    private uint? _lastExitCode;
    private string? _lastProblem;
    private uint? _console;
    private string _remote = "";
    private bool _isStopping;
    private SupervisorReport _report = SupervisorReport.Nothing;

    /// <summary>Creates it; nothing happens before the first step.</summary>
    public SessionSupervisor(IConsoleSource sessions, ICaptureStarter starter, IServiceJournal journal, TimeProvider clock, ILogger log)
    {
        _sessions = sessions;
        _starter = starter;
        _journal = journal;
        _clock = clock;
        _log = log;
        _startAt = clock.GetTimestamp();
    }

    /// <summary>How things are. Any thread.</summary>
    public SupervisorReport Report => Volatile.Read(ref _report);

    /// <summary>The process that runs now; its end is a reason to step.</summary>
    public ICaptureProcess? Process => _process;

    /// <summary>True when it was told to stop and no process is left.</summary>
    public bool IsStopped => Report.Phase == SupervisorPhase.Stopped;

    /// <summary>Ends the capture process, and starts no more. Any thread; step afterwards.</summary>
    public void RequestStop() => Volatile.Write(ref _isStopping, true);

    /// <summary>Looks, acts, and returns how long nothing needs to be done unless something happens.</summary>
    public TimeSpan Step()
    {
        LookAtSessions();
        if (_process is not null)
        {
            LookAtProcess(_process);
        }

        if (_process is null && !Volatile.Read(ref _isStopping) && _console is { } session && UntilStart() <= TimeSpan.Zero)
        {
            Start(session);
        }

        var phase = Phase();
        Volatile.Write(ref _report, new SupervisorReport(phase, _process?.Id ?? 0, _process is null ? _console : _processSession, _failures, _remote, _lastProblem));
        return UntilNextLook(phase);
    }

    private SupervisorPhase Phase() =>
        _process is not null ? _isEnding ? SupervisorPhase.Ending : SupervisorPhase.Capturing
        : Volatile.Read(ref _isStopping) ? SupervisorPhase.Stopped
        : _console is null ? SupervisorPhase.NoConsole
        : SupervisorPhase.Delaying;

    private TimeSpan UntilNextLook(SupervisorPhase phase) => phase switch
    {
        SupervisorPhase.Ending => _isTerminated ? LookInterval : Least(Until(_endDeadline), LookInterval),
        SupervisorPhase.Delaying => Least(UntilStart(), LookInterval),
        SupervisorPhase.Capturing when _failures > 0 => Least(RestartDelays.Healthy - Running(), LookInterval),
        _ => LookInterval,
    };

    private void LookAtSessions()
    {
        var console = _sessions.ActiveSession;
        var remote = string.Join(", ", _sessions.RemoteSessions);
        if (console == _console && remote == _remote)
        {
            return;
        }

        if (remote.Length > 0 && remote != _remote)
        {
            _log.RemoteSession(remote);
        }

        if (console != _console)
        {
            _log.ConsoleSwitched(Name(_console), Name(console));
            if (console is not null && UntilStart() > RestartDelays.First)
            {
                // What failed in one session may well work in the next one, and somebody is looking at it.
                _startAt = After(RestartDelays.First);
            }
        }

        (_console, _remote) = (console, remote);
    }

    private void LookAtProcess(ICaptureProcess process)
    {
        if (process.HasEnded(out var exitCode))
        {
            OnEnded(process, exitCode);
        }
        else if (_isEnding)
        {
            if (!_isTerminated && Until(_endDeadline) <= TimeSpan.Zero)
            {
                _isTerminated = true;
                _log.CaptureTerminated(process.Id);
                _journal.Write(JournalLevel.Warning, JournalEvent.CaptureHung, $"The capture process {process.Id} did not end within {EndPatience.TotalSeconds:0} seconds and was ended by force. A graphics driver may hang.");
                process.Terminate();
            }
        }
        else if (Volatile.Read(ref _isStopping) || (_console is { } console && console != _processSession))
        {
            // While no session has the console the process stays: the console often comes back to the same one.
            _isEnding = true;
            _endDeadline = After(EndPatience);
            _log.CaptureEnding(process.Id, Volatile.Read(ref _isStopping) ? "the service stops" : $"the console went to session {_console}");
            process.RequestEnd();
        }
        else if (_failures > 0 && Running() >= RestartDelays.Healthy)
        {
            OnHealthy();
        }
    }

    private void Start(uint session)
    {
        if (_starter.TryStart(session, out var problem) is { } process)
        {
            (_process, _processSession, _startedAt) = (process, session, _clock.GetTimestamp());
            (_isEnding, _isTerminated) = (false, false);
            _log.CaptureStarted(process.Id, session);
            return;
        }

        OnFailure(null, problem ?? "no reason given");
    }

    private void OnEnded(ICaptureProcess process, uint exitCode)
    {
        var words = process.LastWords;
        var (id, wasAsked, ran) = (process.Id, _isEnding, Running());
        process.Dispose();
        (_process, _isEnding) = (null, false);
        if (wasAsked)
        {
            _log.CaptureEnded(id, exitCode);
            _startAt = _clock.GetTimestamp();
            return;
        }

        if (ran >= RestartDelays.Healthy)
        {
            OnHealthy();
        }

        OnFailure(exitCode, $"exit status {ExitStatusText.Describe(exitCode)}{(words is null ? "" : ": " + words)}");
    }

    private void OnFailure(uint? exitCode, string problem)
    {
        _failures++;
        var delay = RestartDelays.After(_failures, exitCode);
        _startAt = After(delay);
        _log.CaptureFailed(_failures, problem, delay.TotalSeconds);

        // Told at the third failure in a row, and again whenever the reason changes or the count reaches another power of ten.
        if (_failures >= FailuresToTell && (!_isFailureTold || exitCode != _lastExitCode || IsPowerOfTen(_failures)))
        {
            _isFailureTold = true;
            _journal.Write(JournalLevel.Error, JournalEvent.CaptureFailing,
                $"The capture process ended {_failures} times in a row; last: {problem}. It is started again in {delay.TotalSeconds:0} seconds, and so on for ever. 'oriel-agent status' and the log tell more.");
        }

        (_lastExitCode, _lastProblem) = (exitCode, problem);
    }

    private void OnHealthy()
    {
        if (_isFailureTold)
        {
            _journal.Write(JournalLevel.Information, JournalEvent.CaptureRecovered, $"The capture process stays up again after {_failures} failures.");
        }

        if (_failures > 0)
        {
            _log.CaptureHealthy(_failures);
        }

        (_failures, _isFailureTold, _lastExitCode) = (0, false, null);
    }

    private static bool IsPowerOfTen(int number)
    {
        while (number >= 10 && number % 10 == 0)
        {
            number /= 10;
        }

        return number == 1;
    }

    private static string Name(uint? session) => session is { } id ? $"session {id}" : "nobody";

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < TimeSpan.Zero ? TimeSpan.Zero : a < b ? a : b;

    private TimeSpan Running() => _clock.GetElapsedTime(_startedAt);

    private TimeSpan UntilStart() => Until(_startAt);

    private long After(TimeSpan time) => _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private TimeSpan Until(long timestamp) => _clock.GetElapsedTime(_clock.GetTimestamp(), timestamp);
}
