using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>What a Linux consumer reads from the region is what the Windows desktop shows, byte for byte.</summary>
public sealed class CaptureTests
{
    private const int Red = 0xC81020;
    private const int Green = 0x10C820;

    [Theory]
    [InlineData(1024, 768)]
    [InlineData(1021, 763)]
    public void The_picture_equals_an_independent_grab_also_after_partial_changes(int width, int height)
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(width, height));
        bed.WaitUntilEqual("first");
        Assert.Equal((width, height), bed.Sink.Size);
        for (var round = 0; round < 20; round++)
        {
            bed.PaintAndFind(round * 11, 7 * round, Red + round, $"scribble {round + 1} 12");
        }

        bed.WaitUntilEqual("after partial changes");
        Assert.True(bed.Sink.PartialFrames >= 10, $"{bed.Sink.PartialFrames} partial frames of {bed.Sink.Frames}");
        bed.PaintAndFind(width - 4, height - 4, Green, "fill 0 0 4000 4000 334455");
        bed.WaitUntilEqual("after everything changed");
        TestContext.Current.TestOutputHelper?.WriteLine(bed.EndAgent());
    }

    [Fact]
    public void Hundreds_of_frames_and_a_quiet_while_allocate_nothing()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        bed.WaitUntilEqual("before");
        var painted = 0;
        Eventually.True(
            () =>
            {
                painted++;
                bed.Desk.Paint($"fill {painted % 1000} {painted % 700} 9 9 {painted:x6}");
                return bed.Sink.Frames >= 250;
            },
            TimeSpan.FromSeconds(60),
            () => $"{bed.Sink.Frames} frames after {painted} orders: {bed.Agent.Output}");
        bed.WaitForHeartbeats(1500);
        bed.WaitUntilEqual("after all of them");
        var counters = bed.EndAgent();
        Assert.Contains("allocated 0 + 0 bytes", counters, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{painted} orders; {counters}");
    }

    [Fact]
    public void An_idle_desktop_costs_no_frames()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        bed.PaintAndFind(100, 100, Green);
        bed.WaitUntilEqual("before");
        bed.WaitForHeartbeats(1500);
        var (frames, messages) = (bed.Sink.Frames, bed.Sink.CursorMessages);
        var before = bed.Agent.ProcessorTime();
        bed.WaitForHeartbeats(2000);
        var used = bed.Agent.ProcessorTime() - before;
        Assert.Equal((frames, messages), (bed.Sink.Frames, bed.Sink.CursorMessages));
        Assert.True(used < TimeSpan.FromMilliseconds(600), $"{used.TotalMilliseconds} ms of processor time in 2 s");
        TestContext.Current.TestOutputHelper?.WriteLine($"idle: {used.TotalMilliseconds} ms of processor time in 2 s; {bed.EndAgent()}");
    }

    [Fact]
    public void Damage_is_tight()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        bed.WaitUntilEqual("before");
        for (var i = 0; i < 20; i++)
        {
            bed.PaintAndFind(200 + (i * 20), 300, Red + i);
        }

        // Each of the two pictures was captured whole once; twenty marks of 3x3, each twice, are the rest.
        var match = Regex.Match(bed.EndAgent(), "(?<pixels>[0-9]+) pixels", RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.InRange(long.Parse(match.Groups["pixels"].Value, CultureInfo.InvariantCulture), 1024 * 768, (2 * 1024 * 768) + 20_000);
    }

    [Fact]
    public void The_real_viewer_shows_it()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        using var folder = new TempFolder();
        bed.PaintAndFind(500, 400, Red, "cursor none", "scribble 77 40");
        bed.WaitUntilEqual("before");
        var environment = bed.Desk.Server.Environment(("DISPLAY", null));
        TestProcess.Run(Executables.Oriel, ["screenshot", folder.File("shot.png"), "--region", bed.Region.Path, "--timeout", "20", "--no-cursor"], environment, WineBed.Patience);
        var seen = PngReader.Load(folder.File("shot.png"));
        Assert.Equal(0, bed.Desk.Server.Screenshot().CountDifferences(seen));
        TestProcess.Run(Executables.Oriel, ["view", "--headless", "--region", bed.Region.Path, "--screenshot", folder.File("view.png"), "--seconds", "3"], environment, WineBed.Patience);
        Assert.Equal(0, bed.Desk.Server.Screenshot().CountDifferences(PngReader.Load(folder.File("view.png"))));
    }

    [Fact]
    public void An_agent_that_was_killed_comes_back_with_the_picture()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        bed.PaintAndFind(40, 40, Red);
        bed.Agent.Send(Signal.Kill);
        bed.Agent.WaitForExit(WineBed.Patience);
        bed.Desk.Paint("scribble 5 20");
        bed.StartAgain();
        bed.PaintAndFind(60, 60, Green);
        bed.WaitUntilEqual("after the restart");
        bed.EndAgent();
    }

    [Fact]
    public void A_mode_change_is_followed()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        bed.WaitUntilEqual("before");
        bed.Desk.Paint("mode 800 600");
        if (!bed.Desk.Painter.Output.Contains("mode 0", StringComparison.Ordinal))
        {
            Assert.Skip("this Wine cannot change the mode of a virtual desktop");
        }

        Eventually.True(() => bed.Sink.Size == (800, 600), WineBed.Patience, () => $"{bed.Sink.Size}; {bed.Agent.Output}");
        bed.PaintAndFind(700, 500, Green);
        bed.Agent.WaitForLine("new mode: .*800x600", WineBed.Patience);
        bed.Desk.Paint("mode 1024 768");
        Eventually.True(() => bed.Sink.Size == (1024, 768), WineBed.Patience, () => $"{bed.Sink.Size}; {bed.Agent.Output}");
        bed.PaintAndFind(1000, 700, Red);
        bed.WaitUntilEqual("after the changes");
    }

    [Fact]
    public void A_viewer_that_may_sets_the_largest_mode_that_fits()
    {
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768), "--allow-resize");
        bed.WaitUntilEqual("before");
        Assert.True(bed.Feed.TrySendWindowSize(811, 640));
        try
        {
            Eventually.True(() => bed.Sink.Size == (800, 600), WineBed.Patience, () => $"{bed.Sink.Size}; {bed.Agent.Output}");
        }
        finally
        {
            bed.Desk.Paint("mode 1024 768");
        }

        Eventually.True(() => bed.Sink.Size == (1024, 768), WineBed.Patience, () => $"{bed.Sink.Size}; {bed.Agent.Output}");
        bed.PaintAndFind(1000, 700, Red);
        bed.WaitUntilEqual("after the changes");
    }
}
