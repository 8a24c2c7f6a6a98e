using Oriel.Agent.Windows.Service;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>The service's policy: one capture process, in the session that has the console, for ever.</summary>
public sealed class SessionSupervisorTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Starts_one_process_in_the_consoles_session_and_leaves_it_alone()
    {
        var guest = new FakeGuest { Console = 3 };
        guest.Run(TimeSpan.FromHours(5));
        Assert.Equal(3u, Assert.Single(guest.Processes).Session);
        Assert.Equal(SupervisorPhase.Capturing, guest.Report.Phase);
        Assert.Empty(guest.Journal);
    }

    [Fact]
    public void Waits_while_nobody_has_the_console()
    {
        var guest = new FakeGuest { Console = null };
        guest.Run(TimeSpan.FromMinutes(5));
        Assert.Empty(guest.Starts);
        Assert.Equal(SupervisorPhase.NoConsole, guest.Report.Phase);
        guest.Console = 1;
        guest.Step();
        Assert.Equal(SupervisorPhase.Capturing, guest.Report.Phase);
    }

    [Fact]
    public void Follows_the_console_without_a_pause()
    {
        var guest = new FakeGuest();
        guest.Run(s_second);
        guest.Console = null;
        guest.Run(s_second);
        Assert.False(guest.Current.WasAsked);

        // Fast user switching: away, and at once into another session.
        guest.Console = 2;
        guest.Step();
        guest.Step();
        Assert.Equal([1u, 2u], guest.Processes.Select(p => p.Session));
        Assert.True(guest.Processes[0].WasAsked);
        Assert.False(guest.Processes[0].WasTerminated);
        Assert.Equal(0, guest.Report.Failures);
        Assert.Null(guest.Report.LastProblem);
    }

    [Fact]
    public void A_console_that_comes_back_to_the_same_session_costs_nothing()
    {
        var guest = new FakeGuest();
        guest.Run(s_second);
        guest.Console = null;
        guest.Run(TimeSpan.FromSeconds(30));
        guest.Console = 1;
        guest.Run(s_second);
        Assert.Single(guest.Processes);
    }

    [Fact]
    public void Remote_Desktop_takes_the_session_away_and_that_is_said()
    {
        var guest = new FakeGuest();
        guest.Run(s_second);
        guest.Remote(1);
        guest.Console = 2;
        guest.Run(s_second);
        Assert.Equal("1", guest.Report.RemoteSessions);
        Assert.Equal(2u, guest.Report.Session);
        guest.Remote();
        guest.Console = 1;
        guest.Run(s_second);
        Assert.Equal("", guest.Report.RemoteSessions);
        Assert.Equal([1u, 2u, 1u], guest.Processes.Select(p => p.Session));
    }

    [Fact]
    public void Restarts_with_growing_delays_and_never_gives_up()
    {
        var guest = new FakeGuest();
        for (var i = 0; i < 12; i++)
        {
            guest.Run(TimeSpan.FromSeconds(61));
            Assert.True(guest.Current.IsAlive);
            guest.Current.Die(0xC0000005);
            guest.Step();
            if (guest.Processes.Count == 1)
            {
                // Sixty-one seconds were healthy; from here on they die young.
                Assert.Equal(1, guest.Report.Failures);
                break;
            }
        }

        var deaths = new List<TimeSpan>();
        while (deaths.Count < 10)
        {
            while (!guest.Current.IsAlive)
            {
                guest.Run(s_second / 10);
            }

            guest.Current.Die(7, "no card");
            deaths.Add(guest.Clock.Now);
            guest.Step();
        }

        guest.Run(TimeSpan.FromSeconds(61));
        var delays = deaths.Select((death, i) => guest.Starts[i + 2].At - death).Select(d => Math.Round(d.TotalSeconds)).ToList();
        Assert.Equal([2, 4, 8, 16, 32, 60, 60, 60, 60, 60], delays);
        Assert.Contains("no card", guest.Report.LastProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_healthy_minute_makes_it_begin_anew()
    {
        var guest = new FakeGuest();
        for (var i = 0; i < 5; i++)
        {
            DieYoung(guest, 7);
        }

        Assert.Equal(5, guest.Report.Failures);
        guest.Run(TimeSpan.FromSeconds(16 + 59));
        Assert.Equal(5, guest.Report.Failures);
        guest.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(0, guest.Report.Failures);
        Assert.Equal(JournalEvent.CaptureRecovered, guest.Journal[^1].What);
        guest.Current.Die(7);
        guest.Step();
        Assert.Equal(1, guest.Report.Failures);
    }

    [Fact]
    public void Administrators_are_told_at_the_third_failure_when_the_reason_changes_and_at_powers_of_ten()
    {
        var guest = new FakeGuest();
        DieYoung(guest, 7);
        DieYoung(guest, 7);
        Assert.Empty(guest.Journal);
        DieYoung(guest, 7, "ORL420: no output");
        var (level, what, text) = Assert.Single(guest.Journal);
        Assert.Equal((JournalLevel.Error, JournalEvent.CaptureFailing), (level, what));
        Assert.Matches("3 times in a row.*7 \\(nothing to capture with\\).*ORL420: no output.*in 4 seconds", text);
        DieYoung(guest, 7);
        Assert.Single(guest.Journal);
        DieYoung(guest, 0xC0000005);
        Assert.Matches("0xC0000005 \\(access violation\\)", guest.Journal[1].Text);
        for (var i = 6; i <= 120; i++)
        {
            DieYoung(guest, 0xC0000005);
        }

        Assert.Equal(4, guest.Journal.Count);
        Assert.Contains("100 times", guest.Journal[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(8u)]
    public void Wrong_settings_are_tried_once_a_minute(uint exitCode)
    {
        var guest = new FakeGuest();
        guest.Step();
        guest.Current.Die(exitCode);
        guest.Run(TimeSpan.FromSeconds(59));
        Assert.Single(guest.Starts);
        guest.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(2, guest.Starts.Count);
    }

    [Fact]
    public void Another_session_does_not_wait_for_what_failed_in_the_first()
    {
        var guest = new FakeGuest();
        for (var i = 0; i < 8; i++)
        {
            DieYoung(guest, 7);
        }

        guest.Console = 2;
        guest.Run(TimeSpan.FromSeconds(1.1));
        Assert.True(guest.Current.IsAlive);
        Assert.Equal(2u, guest.Current.Session);
    }

    [Fact]
    public void A_process_that_cannot_be_started_is_a_failure_like_others()
    {
        var guest = new FakeGuest { Refusal = "CreateProcessAsUser failed with error 5" };
        guest.Run(TimeSpan.FromSeconds(8));
        Assert.Equal(4, guest.Starts.Count);
        Assert.Contains("error 5", guest.Report.LastProblem, StringComparison.Ordinal);
        Assert.Contains("error 5", guest.Journal[0].Text, StringComparison.Ordinal);
        guest.Refusal = null;
        guest.Run(TimeSpan.FromSeconds(10));
        Assert.True(guest.Current.IsAlive);
    }

    [Fact]
    public void Stopping_asks_first()
    {
        var guest = new FakeGuest();
        guest.Run(s_second);
        guest.Supervisor.RequestStop();
        guest.Step();
        guest.Step();
        Assert.True(guest.Current is { WasAsked: true, WasTerminated: false, IsDisposed: true });
        Assert.True(guest.Supervisor.IsStopped);
        Assert.Empty(guest.Journal);
    }

    [Fact]
    public void A_process_that_hangs_is_ended_by_force_after_five_seconds()
    {
        var guest = new FakeGuest { IsDeaf = true };
        guest.Run(s_second);
        guest.Supervisor.RequestStop();
        guest.Run(TimeSpan.FromSeconds(4.9));
        Assert.True(guest.Current.IsAlive);
        Assert.Equal(SupervisorPhase.Ending, guest.Report.Phase);
        guest.Run(TimeSpan.FromSeconds(0.2));
        Assert.True(guest.Current.WasTerminated);
        Assert.True(guest.Supervisor.IsStopped);
        Assert.Equal(JournalEvent.CaptureHung, Assert.Single(guest.Journal).What);
    }

    [Fact]
    public void Stopping_while_waiting_starts_nothing_more()
    {
        var guest = new FakeGuest();
        DieYoung(guest, 7);
        guest.Supervisor.RequestStop();
        guest.Run(TimeSpan.FromMinutes(10));
        Assert.Single(guest.Starts);
        Assert.True(guest.Supervisor.IsStopped);
    }

    [Fact]
    public void Idle_it_looks_every_ten_seconds_only()
    {
        var guest = new FakeGuest();
        guest.Step();
        Assert.Equal(SessionSupervisor.LookInterval, guest.Step());
    }

    private static void DieYoung(FakeGuest guest, uint exitCode, string? words = null)
    {
        while (guest.Processes.Count == 0 || !guest.Current.IsAlive)
        {
            guest.Run(s_second / 2);
        }

        guest.Current.Die(exitCode, words);
        guest.Step();
    }
}
