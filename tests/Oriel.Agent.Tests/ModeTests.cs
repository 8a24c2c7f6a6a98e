using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>Mode changes and heads.</summary>
public sealed class ModeTests
{
    [Fact]
    public void A_mode_change_keeps_the_session_and_every_pixel()
    {
        using var bed = AgentBed.StartOrSkip("1024x768");
        using var painter = new XPainter(bed.Server.Display);
        painter.Noise(0, 0, 400, 100, new Random(1));
        painter.Synchronise();
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        var session = SessionWords.SessionId(bed.Region.Path);
        var format = sink.FormatVersion;
        AddMode(bed, 803, 601);
        var random = new Random(2);
        for (var round = 0; round < 3; round++)
        {
            Switch(bed, "803x601");
            painter.Noise(round * 30, 20, 100, 100, random);
            painter.Synchronise();
            bed.WaitUntilEqual(sink);
            Assert.Equal((803, 601), sink.Size);
            Assert.NotEqual(format, sink.FormatVersion);
            format = sink.FormatVersion;

            Switch(bed, "1024x768");
            painter.Fill(900, 700, 50, 50, (uint)random.Next(1 << 24));
            painter.Synchronise();
            bed.WaitUntilEqual(sink);
            Assert.Equal((1024, 768), sink.Size);
            Assert.NotEqual(format, sink.FormatVersion);
            format = sink.FormatVersion;
        }

        Assert.Equal(session, SessionWords.SessionId(bed.Region.Path));
    }

    [Fact]
    public void Mode_changes_amid_drawing_end_with_the_right_picture()
    {
        using var bed = AgentBed.StartOrSkip("1024x768");
        using var painter = new XPainter(bed.Server.Display);
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        AddMode(bed, 640, 400);
        using var done = new CancellationTokenSource();
        var drawing = new Thread(() =>
        {
            var random = new Random(3);
            while (!done.IsCancellationRequested)
            {
                painter.Scribble(random);
                painter.Synchronise();
            }
        });
        drawing.Start();
        for (var i = 0; i < 4; i++)
        {
            Switch(bed, i % 2 == 0 ? "640x400" : "1024x768");
            var width = i % 2 == 0 ? 640 : 1024;
            Eventually.True(() => sink.Size.Width == width, AgentBed.Patience, () => $"{sink.Size}: {bed.Agent.Output}");
        }

        done.Cancel();
        drawing.Join();
        bed.WaitUntilEqual(sink);
    }

    [Theory]
    [InlineData("right", 600, 0, 424, 500)]
    [InlineData("0", 0, 0, 600, 768)]
    public void One_head_of_several_is_captured(string output, int x, int y, int width, int height)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xrandr"), "xrandr is not installed");
        using var bed = AgentBed.StartOrSkip("1024x768", "64M", "--output", output);
        var server = bed.Server;
        server.Run("xrandr", "--setmonitor", "left", "600/150x768/200+0+0", "screen");
        server.Run("xrandr", "--setmonitor", "right", "424/100x500/120+600+0", "none");
        var heads = TestProcess.Run(Executables.Agent, ["outputs", "--display", server.Display], server.Environment());
        Assert.Contains("left          600x768+0+0", heads, StringComparison.Ordinal);
        Assert.Contains("right         424x500+600+0", heads, StringComparison.Ordinal);

        using var painter = new XPainter(server.Display);
        var random = new Random(4);
        var (_, sink) = bed.Watch();
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, () => bed.Agent.Output);
        for (var i = 0; i < 100; i++)
        {
            painter.Scribble(random);
            painter.Synchronise();
        }

        var expected = server.Screenshot().Crop(x, y, width, height);
        Eventually.True(() => sink.Picture() is { } picture && expected.CountDifferences(picture) == 0, AgentBed.Patience, () => $"{sink.Size}: {bed.Agent.Output}");

        // The pointer's place is relative to the head; elsewhere it is not shown.
        server.Run("xsetroot", "-cursor_name", "left_ptr");
        server.Run("xdotool", "mousemove", $"{x + 20}", $"{y + 30}");
        Eventually.True(() => sink.Cursor is { Visible: true } c && c.X + c.HotspotX == 20 && c.Y + c.HotspotY == 30, AgentBed.Patience, () => $"{sink.Cursor}");
        server.Run("xdotool", "mousemove", $"{(x + 700) % 1024}", "700");
        Eventually.True(() => !sink.Cursor.Visible, AgentBed.Patience, () => $"{sink.Cursor}");
    }

    [Fact]
    public void A_viewer_may_change_the_mode_when_it_is_allowed_to()
    {
        using var bed = AgentBed.StartOrSkip("1024x768", "64M", "--allow-resize");
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        AddMode(bed, 800, 600);
        AddMode(bed, 640, 480);
        Assert.True(feed.TrySendWindowSize(810, 700));
        Eventually.True(() => sink.Size == (800, 600), AgentBed.Patience, () => $"{sink.Size}: {bed.Agent.Output}");
        bed.WaitUntilEqual(sink);
    }

    [Fact]
    public void The_resize_feature_is_offered_only_when_it_is_allowed()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        Assert.Equal(1u, feed.Status.Features);
        Assert.False(feed.TrySendWindowSize(320, 200));
    }

    private static void AddMode(AgentBed bed, int width, int height)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xrandr"), "xrandr is not installed");
        bed.Server.Run("xrandr", "--newmode", $"{width}x{height}", "0", $"{width}", "0", "0", $"{width}", $"{height}", "0", "0", $"{height}");
        bed.Server.Run("xrandr", "--addmode", "screen", $"{width}x{height}");
    }

    private static void Switch(AgentBed bed, string mode) => bed.Server.Run("xrandr", "--output", "screen", "--mode", mode);
}
