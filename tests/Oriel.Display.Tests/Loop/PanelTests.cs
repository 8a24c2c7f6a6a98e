using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>The panel over the picture, and the way from the guest's pixels to the window and back.</summary>
public sealed class PanelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void It_is_there_until_it_is_taken_away_and_leaves_no_trace()
    {
        using var loop = new OffscreenLoop();
        loop.Feed.Send(Grey());
        var before = loop.Capture();

        loop.Loop.ShowPanel(["While Scroll Lock is held", "Q\tquit", "F\tfull screen on and off"]);
        Eventually.True(() => Bright(loop.Capture()) > 200, s_patience, "words over the picture");
        loop.Loop.HidePanel();

        Eventually.True(() => loop.Capture().Rgb.AsSpan().SequenceEqual(before.Rgb), s_patience, "the picture as it was");
    }

    [Theory]
    [InlineData(200, 150)]
    [InlineData(640, 300)]
    [InlineData(1920, 1080)]
    public void Its_words_stay_inside_a_target_of_any_size(int width, int height)
    {
        using var loop = new OffscreenLoop();
        loop.Feed.Send(Grey());
        loop.Loop.Resize(width, height);
        loop.Loop.ShowPanel(["Keys", .. Enumerable.Range(0, 40).Select(i => $"F{i}\twhat it does, in words")]);

        Eventually.True(() => Bright(loop.Capture()) > 50, s_patience, "words");
        loop.Loop.ShowPanel([]);
        loop.Capture();
        loop.Loop.ShowPanel(["only a title"]);
        Eventually.True(() => Bright(loop.Capture()) > 20, s_patience, "a title");
    }

    [Theory]
    [InlineData(FrameRotation.None)]
    [InlineData(FrameRotation.Clockwise90)]
    [InlineData(FrameRotation.Half)]
    [InlineData(FrameRotation.Clockwise270)]
    public void Every_pixel_of_the_guest_is_found_in_the_window_and_back(FrameRotation rotation)
    {
        using var loop = new OffscreenLoop(new ViewSettings { Rotation = rotation });
        loop.Feed.Send(Grey());
        loop.Loop.Resize(700, 610);
        Eventually.True(() => loop.Loop.GuestSize == (320, 200) && loop.Loop.TryMapToWindow(0, 0, out _, out _), s_patience, "a picture");
        loop.Capture();
        for (var y = 0; y < 200; y += 3)
        {
            for (var x = 0; x < 320; x += 3)
            {
                Assert.True(loop.Loop.TryMapToWindow(x, y, out var wx, out var wy));
                Assert.True(loop.Loop.TryMapToGuest(wx, wy, out var gx, out var gy));
                Assert.Equal((x, y), (gx, gy));
            }
        }

        Assert.False(loop.Loop.TryMapToWindow(320, 0, out _, out _));
        Assert.False(loop.Loop.TryMapToWindow(0, -1, out _, out _));

        // Beside the picture the nearest pixel answers: the corners of a window far larger than it are the corners of the guest.
        HashSet<(int, int)> corners = [];
        foreach (var (wx, wy) in new[] { (-9000, -9000), (9000, -9000), (-9000, 9000), (9000, 9000) })
        {
            Assert.True(loop.Loop.TryMapNearestToGuest(wx, wy, out var gx, out var gy));
            corners.Add((gx, gy));
        }

        Assert.Equal([(0, 0), (0, 199), (319, 0), (319, 199)], corners.Order());
    }

    private static GuestPicture Grey()
    {
        var guest = new GuestPicture(FrameType.Bgra, 320, 200);
        for (var y = 0; y < 200; y++)
        {
            for (var x = 0; x < 320; x++)
            {
                guest.SetPixel(x, y, [90, 90, 90, 0]);
            }
        }

        guest.Damage.SetEverything();
        return guest;
    }

    private static int Bright(RgbImage picture)
    {
        var count = 0;
        for (var i = 0; i < picture.Rgb.Length; i += 3)
        {
            count += picture.Rgb[i] > 200 ? 1 : 0;
        }

        return count;
    }
}
