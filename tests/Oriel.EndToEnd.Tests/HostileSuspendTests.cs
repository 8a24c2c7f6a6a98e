using Oriel.Fuzz.Live;
using Oriel.Relay.Consumer;

namespace Oriel.EndToEnd.Tests;

/// <summary>A guest that is frozen wherever it happens to be, inside a lock or in the middle of a frame, and runs again.</summary>
[Collection("hostile")]
public sealed class HostileSuspendTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_frozen_guest_is_reported_and_its_picture_is_back_when_it_runs_again()
    {
        using var file = new TempRegion();
        using var guest = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["guest", file.Path]);
        guest.WaitForLine("^producing$", s_patience);
        using var victim = new HostileVictim(file.Path, HostilePair.Width, HostilePair.Height);
        Assert.True(victim.WaitFor(() => victim.GoodRun >= LivePair.GoodRun, s_patience), $"no picture to begin with: {victim.Tail()}");
        for (var round = 0; round < 4; round++)
        {
            victim.Mark();
            guest.Send(Signal.Stop);
            Assert.True(victim.WaitFor(() => victim.Reported([RelayState.ProducerSilent]), s_patience), $"round {round}: silence is not reported: {victim.Tail()}");

            guest.Send(Signal.Continue);
            var good = victim.Good;
            Assert.True(victim.WaitFor(() => victim.Good >= good + LivePair.GoodRun && victim.GoodRun >= LivePair.GoodRun, HostilePair.Promise, isPromise: true), $"round {round}: no right picture within a second: {victim.Tail()}");
        }

        Assert.Equal(0, guest.Stop());
        victim.End();
    }
}
