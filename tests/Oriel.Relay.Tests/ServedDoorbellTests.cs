using Oriel.Relay.Consumer;
using Oriel.Relay.Tests.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>Server, producer and feed in three processes: <c>oriel serve</c> hands out memory and eventfds, <c>oriel pattern</c> rings, the feed here sleeps.</summary>
public sealed class ServedDoorbellTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Frames_of_another_process_wake_the_feed_by_ring_or_are_met()
    {
        using var folder = new TempFolder();
        var socket = Path.Combine(folder.Path, "s");
        using var server = TestProcess.Start(Executables.Oriel, ["serve", "test:16M", "--socket", socket, "--json"]);
        server.WaitForLine("\"event\":\"ready\"", s_limit);
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = $"doorbell:{socket}" }, sink);
        feed.Start();
        for (var producers = 0; producers < 2; producers++)
        {
            // The second one finds the block of the first, and the feed in it.
            using var producer = TestProcess.Start(Executables.Oriel, ["pattern", "--region", $"doorbell:{socket}", "--size", "320x200", "--rate", "50"]);
            producer.WaitForLine("\"event\":\"ready\"", s_limit);
            Eventually.True(() => feed.Status.State == RelayState.Live && feed.Wake.Mode == WakeMode.Doorbell, s_limit, () => $"{feed.Status.Detail} {feed.Wake}\n{producer.Output}");
            var (frames, before) = (feed.Counters.Published, feed.Wake);
            Eventually.True(() => feed.Counters.Published > frames + 200, s_limit, () => $"{feed.Counters.Published - frames} frames, {feed.Wake}");
            var wake = feed.Wake;
            Assert.Equal(WakeMode.Doorbell, wake.Mode);
            Assert.True(wake.MissedRings - before.MissedRings <= 2, $"{wake.MissedRings - before.MissedRings} found by the clock");

            // A frame that is met awake rings nobody.
            var (rings, met) = (wake.Rings - before.Rings, wake.Spins - before.Spins);
            Assert.True(rings + met > 100, $"{rings} rings, {met} frames awaited");
            Assert.Equal(0, feed.Counters.RejectedTotal);
            Assert.Equal(0, producer.Stop());
        }
    }
}
