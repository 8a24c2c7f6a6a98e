namespace Oriel.EndToEnd.Tests;

/// <summary>The same window under a Wayland compositor (Weston nested in Xvfb).</summary>
public sealed class WindowWaylandTests
{
    private static readonly TimeSpan s_patience = WindowStage.Patience;

    [Fact]
    public void Full_screen_shows_the_guest_pixel_for_pixel_and_follows_its_mode()
    {
        using var wayland = WestonServer.StartOrSkip();
        using var region = new TempRegion(16 << 20);
        using var viewer = Start(wayland, region, "--fullscreen", "--scale", "1:1");
        using (new WindowGuest(region.Path, 640, 400))
        {
            WaitForPicture(wayland, viewer, (1024 - 640) / 2, (768 - 400) / 2, 640, 400);
            Save(wayland, "full");
        }

        using var guest = new WindowGuest(region.Path, 800, 600, firstFrame: 4);
        WaitForPicture(wayland, viewer, (1024 - 800) / 2, (768 - 600) / 2, 800, 600);
        Assert.Equal(0, viewer.Stop());
        Eventually.True(() => !guest.IsWatched, s_patience, "the viewer to leave the guest's queues");
    }

    [Fact]
    public void A_window_takes_the_guests_size()
    {
        using var wayland = WestonServer.StartOrSkip();
        using var region = new TempRegion(16 << 20);
        using var guest = new WindowGuest(region.Path, 500, 333);

        using var viewer = Start(wayland, region, "--borderless");

        // The compositor chooses the place: look for the tag's corner everywhere.
        Eventually.True(() => TryFind(wayland.Screenshot(), 500, 333), s_patience, () => "the picture somewhere on the desktop\n" + viewer.Output);
        Save(wayland, "window");
    }

    [Fact]
    public void On_a_scaled_output_one_guest_pixel_is_one_device_pixel()
    {
        using var wayland = WestonServer.StartOrSkip(1200, 800, scale: 2);
        using var region = new TempRegion(16 << 20);
        using var guest = new WindowGuest(region.Path, 500, 334);

        using (var viewer = Start(wayland, region, "--fullscreen", "--scale", "1:1"))
        {
            WaitForPicture(wayland, viewer, 350, 233, 500, 334);
            Assert.Contains("scale 2", viewer.Output);
            Save(wayland, "full");
            Assert.Equal(0, viewer.Stop());
        }

        using var window = Start(wayland, region, "--borderless");
        Eventually.True(() => TryFind(wayland.Screenshot(), 500, 334), s_patience, () => "the picture, unscaled, somewhere on the desktop\n" + window.Output);
        Save(wayland, "window");
    }

    [Fact]
    public void A_dead_compositor_ends_the_viewer_with_a_reason()
    {
        using var wayland = WestonServer.StartOrSkip();
        using var region = new TempRegion(16 << 20);
        using var guest = new WindowGuest(region.Path, 640, 400, rateHz: 30);
        using var viewer = Start(wayland, region, "--fullscreen", "--scale", "1:1");
        WaitForPicture(wayland, viewer, (1024 - 640) / 2, (768 - 400) / 2, 640, 400);

        wayland.Process.Send(Signal.Kill);

        Assert.Equal(6, viewer.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Contains("ORL3", viewer.Output);
        Eventually.True(() => !guest.IsWatched, s_patience, "the viewer to leave the guest's queues");
    }

    private static TestProcess Start(WestonServer wayland, TempRegion region, params string[] options) =>
        TestProcess.Start(Executables.Oriel, ["view", "--region", region.Path, "--driver", "wayland", "--verbose", .. options], wayland.Environment());

    private static void WaitForPicture(WestonServer wayland, TestProcess viewer, int x, int y, int width, int height)
    {
        try
        {
            Eventually.True(
                () =>
                {
                    Assert.False(viewer.HasExited, "the viewer ended: " + viewer.Output);
                    return WindowGuest.Check(wayland.Screenshot(), x, y, width, height).Ok;
                },
                s_patience,
                () => $"{WindowGuest.Check(wayland.Screenshot(), x, y, width, height)}\n{viewer.Output}");
        }
        catch (TimeoutException)
        {
            Save(wayland, "failed");
            throw;
        }
    }

    private static bool TryFind(RgbImage screen, int width, int height)
    {
        for (var y = 0; y + height <= screen.Height; y++)
        {
            for (var x = 0; x + width <= screen.Width; x++)
            {
                // The tag's cells are black and white, the desktop is neither.
                if (screen[x, y] is 0 or 0xFFFFFF && (y == 0 || screen[x, y - 1] == WestonServer.Background) && (x == 0 || screen[x - 1, y] == WestonServer.Background) && WindowGuest.Check(screen, x, y, width, height).Ok)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Save(WestonServer wayland, string name)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_TEST_PICTURES") is { Length: > 0 } folder)
        {
            wayland.Screenshot().SavePng(Path.Combine(folder, $"{TestContext.Current.TestMethod?.MethodName}-{name}.png"));
        }
    }
}
