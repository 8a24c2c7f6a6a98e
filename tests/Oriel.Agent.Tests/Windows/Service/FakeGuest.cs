using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Windows.Service;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>A machine with sessions and processes that do as the test says, and the supervisor under test. Checks on every step what must always hold.</summary>
internal sealed class FakeGuest : IConsoleSource, ICaptureStarter, IServiceJournal
{
    private readonly List<uint> _remote = [];

    public FakeGuest() => Supervisor = new SessionSupervisor(this, this, this, Clock, NullLogger.Instance);

    public ManualClock Clock { get; } = new();

    public SessionSupervisor Supervisor { get; }

    public uint? Console { get; set; } = 1;

    /// <summary>The system refuses to start processes, with this reason.</summary>
    public string? Refusal { get; set; }

    /// <summary>Processes ignore the request to end.</summary>
    public bool IsDeaf { get; set; }

    public List<FakeProcess> Processes { get; } = [];

    /// <summary>When and where a start was tried.</summary>
    public List<(TimeSpan At, uint Session)> Starts { get; } = [];

    public List<(JournalLevel Level, JournalEvent What, string Text)> Journal { get; } = [];

    public FakeProcess Current => Processes[^1];

    public SupervisorReport Report => Supervisor.Report;

    uint? IConsoleSource.ActiveSession => Console;

    IReadOnlyList<uint> IConsoleSource.RemoteSessions => _remote;

    public void Remote(params uint[] sessions)
    {
        _remote.Clear();
        _remote.AddRange(sessions);
    }

    public ICaptureProcess? TryStart(uint session, out string? problem)
    {
        Starts.Add((Clock.Now, session));
        problem = Refusal;
        if (Refusal is not null)
        {
            return null;
        }

        Assert.DoesNotContain(Processes, p => p.IsAlive);
        var process = new FakeProcess(this, (uint)(100 + Processes.Count), session);
        Processes.Add(process);
        return process;
    }

    public void Write(JournalLevel level, JournalEvent what, string text) => Journal.Add((level, what, text));

    /// <summary>One step, at once.</summary>
    public TimeSpan Step()
    {
        var pause = Supervisor.Step();
        Assert.InRange(pause, TimeSpan.Zero, SessionSupervisor.LookInterval);
        Assert.True(Processes.Count(p => p.IsAlive) <= 1);
        Assert.All(Processes.SkipLast(1), p => Assert.True(p.IsDisposed));
        var held = Processes.SingleOrDefault(p => !p.IsDisposed);
        Assert.Equal(held?.Id ?? 0, Report.ProcessId);
        Assert.Equal(held is not null, Report.Phase is SupervisorPhase.Capturing or SupervisorPhase.Ending);
        return pause;
    }

    /// <summary>Lets time pass, stepping when the supervisor wants to.</summary>
    public void Run(TimeSpan time)
    {
        var end = Clock.Now + time;
        while (true)
        {
            var pause = Step();
            if (Clock.Now + pause > end)
            {
                Clock.Advance(end - Clock.Now);
                Step();
                return;
            }

            if (Processes.Count > 0 && !Current.IsDisposed && Current.Ended.WaitOne(0))
            {
                pause = TimeSpan.Zero;
            }

            // A supervisor that wants to be stepped without end at one moment would burn a processor.
            Clock.Advance(pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1));
        }
    }
}
