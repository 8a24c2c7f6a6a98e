using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>What a consumer reads from the region equals an independent grab (xwd), byte for byte.</summary>
public sealed class PixelTests
{
    private const int DamageFrames = 500;

    /// <summary>500 frames of partial damage at several sizes, one with an odd pitch; the last change must have arrived, whole frames and accumulated damage alike.</summary>
    [Theory]
    [InlineData(1920, 1080, "64M", true)]
    [InlineData(1366, 768, "64M", false)]
    [InlineData(1366, 768, "64M", true)]
    [InlineData(3840, 2160, "128M", false)]
    public void Five_hundred_frames_of_partial_damage_leave_no_wrong_byte(int width, int height, string region, bool wholeFrames)
    {
        using var bed = AgentBed.StartOrSkip($"{width}x{height}", region);
        using var painter = new XPainter(bed.Server.Display);
        var (feed, sink) = bed.Watch(wholeFrames);
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, () => "no first frame: " + bed.Agent.Output);

        var random = new Random(20260101);
        var window = painter.OpenWindow(50, 60, 300, 200, 0x336699);
        var deadline = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(60);
        while (sink.PartialFrames < DamageFrames)
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, $"only {sink.PartialFrames} partial frames of {sink.Frames}: {bed.Agent.Output}");
            painter.Scribble(random);
            painter.MoveWindow(window, random.Next(width - 300), random.Next(height - 200));
            painter.Synchronise();
        }

        bed.WaitUntilEqual(sink);
        Assert.InRange(sink.MostRects, 2, 64);
        feed.Dispose();
        var counters = bed.EndAgent();
        TestContext.Current.TestOutputHelper?.WriteLine($"{width}x{height}: {counters}");
    }

    [Theory]
    [InlineData("p19")]
    [InlineData("p20m7")]
    [InlineData("p20m10")]
    [InlineData("p34")]
    public void Every_protocol_carries_the_picture(string profile)
    {
        using var bed = AgentBed.StartOrSkip("1000x700", "32M", "--profile", profile);
        using var painter = new XPainter(bed.Server.Display);
        var (_, sink) = bed.Watch();
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, () => "no first frame: " + bed.Agent.Output);
        var random = new Random(9);
        while (sink.PartialFrames < 50)
        {
            painter.Scribble(random);
            painter.Synchronise();
        }

        bed.WaitUntilEqual(sink);
        Eventually.True(() => sink.Cursor.HasPosition, AgentBed.Patience, () => bed.Agent.Output);
    }
}
