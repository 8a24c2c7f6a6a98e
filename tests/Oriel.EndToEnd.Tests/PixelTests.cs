using System.Numerics;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;
using Oriel.Testing;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// The whole way, with the real programs: an X server is drawn on, the agent captures it into a region, the viewer renders it headless at 1:1. The picture
/// equals an independent grab of the X server (xwd): 0 differing bytes, with the cursor composited and without, for a viewer that followed all the damage and for one
/// that came last.
/// </summary>
public sealed class PixelTests
{
    private const int DamageFrames = 500;
    private const int CursorX = 311;
    private const int CursorY = 207;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1920, 1080, "64M")]
    [InlineData(1366, 768, "64M")]
    [InlineData(3840, 2160, "128M")]
    public void A_captured_desktop_rendered_headless_equals_an_independent_grab(int width, int height, string regionSize)
    {
        using var server = XvfbServer.StartOrSkip($"{width}x{height}");
        Assert.SkipUnless(TestProcess.IsInstalled("xsetroot") && TestProcess.IsInstalled("xdotool"), "xsetroot (x11-xserver-utils) and xdotool are needed");
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var agent = TestProcess.Start(Executables.Agent, ["run", "--region", region.Path, "--create", regionSize, "--display", server.Display], server.Environment());
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
        feed.Start();
        Eventually.True(() => sink.Frames > 0, s_patience, () => "no first frame: " + agent.Output);

        var followed = folder.File("followed.png");
        using var viewer = TestProcess.Start(
            Executables.Oriel, ["view", "--headless", "--region", region.Path, "--screenshot", followed, "--seconds", "300"], server.Environment(("DISPLAY", null)));
        Eventually.True(() => FrameQueue(region) is { } q && BitOperations.PopCount(q.SubsOn & ~q.SubsBad) == 2, s_patience, () => "the viewer did not subscribe: " + viewer.Output);

        DrawUntil(server, sink, agent);
        SetCursor(server, folder);
        Eventually.True(() => sink.Cursor is { Width: 8, X: CursorX - 3, Y: CursorY - 5, Visible: true }, s_patience, () => $"{sink.Cursor}");

        // Quiescent: nothing is drawn any more and the region holds the last picture.
        var expected = server.Screenshot();
        Eventually.True(() => expected.CountDifferences(sink.Picture()!) == 0, s_patience, () => $"the region differs; {agent.Output}");

        // The viewer that was there all the time: it has everything once no message waits for it.
        Eventually.True(() => FrameQueue(region)?.Count == 0, s_patience, () => "the viewer holds a frame: " + viewer.Output);
        Assert.Equal(0, viewer.Stop(s_patience));
        Compare(WithCursor(expected), PngReader.Load(followed), "followed, with cursor");
        TestContext.Current.TestOutputHelper?.WriteLine(viewer.Output);

        Compare(expected, Screenshot(server, region, folder, "--no-cursor"), "without cursor");
        Compare(WithCursor(expected), Screenshot(server, region, folder), "with cursor");
        Assert.Equal(0, server.Screenshot().CountDifferences(expected));
        feed.Dispose();
        Assert.Equal(0, agent.Stop());
    }

    private static InspectedQueue? FrameQueue(TempRegion region)
    {
        using var image = Region.OpenFile(region.Path, RegionAccess.ReadOnly);
        return RegionInspector.Inspect(image, InspectionOptions.SessionOnly).Queues?.FirstOrDefault(q => q.QueueId == 2);
    }

    private static void DrawUntil(XvfbServer server, ScreenSink sink, TestProcess agent)
    {
        using var painter = new XPainter(server.Display);
        var random = new Random(20260202);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (sink.PartialFrames < DamageFrames)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(90), $"only {sink.PartialFrames} partial frames: {agent.Output}");
            painter.Scribble(random);
            painter.Synchronise();
        }
    }

    private static RgbImage Screenshot(XvfbServer server, TempRegion region, TempFolder folder, params string[] more)
    {
        var file = folder.File($"{Guid.NewGuid():N}.png");
        TestProcess.Run(Executables.Oriel, ["screenshot", file, "--region", region.Path, "--timeout", "20", .. more], server.Environment(("DISPLAY", null)), TimeSpan.FromSeconds(60));
        return PngReader.Load(file);
    }

    private static void Compare(RgbImage expected, RgbImage actual, string what)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.True(expected.CountDifferences(actual) is var count && count == 0, $"{what}: {count} of {expected.Rgb.Length} bytes differ, the first at {FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(RgbImage expected, RgbImage actual)
    {
        for (var y = 0; y < expected.Height; y++)
        {
            for (var x = 0; x < expected.Width; x++)
            {
                if (expected[x, y] != actual[x, y])
                {
                    return $"({x}, {y}): {expected[x, y]:x6} expected, {actual[x, y]:x6} seen";
                }
            }
        }

        return "none";
    }

    /// <summary>An 8x8 cursor: a red frame around blue, the corner pixel transparent, hotspot (3, 5).</summary>
    private static void SetCursor(XvfbServer server, TempFolder folder)
    {
        File.WriteAllText(folder.File("c.xbm"), "#define c_width 8\n#define c_height 8\n#define c_x_hot 3\n#define c_y_hot 5\nstatic unsigned char c_bits[] = {\n0xff,0x81,0x81,0x81,0x81,0x81,0x81,0xff};\n");
        File.WriteAllText(folder.File("m.xbm"), "#define m_width 8\n#define m_height 8\nstatic unsigned char m_bits[] = {\n0xfe,0xff,0xff,0xff,0xff,0xff,0xff,0xff};\n");
        server.Run("xsetroot", "-cursor", folder.File("c.xbm"), folder.File("m.xbm"), "-fg", "#ff0000", "-bg", "#0000ff");
        server.Run("xdotool", "mousemove", $"{CursorX}", $"{CursorY}");
    }

    private static RgbImage WithCursor(RgbImage screen)
    {
        var rgb = screen.Rgb.ToArray();
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                if ((x, y) != (0, 0))
                {
                    var at = (((CursorY - 5 + y) * screen.Width) + CursorX - 3 + x) * 3;
                    byte[] colour = x is 0 or 7 || y is 0 or 7 ? [255, 0, 0] : [0, 0, 255];
                    colour.CopyTo(rgb, at);
                }
            }
        }

        return screen with { Rgb = rgb };
    }
}
