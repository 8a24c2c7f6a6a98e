using Oriel.Protocol.Kvmfr;

namespace Oriel.EndToEnd.Tests;

/// <summary>Driving the window: keys, window manager, signals, and what it costs when nothing happens.</summary>
public sealed class WindowControlTests
{
    private static readonly TimeSpan s_endsWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public void Scroll_Lock_and_F_enter_and_leave_full_screen()
    {
        using var stage = new WindowStage("1000x800");
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 480, 360);
        stage.StartViewer("--scale", "integer");
        stage.WaitForPicture(480, 360);

        stage.Press("f");
        stage.WaitForPicture(480, 360, 20, 40, 2, (1000, 800));
        stage.Save("full");
        stage.Press("f");
        stage.WaitForPicture(480, 360);
    }

    [Fact]
    public void A_mode_set_during_full_screen_is_followed_after_it()
    {
        using var stage = new WindowStage("1000x800");
        stage.Region.Create(16 << 20);
        using (new WindowGuest(stage.Region.Path, 480, 360))
        {
            stage.StartViewer("--fullscreen", "--scale", "1:1");
            stage.WaitForPicture(480, 360, 260, 220, 1, (1000, 800));
        }

        using var guest = new WindowGuest(stage.Region.Path, 600, 400, firstFrame: 5);
        stage.WaitForPicture(600, 400, 200, 200, 1, (1000, 800));
        stage.Press("f");
        stage.WaitForPicture(600, 400);
    }

    [Fact]
    public void Scroll_Lock_and_R_turn_the_picture_and_the_window()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);
        stage.StartViewer();
        stage.WaitForPicture(400, 300);

        stage.Press("r");
        Eventually.True(() => stage.Area() is { Width: 300, Height: 400 }, WindowStage.Patience, () => $"a turned window, it is {stage.Area()}");
        stage.Press("r");
        stage.Press("r");
        stage.Press("r");

        // The notice about the rotation lies over the picture for some seconds.
        stage.WaitForPicture(400, 300);
    }

    [Fact]
    public void Scroll_Lock_and_D_show_and_hide_the_figures()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 640, 480);
        stage.StartViewer();
        stage.WaitForPicture(640, 480);

        stage.Press("d");
        Eventually.True(() => !WindowGuest.Check(stage.Content(), 0, 0, 640, 480).Ok, WindowStage.Patience, "figures over the picture");
        stage.Save("figures");
        stage.Press("d");
        stage.WaitForPicture(640, 480);
    }

    [Fact]
    public void Options_shape_the_window()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);

        stage.StartViewer("--title", "The guest", "--borderless", "--position", "123,77", "--size", "500x400", "--scale", "1:1");

        stage.WaitForPicture(400, 300, 50, 50, 1, (500, 400));
        Assert.Equal((123, 77, 500, 400), stage.Area());
        stage.WaitForTitle("The guest");
        Assert.Contains("_NET_FRAME_EXTENTS(CARDINAL) = 0, 0, 0, 0", stage.X.Run("xprop", "-id", stage.Window, "_NET_FRAME_EXTENTS"));
        Assert.Contains("\"oriel\"", stage.X.Run("xprop", "-id", stage.Window, "WM_CLASS"));
    }

    [Fact]
    public void The_desktop_hears_what_the_guest_wishes_and_closing_can_be_switched_off()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 30);
        stage.StartViewer("--app-id", "my-guest", "--ignore-quit", "--no-resize", "--ui-size", "20");
        Eventually.True(() => stage.Log.Contains("picture: 400x300", StringComparison.Ordinal), WindowStage.Patience, () => stage.Log);
        Assert.Contains("\"my-guest\"", stage.X.Run("xprop", "-id", stage.Window, "WM_CLASS"));
        Assert.Contains("program specified maximum size: 400 by 300", stage.X.Run("xprop", "-id", stage.Window, "WM_NORMAL_HINTS"));

        // Another window has the focus when one of the guest's wants attention.
        using var other = TestProcess.Start("xterm", ["-display", stage.X.Display]);
        Eventually.True(() => stage.X.TryRun("xdotool", "getactivewindow")?.Trim() is { Length: > 0 } active && active != stage.Window, WindowStage.Patience, "a terminal with the focus");
        guest.Wishes = FrameFlags.RequestActivation;
        Eventually.True(() => stage.X.Run("xprop", "-id", stage.Window, "WM_HINTS").Contains("urgency", StringComparison.Ordinal), WindowStage.Patience, "the urgency hint");

        stage.X.Run("wmctrl", "-i", "-c", stage.Window);
        stage.X.Run("xdotool", "windowactivate", "--sync", stage.Window);
        stage.Press("d");
        Eventually.True(() => stage.Log.Contains("command: ToggleHud", StringComparison.Ordinal), WindowStage.Patience, () => stage.Log);
        Assert.False(stage.Viewer.HasExited, "closed although that is switched off");
        stage.Save("wishes");
        stage.Press("q");
        Assert.Equal(0, stage.Viewer.WaitForExit(s_endsWithin));
    }

    [Fact]
    public void A_maximised_window_is_left_at_its_size()
    {
        using var stage = new WindowStage("1000x800");
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);

        stage.StartViewer("--maximize");

        Eventually.True(() => stage.Log.Contains("picture: 400x300", StringComparison.Ordinal), WindowStage.Patience, () => stage.Log);
        Eventually.True(() => stage.Area() is { Width: > 950, Height: > 700 }, WindowStage.Patience, () => $"a maximised window, it is {stage.Area()}");
        Assert.DoesNotContain("asking for a window", stage.Log);
    }

    [Fact]
    public void Letters_alone_do_nothing()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300);
        stage.StartViewer();
        stage.WaitForPicture(400, 300);

        stage.X.Run("xdotool", "key", "f", "key", "q", "key", "r", "key", "d", "key", "F11");
        stage.Press("d");

        // The figures come from a later key: what the earlier ones did would show by now.
        Eventually.True(() => stage.Log.Contains("command: ToggleHud", StringComparison.Ordinal), WindowStage.Patience, () => stage.Log);
        Assert.DoesNotContain("command: Quit", stage.Log);
        Assert.DoesNotContain("command: ToggleFullScreen", stage.Log);
        Assert.DoesNotContain("command: Rotate", stage.Log);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("quit-key")]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    public void It_ends_cleanly(string how)
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 60);
        stage.StartViewer();
        stage.WaitForPicture(400, 300);

        switch (how)
        {
            case "close":
                stage.X.Run("wmctrl", "-i", "-c", stage.Window);
                break;
            case "quit-key":
                stage.Press("q");
                break;
            default:
                stage.Viewer.Send(how == "SIGTERM" ? Signal.Terminate : Signal.Interrupt);
                break;
        }

        Assert.Equal(0, stage.Viewer.WaitForExit(s_endsWithin));
        Assert.Contains("ended: ", stage.Log);
        Eventually.True(() => !guest.IsWatched, WindowStage.Patience, "the viewer to leave the guest's queues");
    }

    [Fact]
    public void A_still_picture_costs_next_to_nothing()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 640, 480);
        stage.StartViewer();
        stage.WaitForPicture(640, 480);

        var before = stage.Viewer.ProcessorTime();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Thread.Sleep(3000); // the measurement itself: nothing to wait for
        var share = (stage.Viewer.ProcessorTime() - before) / clock.Elapsed;

        TestContext.Current.TestOutputHelper?.WriteLine($"processor share with a still picture: {share:P1}");
        Assert.True(share < 0.10, $"{share:P1} of a processor for a still picture");
    }

    [Fact]
    public void A_resized_window_asks_the_guest_for_its_mode_when_told_to()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, features: 3);
        stage.StartViewer("--resize-guest");
        stage.WaitForPicture(400, 300);

        stage.Resize(555, 333);

        Eventually.True(() => guest.ControlMessages > 0, WindowStage.Patience, () => "a message to the guest\n" + stage.Log);

        // The line is written once the message is on its way.
        Eventually.True(() => stage.Log.Contains("asking the guest for a mode of 555x333: sent", StringComparison.Ordinal), WindowStage.Patience, () => "the line\n" + stage.Log);
    }

    [Fact]
    public void A_frozen_X_server_does_not_keep_it()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 30);
        stage.StartViewer();
        stage.WaitForPicture(400, 300);

        stage.X.Process.Send(Signal.Stop);
        stage.Viewer.Send(Signal.Terminate);

        Assert.Equal(6, stage.Viewer.WaitForExit(s_endsWithin));
        Assert.Contains("the display does not answer", stage.Viewer.Output);
        Eventually.True(() => !guest.IsWatched, WindowStage.Patience, "the viewer to leave the guest's queues");
    }

    [Fact]
    public void A_dead_X_server_ends_the_viewer_with_a_reason()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 30);
        stage.StartViewer();
        stage.WaitForPicture(400, 300);

        stage.X.Process.Send(Signal.Kill);

        Assert.Equal(6, stage.Viewer.WaitForExit(s_endsWithin));
        Assert.Contains("ORL354", stage.Viewer.Output);
        Eventually.True(() => !guest.IsWatched, WindowStage.Patience, "the viewer to leave the guest's queues");
    }
}
