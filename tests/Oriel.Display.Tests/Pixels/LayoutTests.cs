using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Turning and scaling, against the reference; and the mouse mapping, against what the picture shows.</summary>
public sealed class LayoutTests
{
    public static TheoryData<FrameRotation, FrameRotation> Rotations
    {
        get
        {
            var cases = new TheoryData<FrameRotation, FrameRotation>();
            foreach (var guest in Enum.GetValues<FrameRotation>())
            {
                foreach (var user in Enum.GetValues<FrameRotation>())
                {
                    cases.Add(guest, user);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Rotations))]
    public void The_picture_is_turned_by_guest_and_user(FrameRotation guestTurn, FrameRotation userTurn)
    {
        var settings = new ViewSettings { Rotation = userTurn };
        using var loop = new OffscreenLoop(settings);
        var guest = new GuestPicture(FrameType.Bgra, 67, 35) { Rotation = guestTurn };
        loop.Feed.Send(guest.ChangeEverything());
        PictureAssert.Same(ReferenceRenderer.Render(guest, settings), loop.Capture());
    }

    public static TheoryData<ScaleMode, ScaleFilter, bool, int, int> Scales
    {
        get
        {
            var cases = new TheoryData<ScaleMode, ScaleFilter, bool, int, int>();
            foreach (var mode in Enum.GetValues<ScaleMode>())
            {
                foreach (var filter in Enum.GetValues<ScaleFilter>())
                {
                    foreach (var (width, height) in new[] { (160, 90), (161, 333), (320, 240), (40, 31), (480, 270) })
                    {
                        cases.Add(mode, filter, false, width, height);
                        cases.Add(mode, filter, true, width, height);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void The_picture_is_fitted_as_asked(ScaleMode mode, ScaleFilter filter, bool noUpscale, int width, int height)
    {
        var settings = new ViewSettings { Scale = mode, Filter = filter, NoUpscale = noUpscale, Rotation = FrameRotation.Clockwise90 };
        using var loop = new OffscreenLoop(settings);
        loop.Loop.Resize(width, height);
        var guest = new GuestPicture(FrameType.Bgra, 90, 160);
        loop.Feed.Send(guest.ChangeEverything());
        var expected = ReferenceRenderer.Render(guest, settings, width, height);
        // Filtering in single precision may fall on the other side of a half.
        PictureAssert.Same(expected, loop.Capture(), tolerance: expected.Width == 160 || filter == ScaleFilter.Nearest ? 0 : 1);
    }

    [Fact]
    public void New_settings_and_sizes_take_effect_with_the_next_picture()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Rgba, 64, 48);
        loop.Feed.Send(guest.ChangeEverything());
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture());
        var settings = new ViewSettings { Rotation = FrameRotation.Half, Scale = ScaleMode.Stretch, Filter = ScaleFilter.Nearest };
        loop.Loop.Apply(settings);
        loop.Loop.Resize(130, 70);
        PictureAssert.Same(ReferenceRenderer.Render(guest, settings, 130, 70), loop.Capture());
        loop.Loop.Resize(0, 0);
        PictureAssert.Same(ReferenceRenderer.Render(guest, settings), loop.Capture());
    }

    [Theory]
    [MemberData(nameof(Rotations))]
    public void The_mouse_points_at_the_pixel_under_it(FrameRotation guestTurn, FrameRotation userTurn)
    {
        var settings = new ViewSettings { Rotation = userTurn, Filter = ScaleFilter.Nearest };
        using var loop = new OffscreenLoop(settings);
        loop.Loop.Resize(150, 170);
        var guest = new GuestPicture(FrameType.Bgra, 40, 30) { Rotation = guestTurn };
        loop.Feed.Send(guest.ChangeEverything());
        var seen = loop.Capture();
        // The desktop as the guest's user sees it, before the viewer turns or scales it.
        var desktop = ReferenceRenderer.Render(guest, new ViewSettings());
        var hits = 0;
        for (var y = 0; y < seen.Height; y += 3)
        {
            for (var x = 0; x < seen.Width; x += 3)
            {
                if (loop.Loop.TryMapToGuest(x, y, out var gx, out var gy))
                {
                    Assert.Equal(desktop[gx, gy], seen[x, y]);
                    hits++;
                }
                else
                {
                    Assert.Equal(0, seen[x, y]);
                }
            }
        }

        Assert.True(hits > 1500, $"only {hits} points lie on the picture");
        Assert.False(loop.Loop.TryMapToGuest(-1, 0, out _, out _));
        Assert.False(loop.Loop.TryMapToGuest(150, 0, out _, out _));
    }

    [Fact]
    public void A_downsampled_frame_maps_to_the_whole_screen()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 40, 30) { ScreenWidth = 80, ScreenHeight = 90 };
        loop.Feed.Send(guest.ChangeEverything());
        loop.Capture();
        Assert.True(loop.Loop.TryMapToGuest(0, 0, out var x, out var y));
        Assert.Equal((1, 1), (x, y));
        Assert.True(loop.Loop.TryMapToGuest(39, 29, out x, out y));
        Assert.Equal((79, 88), (x, y));
    }
}
