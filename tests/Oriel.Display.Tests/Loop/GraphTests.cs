using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>What is drawn on the user's wish: the graph of times, and brighter pictures.</summary>
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

    private static int Differences(RgbImage a, RgbImage b) => a.Rgb.Zip(b.Rgb).Count(pair => pair.First != pair.Second);
}
