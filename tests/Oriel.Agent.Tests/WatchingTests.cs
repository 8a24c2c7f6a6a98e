using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>When the agent works and when it does not.</summary>
public sealed class WatchingTests
{
    [Fact]
    public void An_idle_desktop_costs_no_frames_and_next_to_no_processor_time()
    {
        using var bed = AgentBed.StartOrSkip("1920x1080");
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        SessionWords.WaitForHeartbeats(bed.Region.Path, 500);
        var frames = sink.Frames;
        var before = bed.Agent.ProcessorTime();
        SessionWords.WaitForHeartbeats(bed.Region.Path, 2000);
        var used = bed.Agent.ProcessorTime() - before;
        Assert.Equal(frames, sink.Frames);
        Assert.True(used < TimeSpan.FromMilliseconds(150), $"{used.TotalMilliseconds} ms of processor time in 2 s");
        TestContext.Current.TestOutputHelper?.WriteLine($"idle: {used.TotalMilliseconds} ms of processor time in 2 s");
    }

    [Fact]
    public void Without_a_subscriber_nothing_is_captured()
    {
        using var bed = AgentBed.StartOrSkip("800x600");
        using var painter = new XPainter(bed.Server.Display);
        bed.Agent.WaitForLine("capturing with", AgentBed.Patience);
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            painter.Scribble(random);
            painter.Synchronise();
        }

        SessionWords.WaitForHeartbeats(bed.Region.Path, 300);
        Assert.Equal(0, Count(bed.EndAgent(), "captured"));
    }

    [Fact]
    public void Capturing_stops_with_the_last_subscriber_and_starts_whole_with_the_next()
    {
        using var bed = AgentBed.StartOrSkip("800x600");
        using var painter = new XPainter(bed.Server.Display);
        var (feed, first) = bed.Watch();
        bed.WaitUntilEqual(first);
        feed.Dispose();
        bed.Agent.WaitForLine("somebody watches: False", AgentBed.Patience);
        var random = new Random(2);
        for (var i = 0; i < 50; i++)
        {
            painter.Scribble(random);
            painter.Synchronise();
        }

        var (_, second) = bed.Watch();
        bed.WaitUntilEqual(second);
        Assert.Equal(0, second.PartialFrames);

        // Two whole pictures and perhaps one more that was on its way when the first consumer left.
        Assert.InRange(Count(bed.EndAgent(), "captured"), 2, 4);
    }

    [Fact]
    public void A_second_subscriber_gets_the_picture_of_an_idle_desktop_and_the_first_nothing_new()
    {
        using var bed = AgentBed.StartOrSkip("800x600");
        using var painter = new XPainter(bed.Server.Display);
        painter.Noise(100, 100, 200, 100, new Random(3));
        painter.Synchronise();
        var (_, first) = bed.Watch();
        bed.WaitUntilEqual(first);
        var serial = Settled(bed, first);
        var (_, second) = bed.Watch();
        bed.WaitUntilEqual(second, TimeSpan.FromSeconds(3));
        Assert.Equal(serial, second.LastSerial);
        Assert.Equal(serial, first.LastSerial);
    }

    /// <summary>The serial once nothing new came for 300 ms of the guest's clock: damage of what was already grabbed may still be on its way.</summary>
    private static uint Settled(AgentBed bed, ScreenSink sink)
    {
        var serial = sink.LastSerial;
        var since = SessionWords.Timestamp(bed.Region.Path);
        Eventually.True(
            () =>
            {
                var now = SessionWords.Timestamp(bed.Region.Path);
                if (sink.LastSerial != serial)
                {
                    (serial, since) = (sink.LastSerial, now);
                }

                return now >= since + 300;
            },
            AgentBed.Patience,
            () => "the desktop does not come to rest");
        return serial;
    }

    [Fact]
    public void A_frame_rate_limit_is_kept()
    {
        using var bed = AgentBed.StartOrSkip("640x480", "64M", "--fps", "20");
        using var painter = new XPainter(bed.Server.Display);
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        var random = new Random(4);
        var from = SessionWords.Timestamp(bed.Region.Path);
        var frames = sink.Frames;
        while (SessionWords.Timestamp(bed.Region.Path) < from + 1000)
        {
            painter.Scribble(random);
            painter.Synchronise();
        }

        Assert.InRange(sink.Frames - frames, 5, 22);
        bed.WaitUntilEqual(sink);
    }

    [Fact]
    public void Thousands_of_frames_allocate_nothing()
    {
        using var bed = AgentBed.StartOrSkip("320x240", "16M", "--fps", "0");
        using var painter = new XPainter(bed.Server.Display);
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        var random = new Random(5);
        Eventually.True(
            () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    painter.Fill(random.Next(300), random.Next(200), 20, 20, (uint)random.Next(1 << 24));
                    painter.Synchronise();
                }

                return sink.Frames >= 3000;
            },
            TimeSpan.FromSeconds(60),
            () => $"{sink.Frames} frames: {bed.Agent.Output}");
        feed.Dispose();
        var counters = bed.EndAgent();
        var match = Regex.Match(counters, "allocated (?<capture>[0-9]+) \\+ (?<publish>[0-9]+) bytes", RegexOptions.None, TimeSpan.FromSeconds(1));
        var bytes = int.Parse(match.Groups["capture"].Value, CultureInfo.InvariantCulture) + int.Parse(match.Groups["publish"].Value, CultureInfo.InvariantCulture);

        Assert.Equal(0, bytes);
        TestContext.Current.TestOutputHelper?.WriteLine(counters);
    }

    internal static long Count(string counters, string name) =>
        long.Parse(Regex.Match(counters, "(?<count>[0-9]+) " + name, RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["count"].Value, CultureInfo.InvariantCulture);
}
