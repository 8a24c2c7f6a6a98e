using Oriel.Agent.Windows.Service;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>Whatever happens in whatever order: <see cref="FakeGuest.Step"/> checks each step, these check where things end.</summary>
public sealed class SessionSupervisorPropertyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void After_any_sequence_it_captures_where_the_console_is_and_stops_when_told(int seed)
    {
        var random = new Random(seed);
        var guest = new FakeGuest();
        for (var i = 0; i < 400; i++)
        {
            Disturb(guest, random);
            if (random.Next(3) != 0)
            {
                guest.Run(TimeSpan.FromMilliseconds(random.Next(random.Next(2) == 0 ? 50 : 20_000)));
            }
        }

        // Starts never come faster than the shortest delay, unless the console moved or a process was asked to end.
        guest.IsDeaf = false;
        guest.Refusal = null;
        guest.Console = 7;
        guest.Run(RestartDelays.Longest + SessionSupervisor.EndPatience + TimeSpan.FromSeconds(2));
        Assert.Equal(SupervisorPhase.Capturing, guest.Report.Phase);
        Assert.Equal(7u, guest.Current.Session);
        guest.Run(RestartDelays.Healthy);
        Assert.Equal(0, guest.Report.Failures);

        guest.IsDeaf = random.Next(2) == 0;
        guest.Supervisor.RequestStop();
        guest.Run(SessionSupervisor.EndPatience + TimeSpan.FromSeconds(1));
        Assert.True(guest.Supervisor.IsStopped);
        Assert.All(guest.Processes, p => Assert.True(p.IsDisposed && !p.IsAlive));
        var starts = guest.Starts.Count;
        guest.Console = 9;
        guest.Run(TimeSpan.FromMinutes(3));
        Assert.Equal(starts, guest.Starts.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_process_that_dies_at_once_is_started_seldom_and_told_of_seldom(int seed)
    {
        var random = new Random(seed);
        var guest = new FakeGuest();
        var end = guest.Clock.Now + TimeSpan.FromHours(1);
        while (guest.Clock.Now < end)
        {
            guest.Run(TimeSpan.FromMilliseconds(random.Next(1, 3000)));
            if (guest.Current.IsAlive)
            {
                guest.Current.Die((uint)(random.Next(10) == 0 ? 1 : 7));
                guest.Step();
            }
        }

        // 1 + 2 + 4 + 8 + 16 + 32, then one a minute.
        Assert.InRange(guest.Starts.Count, 55, 68);
        Assert.InRange(guest.Journal.Count, 1, 30);
    }

    private static void Disturb(FakeGuest guest, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                guest.Console = null;
                break;
            case 1 or 2:
                guest.Console = (uint)random.Next(1, 4);
                break;
            case 3 or 4 when guest.Processes.Count > 0 && guest.Current.IsAlive:
                guest.Current.Die((uint)random.Next(10), random.Next(2) == 0 ? null : "words\nof two lines");
                break;
            case 5:
                guest.Refusal = guest.Refusal is null ? "refused" : null;
                break;
            case 6:
                guest.IsDeaf = !guest.IsDeaf;
                break;
            case 7:
                guest.Remote([.. Enumerable.Range(1, random.Next(3)).Select(n => (uint)n)]);
                break;
            default:
                guest.Step();
                break;
        }
    }
}
