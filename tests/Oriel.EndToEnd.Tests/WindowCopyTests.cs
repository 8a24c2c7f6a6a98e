using System.Text.RegularExpressions;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// Pictures that go to the window past GL: against what GL draws off-screen of the same guest (<c>oriel screenshot</c>), pointer included, through changes between the two ways.
/// </summary>
public sealed class WindowCopyTests
{
    private const int Width = 641;
    private const int Height = 403;

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData("800x600", 79, 98)]
    [InlineData("500x300", -71, -52)]
    public void The_window_shows_what_GL_would_draw_pointer_and_all(string? window, int left, int top)
    {
        using var guest = XvfbServer.StartOrSkip($"{Width}x{Height}");
        guest.Run("xsetroot", "-cursor_name", "left_ptr");
        using var painter = new XPainter(guest.Display);
        var random = new Random(7);
        for (var x = 0; x < Width; x += 100)
        {
            // A request of the core protocol holds no more than 256 KiB.
            painter.Noise(x, 0, Math.Min(100, Width - x), Height, random);
        }

        painter.Synchronise();
        using var stage = new WindowStage();
        using var agent = TestProcess.Start(Executables.Agent, ["--region", stage.Region.Path, "--create", "16M", "--log", "none"], guest.Environment());
        stage.StartViewer(["--scale", "1:1", "--follow-guest", window is null ? "on" : "off", .. window is null ? (string[])[] : ["--size", window]]);
        Assert.Contains("past GL", Eventually.NotNull(() => stage.Log.Contains("renderer:", StringComparison.Ordinal) ? stage.Log : null, WindowStage.Patience, "a renderer"), StringComparison.Ordinal);

        // From the middle to the corners: over fresh and old pixels, half outside, and away again.
        foreach (var (x, y) in ((int, int)[])[(300, 200), (310, 205), (Width - 3, Height - 3), (0, 0), (150, 333)])
        {
            guest.Run("xdotool", "mousemove", $"{x}", $"{y}");
            painter.Fill(x - 20, y - 10, 33, 27, (uint)random.Next(0x1000000));
            painter.Synchronise();
            WaitUntilSame(stage, left, top);
        }

        Assert.NotEqual(0, Screenshot(stage).CountDifferences(Screenshot(stage, "--no-cursor")));
        if (window is null)
        {
            // Turned pictures are GL's: over there and back, with another window size in between.
            for (var i = 0; i < 4; i++)
            {
                stage.Press("r");
            }

            painter.Fill(5, 5, 50, 50, 0x123456);
            painter.Synchronise();
            WaitUntilSame(stage, left, top);
        }

        Assert.Equal(0, stage.Viewer.Stop());
    }

    [Theory]
    [InlineData]
    [InlineData("--hud")]
    public void No_managed_byte_per_picture(params string[] options)
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 400, 300, rateHz: 120);
        stage.StartViewer(options);
        Eventually.True(() => guest.Frames > 1500, WindowStage.Patience, () => $"1500 frames, there were {guest.Frames}");

        Assert.Equal(0, stage.Viewer.Stop());

        long Number(string pattern) => long.Parse(Regex.Match(stage.Log, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["n"].Value);
        Assert.InRange(Number("ended: (?<n>[0-9]+) frames shown"), 200, long.MaxValue);
        Assert.Equal(0, Number("managed bytes per frame path: feed (?<n>[0-9]+)"));

        // Not one byte in all pictures after the first; what is set up once (words, a window's new size) is no part of the figure.
        Assert.Equal(0, Number("feed [0-9]+, render (?<n>[0-9]+)"));
    }

    private static void WaitUntilSame(WindowStage stage, int left, int top)
    {
        var differences = -1;
        Eventually.True(() => (differences = Differences(stage, left, top)) == 0, WindowStage.Patience, () => $"the same pixels; {differences} differ\n{stage.Log}{stage.Viewer.Output}");
    }

    // The part of the guest's picture that the window has, and black around it.
    private static int Differences(WindowStage stage, int left, int top)
    {
        var (content, guest) = (stage.Content(), Screenshot(stage));
        var count = 0;
        for (var y = 0; y < content.Height; y++)
        {
            for (var x = 0; x < content.Width; x++)
            {
                var (gx, gy) = (x - left, y - top);
                var expected = gx >= 0 && gy >= 0 && gx < guest.Width && gy < guest.Height ? guest[gx, gy] : 0;
                count += content[x, y] == expected ? 0 : 1;
            }
        }

        return count;
    }

    private static RgbImage Screenshot(WindowStage stage, params string[] options)
    {
        using var folder = new TempFolder();
        TestProcess.Run(Executables.Oriel, ["screenshot", folder.File("guest.png"), "--region", stage.Region.Path, "--timeout", "20", .. options], stage.X.Environment(("DISPLAY", null)), TimeSpan.FromSeconds(60));
        return PngReader.Load(folder.File("guest.png"));
    }
}
