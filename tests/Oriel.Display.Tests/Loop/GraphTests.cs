using Oriel.Display.Drawing;
using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>What is drawn on the user's wish: the graph of times, brighter pictures, other colours.</summary>
public sealed class GraphTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void The_graph_shows_frames_and_leaves_no_trace()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 640, 400);
        Assert.True(loop.Feed.Send(guest.ChangeEverything()));
        var before = loop.Capture();
        loop.Loop.Apply(new ViewSettings { ShowTimings = true });
        Eventually.True(() => Differences(before, loop.Capture()) > 20_000, s_patience, "the graph's panel");
        var empty = loop.Capture();
        for (var i = 0; i < 30; i++)
        {
            Assert.True(loop.Feed.Send(guest));
            loop.Capture();
        }

        Assert.True(Differences(empty, loop.Capture()) > 30, "bars");
        loop.Loop.Apply(new ViewSettings());
        Eventually.True(() => Differences(before, loop.Capture()) == 0, s_patience, "the picture as it was");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Night_vision_doubles_each_time(int level)
    {
        using var loop = new OffscreenLoop(new ViewSettings { NightVision = level });
        var guest = new GuestPicture(FrameType.Bgra, 61, 43);
        Assert.True(loop.Feed.Send(guest.ChangeEverything()));
        var expected = ReferenceRenderer.Render(guest, new ViewSettings());
        var bright = new RgbImage(expected.Width, expected.Height, [.. expected.Rgb.Select(b => (byte)Math.Min(255, b << level))]);
        PictureAssert.Same(bright, loop.Capture());

        // And partial drawings are as bright as whole ones.
        Assert.True(loop.Feed.Send(guest.ChangeSome(2)));
        expected = ReferenceRenderer.Render(guest, new ViewSettings());
        PictureAssert.Same(new RgbImage(expected.Width, expected.Height, [.. expected.Rgb.Select(b => (byte)Math.Min(255, b << level))]), loop.Capture());
    }

    [Theory]
    [InlineData(ColorAid.Protanopia)]
    [InlineData(ColorAid.Deuteranopia)]
    [InlineData(ColorAid.Tritanopia)]
    public void Colours_are_changed_for_other_eyes_and_grey_stays_grey(ColorAid aid)
    {
        using var loop = new OffscreenLoop(new ViewSettings { ColorAid = aid });
        var guest = new GuestPicture(FrameType.Bgra, 61, 43);
        Assert.True(loop.Feed.Send(guest.ChangeEverything()));
        var plain = ReferenceRenderer.Render(guest, new ViewSettings());
        var shown = loop.Capture();
        var m = ColorAidMatrix.Of(aid);
        var different = 0;
        for (var i = 0; i < plain.Rgb.Length; i += 3)
        {
            for (var c = 0; c < 3; c++)
            {
                var exact = Math.Clamp((m[c * 3] * plain.Rgb[i]) + (m[(c * 3) + 1] * plain.Rgb[i + 1]) + (m[(c * 3) + 2] * plain.Rgb[i + 2]), 0, 255);
                Assert.True(Math.Abs(shown.Rgb[i + c] - exact) <= 0.51, $"pixel {i / 3} channel {c}: {shown.Rgb[i + c]} for {exact}");
                different += shown.Rgb[i + c] != plain.Rgb[i + c] ? 1 : 0;
            }
        }

        Assert.True(different > plain.Rgb.Length / 10, "nothing was changed");
        for (var row = 0; row < 3; row++)
        {
            // White light has the same part of each channel: the simulation's coefficients keep it to two digits.
            Assert.InRange(m[row * 3] + m[(row * 3) + 1] + m[(row * 3) + 2], 0.97, 1.03);
        }
    }

    [Fact]
    public void The_matrices_help_where_the_eye_sees_nothing()
    {
        // For an eye without long waves, red and the green that looks the same to it become different in blue and green.
        var m = ColorAidMatrix.Of(ColorAid.Protanopia);
        Assert.Equal(1, m[0], 2);
        Assert.True(m[3] > 0.3 && m[6] > 0.3, "lost red goes to green and blue");
        Assert.Equal([1d, 0, 0, 0, 1, 0, 0, 0, 1], ColorAidMatrix.Of(ColorAid.Off));
    }

    private static int Differences(RgbImage a, RgbImage b) => a.Rgb.Zip(b.Rgb).Count(pair => pair.First != pair.Second);
}
