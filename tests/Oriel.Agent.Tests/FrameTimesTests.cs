using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The times that the real agent puts beside its frames, on a machine whose clock it shares with the viewer.</summary>
public sealed class FrameTimesTests
{
    [Fact]
    public void A_frame_was_captured_after_it_was_drawn_and_before_it_was_published_and_seen()
    {
        using var bed = AgentBed.StartOrSkip("640x480", "16M");
        using var painter = new XPainter(bed.Server.Display);
        var (feed, sink) = bed.Watch();
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, () => "no first frame: " + bed.Agent.Output);
        bed.WaitUntilEqual(sink);
        for (var i = 0u; i < 30; i++)
        {
            var (frames, drawn) = (sink.Frames, FrameTimes.Now());
            painter.Fill(10, 10, 50, 50, 0x102030 + i);
            painter.Synchronise();
            Eventually.True(() => sink.Frames > frames, AgentBed.Patience, () => $"no frame: {feed.Status}");
            var times = sink.LastTimes;
            Assert.True(
                drawn <= times.CapturedNs && times.CapturedNs <= times.PublishedNs && times.PublishedNs <= times.SeenNs && times.SeenNs <= times.CopiedNs, $"drawn at {drawn}: {times}");
            Assert.Equal(0, times.GuestClockErrorNs);
        }

        Assert.Equal(ClockEstimate.Shared, feed.ClockEstimate);
    }
}
