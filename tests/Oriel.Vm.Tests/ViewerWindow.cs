namespace Oriel.Vm.Tests;

/// <summary><c>oriel view</c> in full screen on an X server of the guest's size, so that a place on the screen is the same place in the guest.</summary>
internal sealed class ViewerWindow : IDisposable
{
    // The guest's pointer is drawn by us and not in every screendump; a terminal's cursor changes between two looks.
    private const double MostDifferent = 0.004;

    private readonly QemuGuest _guest;
    private readonly TestProcess _viewer;

    public ViewerWindow(QemuGuest guest)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed (package xdotool)");
        _guest = guest;
        X = XvfbServer.StartWithWindowManagerOrSkip("1280x800x24");
        try
        {
            _viewer = TestProcess.Start(
                Executables.Oriel, ["view", "--region", guest.SharedMemory, "--spice", guest.SpicePath!, "--no-audio", "--fullscreen", "--scale", "1:1", "-v"], X.Environment());
        }
        catch
        {
            X.Dispose();
            throw;
        }
    }

    public XvfbServer X { get; }

    /// <summary>The relay's picture is shown, the keyboard is connected and the window has it.</summary>
    public void WaitForRelay()
    {
        WaitForTitle("Oriel$");
        _viewer.WaitForLine("SPICE: Connected", SharedGuest.Patience);
        Eventually.True(() => X.TryRun("xdotool", "search", "--name", "Oriel", "windowfocus", "--sync") is not null, SharedGuest.Patience, () => $"the focus\n{_viewer.Output}");
    }

    /// <summary>Waits for a window whose title matches a regular expression.</summary>
    public void WaitForTitle(string pattern) =>
        Eventually.True(() => X.TryRun("xdotool", "search", "--onlyvisible", "--name", pattern) is not null, SharedGuest.Patience, () => $"a window named {pattern}\n{_viewer.Output}\n{_guest.Diagnosis}");

    /// <summary>Waits until the X server's screen is what QEMU says the guest shows, but for a pointer.</summary>
    public void WaitUntilShown()
    {
        var share = 1.0;
        RgbImage seen = new(0, 0, []);
        RgbImage expected = new(0, 0, []);
        try
        {
            Eventually.True(
                () =>
                {
                    var (width, height, rgb) = _guest.Screendump();
                    (expected, seen) = (new RgbImage(width, height, rgb), X.Screenshot());
                    share = Different(expected, seen);
                    return share <= MostDifferent;
                },
                SharedGuest.Patience,
                () => $"{share:P2} of the pixels differ between the window {seen.Width}x{seen.Height} and the screendump {expected.Width}x{expected.Height}\n{_viewer.Output}");
        }
        finally
        {
            Screen.Save("window", seen);
            Screen.Save("screendump", expected);
        }
    }

    public void Dispose()
    {
        _viewer.Dispose();
        X.Dispose();
    }

    private static double Different(RgbImage a, RgbImage b)
    {
        if ((a.Width, a.Height) != (b.Width, b.Height))
        {
            return 1;
        }

        var count = 0;
        for (var i = 0; i < a.Rgb.Length; i += 3)
        {
            count += a.Rgb.AsSpan(i, 3).SequenceEqual(b.Rgb.AsSpan(i, 3)) ? 0 : 1;
        }

        return (double)count / (a.Width * a.Height);
    }
}
