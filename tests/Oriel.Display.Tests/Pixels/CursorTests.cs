using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Pixels;

/// <summary>The three kinds of cursors (kvmfr.md section 7), everywhere on and across the picture's edges, at 1:1 and scaled.</summary>
public sealed class CursorTests
{
    public static TheoryData<CursorType, FrameRotation, FrameRotation> Kinds
    {
        get
        {
            var cases = new TheoryData<CursorType, FrameRotation, FrameRotation>();
            foreach (var type in Enum.GetValues<CursorType>())
            {
                cases.Add(type, FrameRotation.None, FrameRotation.None);
                cases.Add(type, FrameRotation.Clockwise90, FrameRotation.None);
                cases.Add(type, FrameRotation.None, FrameRotation.Clockwise270);
                cases.Add(type, FrameRotation.Half, FrameRotation.Clockwise90);
                cases.Add(type, FrameRotation.Clockwise270, FrameRotation.Half);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_drawn_exactly_even_across_the_edges(CursorType type, FrameRotation guestTurn, FrameRotation userTurn)
    {
        var settings = new ViewSettings { Rotation = userTurn };
        using var loop = new OffscreenLoop(settings);
        var guest = new GuestPicture(FrameType.Bgra, 61, 47) { Rotation = guestTurn };
        loop.Feed.Send(guest.ChangeEverything());
        var shape = MakeShape(type, 19, 23, seed: 5);
        var (width, height) = ((int)guestTurn & 1) == 0 ? (61, 47) : (47, 61);
        foreach (var (x, y) in new[] { (10, 10), (0, 0), (-7, -9), (width - 5, height - 3), (width - 1, -22), (-18, height - 1), (width, 5), (-19, 5), (5, -23), (-400, 300) })
        {
            var cursor = shape with { X = x, Y = y };
            loop.SetCursor(cursor);
            PictureAssert.Same(ReferenceRenderer.Render(guest, settings, cursor: cursor), loop.Capture());
        }
    }

    [Theory]
    [InlineData(CursorType.Color)]
    [InlineData(CursorType.Monochrome)]
    [InlineData(CursorType.MaskedColor)]
    public void It_is_scaled_with_the_picture(CursorType type)
    {
        foreach (var settings in new[] { new ViewSettings { Filter = ScaleFilter.Nearest }, new ViewSettings { Filter = ScaleFilter.Linear } })
        {
            using var loop = new OffscreenLoop(settings);
            loop.Loop.Resize(233, 121);
            var guest = new GuestPicture(FrameType.Rgba, 61, 47);
            loop.Feed.Send(guest.ChangeEverything());
            foreach (var (x, y) in new[] { (10, 12), (-5, -5), (55, 40) })
            {
                var cursor = MakeShape(type, 16, 16, seed: x + 100) with { X = x, Y = y };
                loop.SetCursor(cursor);
                PictureAssert.Same(ReferenceRenderer.Render(guest, settings, 233, 121, cursor), loop.Capture(), settings.Filter == ScaleFilter.Linear ? 1 : 0);
            }
        }
    }

    [Fact]
    public void On_a_downsampled_frame_it_counts_in_screen_pixels()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 60, 40) { ScreenWidth = 120, ScreenHeight = 100 };
        loop.Feed.Send(guest.ChangeEverything());
        var cursor = MakeShape(CursorType.MaskedColor, 32, 32, seed: 3) with { X = 71, Y = 48 };
        loop.SetCursor(cursor);
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings(), cursor: cursor), loop.Capture());
    }

    [Fact]
    public void Moving_hiding_and_changing_it_is_followed()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 100, 80);
        loop.Feed.Send(guest.ChangeEverything());
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            var cursor = MakeShape((CursorType)random.Next(3), random.Next(1, 80), random.Next(1, 80), i) with { X = random.Next(-40, 110), Y = random.Next(-40, 90) };
            loop.SetCursor(cursor);
            PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings(), cursor: cursor), loop.Capture());
            // position alone keeps the shape
            cursor = cursor with { X = cursor.X + 3, Y = cursor.Y - 2 };
            loop.Loop.Sink.UpdateCursor(new CursorUpdate { HasPosition = true, X = (short)cursor.X, Y = (short)cursor.Y, HasVisibility = true, Visible = true }, []);
            PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings(), cursor: cursor), loop.Capture());
            // from KVMFR 23 on a message may leave visibility out
            loop.Loop.Sink.UpdateCursor(new CursorUpdate { HasVisibility = true, Visible = false }, []);
            PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture());
        }
    }

    [Fact]
    public void It_can_be_left_out()
    {
        using var loop = new OffscreenLoop(new ViewSettings { ShowCursor = false });
        var guest = new GuestPicture(FrameType.Bgra, 40, 40);
        loop.Feed.Send(guest.ChangeEverything());
        var cursor = MakeShape(CursorType.Color, 16, 16, seed: 1);
        loop.SetCursor(cursor);
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture());
        loop.Loop.Apply(new ViewSettings());
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings(), cursor: cursor), loop.Capture());
    }

    internal static ReferenceCursor MakeShape(CursorType type, int width, int height, int seed)
    {
        var random = new Random(seed);
        var pitch = type == CursorType.Monochrome ? ((width + 7) / 8) + (seed % 3) : (width * 4) + (4 * (seed % 3));
        var data = new byte[pitch * height * (type == CursorType.Monochrome ? 2 : 1)];
        random.NextBytes(data);
        if (type == CursorType.MaskedColor)
        {
            // masks are 0 or 0xFF on the wire; any other value means XOR as well
            for (var at = 3; at < data.Length; at += 4)
            {
                data[at] = (at % 5) switch { 0 => 0, 1 => 0, 2 => 1, _ => 0xFF };
            }
        }

        return new ReferenceCursor(type, 4, 6, width, height, pitch, data);
    }
}
