namespace Oriel.EndToEnd.Tests;

/// <summary>When pictures are shown, told by real window systems: X11 Present on Xvfb, presentation-time on Weston.</summary>
public sealed class WindowPresentationTests
{
    private const int Enough = 150;

    [Theory]
    [InlineData("on arrival, vsync off", "--vsync", "off")]
    [InlineData("on arrival, vsync off: the driver cannot wait for the display", "--vsync", "on")]
    [InlineData("just in time, vsync off", "--jit")]
    public void An_X_server_tells_when_each_picture_was_shown(string words, params string[] options)
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 60);
        stage.StartViewer(options);
        WaitForFrames(guest, stage.Viewer, Enough);

        // Whole pictures, whenever one looks.
        var check = WindowGuest.Check(stage.Content(), 0, 0, 400, 300);
        Assert.True(check.Ok, $"{check}");
        stage.Save("moving");
        Assert.Equal(0, stage.Viewer.Stop());

        var facts = PresentationFacts.Read(stage.Log);
        Assert.StartsWith(words, facts.Words, StringComparison.Ordinal);
        Assert.Contains("shown times from X11 Present", facts.Words);
        Assert.InRange(facts.RefreshHz, 50, 70);
        Assert.True(facts.Told >= facts.Frames - 20, $"{facts}");
        Assert.InRange(facts.Depth, 1, 2);
        AssertNoGarbage(facts);
    }

    [Theory]
    [InlineData("on arrival, vsync off", 3, "--vsync", "off")]
    [InlineData("on arrival, vsync on, paced by the compositor's word", 1, "--vsync", "on")]
    [InlineData("on arrival, vsync adaptive, paced by the compositor's word", 2, "--vsync", "adaptive")]
    [InlineData("just in time, vsync off", 2, "--jit")]
    public void A_compositor_tells_when_each_picture_was_shown(string words, int depth, params string[] options)
    {
        using var wayland = WestonServer.StartOrSkip();
        using var region = new TempRegion(16 << 20);
        using var folder = new TempFolder();
        using var guest = new WindowGuest(region.Path, 400, 300, rateHz: 60);
        using var viewer = TestProcess.Start(
            Executables.Oriel,
            ["view", "--region", region.Path, "--driver", "wayland", "--fullscreen", "--scale", "1:1", "--log", folder.File("log"), .. options],
            wayland.Environment());
        WaitForFrames(guest, viewer, Enough);
        var check = WindowGuest.Check(wayland.Screenshot(), (1024 - 400) / 2, (768 - 300) / 2, 400, 300);
        Assert.True(check.Ok, $"{check}");
        Assert.Equal(0, viewer.Stop());

        var facts = PresentationFacts.Read(File.ReadAllText(folder.File("log")));
        Assert.StartsWith(words, facts.Words, StringComparison.Ordinal);
        Assert.Contains("shown times from Wayland presentation-time", facts.Words);
        Assert.InRange(facts.RefreshHz, 5, 70);
        Assert.True(facts.Told > 20, $"{facts}");
        Assert.True(facts.Told + facts.Discarded >= facts.Frames - 20, $"{facts}");
        Assert.InRange(facts.Depth, 1, depth == 3 ? 16 : depth);
        AssertNoGarbage(facts);
    }

    [Fact]
    public void Full_screen_asks_for_a_direct_way_and_takes_it_back()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);
        stage.StartViewer("--fullscreen");
        WaitForProperty(stage, "_VARIABLE_REFRESH(CARDINAL) = 1");
        WaitForProperty(stage, "_NET_WM_BYPASS_COMPOSITOR(CARDINAL) = 1");

        stage.Press("f");
        WaitForProperty(stage, "_VARIABLE_REFRESH:  not found.");
        WaitForProperty(stage, "_NET_WM_BYPASS_COMPOSITOR(CARDINAL) = 0");

        stage.Press("f");
        WaitForProperty(stage, "_VARIABLE_REFRESH(CARDINAL) = 1");
    }

    [Fact]
    public void The_last_picture_is_shown_again_when_that_is_asked_for()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);
        stage.StartViewer("--fps-min", "25", "--seconds", "4");
        Assert.Equal(0, stage.Viewer.WaitForExit(WindowStage.Patience));
        var facts = PresentationFacts.Read(stage.Log);
        Assert.True(facts.Frames <= 2 && facts.Presents >= 40, $"{facts}");
    }

    // Not one byte in all pictures after the first; what is set up once (words, a window's new size) is no part of the figure.
    private static void AssertNoGarbage(PresentationFacts facts) => Assert.True(facts.Allocated == 0, $"{facts}");

    private static void WaitForProperty(WindowStage stage, string expected) => Eventually.True(
        () => stage.X.Run("xprop", "-id", stage.Window, expected[..expected.AsSpan().IndexOfAny('(', ':')]).Trim() == expected,
        WindowStage.Patience,
        () => $"{expected}\n{stage.Log}");

    private static void WaitForFrames(WindowGuest guest, TestProcess viewer, int count)
    {
        Eventually.True(() => guest.IsWatched, WindowStage.Patience, () => "a viewer\n" + viewer.Output);
        var first = guest.Frames;
        Eventually.True(() => guest.Frames >= first + count, WindowStage.Patience, () => $"{guest.Frames - first} frames\n{viewer.Output}");
    }
}
