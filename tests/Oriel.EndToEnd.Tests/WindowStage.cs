using System.Text.RegularExpressions;

namespace Oriel.EndToEnd.Tests;

/// <summary>A viewer's window on a private X server with openbox, seen and driven from outside: xwd, xwininfo, xdotool, wmctrl.</summary>
internal sealed partial class WindowStage : IDisposable
{
    private static readonly string[] s_tools = ["xwd", "xwininfo", "xdotool", "wmctrl", "xprop"];
    private readonly TempFolder _folder = new();

    /// <summary>Starts server and window manager, and makes a path for a region.</summary>
    public WindowStage(string screen = "1280x1024")
    {
        foreach (var tool in s_tools)
        {
            Assert.SkipUnless(TestProcess.IsInstalled(tool), $"{tool} is not installed");
        }

        X = XvfbServer.StartWithWindowManagerOrSkip(screen);

        // Out of the way: the pointer is part of what some tools grab.
        X.Run("xdotool", "mousemove", "0", "0");
    }

    /// <summary>Longest wait for anything on a slow machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The server.</summary>
    public XvfbServer X { get; }

    /// <summary>The region's path.</summary>
    public TempRegion Region { get; } = new();

    /// <summary>The viewer, once started.</summary>
    public TestProcess Viewer { get; private set; } = null!;

    /// <summary>Where the viewer looks for its user's settings, which are read when <see cref="ReadsSettings"/>.</summary>
    public string SettingsFile => Path.Combine(X.Environment()["XDG_CONFIG_HOME"]!, "oriel", "oriel.ini");

    /// <summary>The viewer reads its user's settings; a test of anything else does without.</summary>
    public bool ReadsSettings { get; init; }

    /// <summary>The window's id.</summary>
    public string Window { get; private set; } = "";

    /// <summary>Everything the viewer logged.</summary>
    public string Log => File.Exists(_folder.File("log")) ? File.ReadAllText(_folder.File("log")) : "";

    /// <summary>Starts <c>oriel view</c> and waits for its window.</summary>
    public void StartViewer(params string[] options)
    {
        Viewer = TestProcess.Start(
            Executables.Oriel, ["view", "--region", Region.Path, "--log", _folder.File("log"), "--verbose", .. options], ReadsSettings ? X.Environment(("ORIEL_CONFIG", null)) : X.Environment());
        var name = Array.IndexOf(options, "--app-id") is >= 0 and var given ? options[given + 1] : "oriel";
        Window = Eventually.NotNull(
            () =>
            {
                Assert.False(Viewer.HasExited, "the viewer ended: " + Viewer.Output);
                return X.TryRun("xdotool", "search", "--onlyvisible", "--class", $"^{name}$") is { Length: > 0 } id ? id.Split('\n')[^1] : null;
            },
            Patience,
            "a window");
    }

    /// <summary>The window's content area on the screen.</summary>
    public (int X, int Y, int Width, int Height) Area()
    {
        var text = X.Run("xwininfo", "-id", Window);
        int Number(string label) => int.Parse(Regex.Match(text, label + @":\s+(-?\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        return (Number("Absolute upper-left X"), Number("Absolute upper-left Y"), Number("Width"), Number("Height"));
    }

    /// <summary>The window's content as an independent program sees it; what hangs over the screen's edge is missing.</summary>
    public RgbImage Content()
    {
        var area = Area();
        var screen = X.Screenshot();
        var (left, top) = (Math.Max(0, area.X), Math.Max(0, area.Y));
        return screen.Crop(left, top, Math.Min(screen.Width, area.X + area.Width) - left, Math.Min(screen.Height, area.Y + area.Height) - top);
    }

    /// <summary>The window's title.</summary>
    public string Title() => TitlePattern().Match(X.Run("xprop", "-id", Window, "_NET_WM_NAME")).Groups["title"].Value;

    /// <summary>Waits until the title is this.</summary>
    public void WaitForTitle(string title) => Eventually.True(() => Title() == title, Patience, () => $"title \"{title}\", it is \"{Title()}\"\n{Log}");

    /// <summary>Waits until the window's content is this picture, pixel for pixel, at this place and whole factor in the window, and black beside it.</summary>
    public void WaitForPicture(int width, int height, int left = 0, int top = 0, int factor = 1, (int Width, int Height)? window = null)
    {
        var last = "nothing seen";
        try
        {
            Eventually.True(() => IsPicture(width, height, left, top, factor, window, ref last), Patience, () => $"{last}\n{Log}{Viewer.Output}");
        }
        catch (TimeoutException)
        {
            Save("failed");
            throw;
        }
    }

    /// <summary>Presses a key while Scroll Lock is held.</summary>
    public void Press(string key) => X.Run("xdotool", "keydown", "Scroll_Lock", "key", key, "keyup", "Scroll_Lock");

    /// <summary>Resizes the window from outside, as a user does.</summary>
    public void Resize(int width, int height) => X.Run("xdotool", "windowsize", Window, $"{width}", $"{height}");

    /// <summary>Keeps a screenshot for people when ORIEL_TEST_PICTURES names a folder.</summary>
    public void Save(string name)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_TEST_PICTURES") is { Length: > 0 } folder)
        {
            X.Screenshot().SavePng(Path.Combine(folder, $"{TestContext.Current.TestMethod?.MethodName}-{name}.png"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Viewer?.Stop();
        Viewer?.Dispose();
        X.Dispose();
        Region.Dispose();
        _folder.Dispose();
    }

    private bool IsPicture(int width, int height, int left, int top, int factor, (int Width, int Height)? window, ref string last)
    {
        Assert.False(Viewer.HasExited, "the viewer ended: " + Viewer.Output);
        var content = Content();
        var (expectedWidth, expectedHeight) = window ?? (width, height);
        if ((content.Width, content.Height) != (expectedWidth, expectedHeight))
        {
            last = $"the window is {content.Width}x{content.Height}, not {expectedWidth}x{expectedHeight}";
            return false;
        }

        var check = WindowGuest.Check(content, left, top, width, height, factor);
        var around = OtherThanBlack(content, left, top, width * factor, height * factor);
        last = $"{check}; {around} pixels beside the picture are not black";
        return check.Ok && around == 0;
    }

    private static int OtherThanBlack(RgbImage content, int left, int top, int width, int height)
    {
        var count = 0;
        for (var y = 0; y < content.Height; y++)
        {
            for (var x = 0; x < content.Width; x++)
            {
                var isInside = x >= left && x < left + width && y >= top && y < top + height;
                count += !isInside && content[x, y] != 0 ? 1 : 0;
            }
        }

        return count;
    }

    [GeneratedRegex("= \"(?<title>.*)\"$", RegexOptions.None, 1000)]
    private static partial Regex TitlePattern();
}
