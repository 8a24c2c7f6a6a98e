using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Picture;

/// <summary>What is shown when, and what a server cannot do to us.</summary>
public sealed class ScreenTests
{
    [Fact]
    public void The_old_picture_stays_until_the_new_one_is_complete()
    {
        var rig = PictureRig.WithScreen(8, 4, color: 0x111111);
        rig.Send(315, new Body().U32(0).Done());
        Assert.Equal(8, rig.See()!.Width);
        rig.Send(314, Body.SurfaceCreate(0, 6, 6));
        Fill(rig, 0x222222, 6, 6);
        Assert.Equal(8, rig.See()!.Width);
        rig.Send(102);
        Assert.Equal((6, 0x222222), (rig.See()!.Width, rig.See()![5, 5]));
    }

    [Fact]
    public void A_surface_marked_before_it_is_drawn_is_shown_with_the_first_drawing()
    {
        var rig = PictureRig.WithScreen(8, 4, color: 0x111111);
        rig.Send(314, Body.SurfaceCreate(0, 6, 6));
        rig.Send(102);
        Assert.Equal(8, rig.See()!.Width);
        var before = rig.Changes;
        Fill(rig, 0x333333, 6, 6);
        Assert.Equal(before + 1, rig.Changes);
        Assert.Equal(0x333333, rig.See()![0, 0]);
    }

    [Fact]
    public void Patience_ends()
    {
        var rig = PictureRig.WithScreen(8, 4, color: 0x111111);
        Assert.Null(rig.Channel.Screen.NextChange);

        // Drawn but never marked.
        rig.Send(314, Body.SurfaceCreate(0, 6, 6));
        Fill(rig, 0x222222, 6, 6);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal((8, TimeSpan.FromMilliseconds(1)), (rig.See()!.Width, rig.Channel.Screen.NextChange));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(6, rig.See()!.Width);

        // No surface at all, because the channel ended.
        rig.Channel.Closed();
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1499));
        Assert.Equal(6, rig.See()!.Width);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(rig.See());
        Assert.Null(rig.Channel.Screen.NextChange);
    }

    [Fact]
    public void Changed_is_raised_once_until_it_is_read()
    {
        var rig = PictureRig.WithScreen(8, 4);
        var before = rig.Changes;
        Fill(rig, 1, 8, 4);
        Fill(rig, 2, 8, 4);
        Assert.Equal(before + 1, rig.Changes);
        rig.See();
        Fill(rig, 3, 8, 4);
        Assert.Equal(before + 2, rig.Changes);

        // Off-screen surfaces are nobody's business.
        rig.See();
        rig.Send(314, Body.SurfaceCreate(5, 4, 4, flags: 0));
        rig.Send(302, new Body().Base((0, 0, 4, 4), surface: 5).Solid(7).U16(8).NoMask().Done());
        Assert.Equal(before + 2, rig.Changes);
    }

    [Fact]
    public void Damage_is_what_was_drawn_and_stays_until_it_is_taken()
    {
        var rig = PictureRig.WithScreen(100, 100);
        rig.TakeDamage();
        rig.Send(306, new Body().Base((90, 95, 200, 200)).NoMask().Done());
        rig.Send(307, new Body().Base((5, 6, 8, 10)).NoMask().Done());
        rig.See(take: false);
        Assert.Equal([new PictureRect(90, 95, 10, 5), new PictureRect(5, 6, 3, 4)], rig.TakeDamage().Rects);
        Assert.Empty(rig.TakeDamage().Rects);
        for (var i = 0; i < 65; i++)
        {
            rig.Send(307, new Body().Base((i, i, i + 1, i + 1)).NoMask().Done());
        }

        Assert.Equal([new PictureRect(0, 0, 65, 65)], rig.TakeDamage().Rects);
    }

    [Fact]
    public void The_monitors_part_of_the_surface_is_shown()
    {
        var rig = PictureRig.WithScreen(30, 20);
        rig.Send(302, new Body().Base((10, 5, 11, 6)).Solid(0xABCDEF).U16(8).NoMask().Done());
        rig.Send(317, new Body().U16(1).U16(1).U32(0).U32(0).U32(15).U32(10).U32(10).U32(5).U32(0).Done());
        var picture = rig.See()!;
        Assert.Equal((15, 10, 0xABCDEF), (picture.Width, picture.Height, picture[0, 0]));
        rig.Send(306, new Body().Base((0, 0, 12, 7)).NoMask().Done());
        Assert.Equal([new PictureRect(0, 0, 2, 2)], rig.TakeDamage().Rects);

        // Nonsense counts as the whole; so does what was said of another surface.
        rig.Send(317, new Body().U16(1).U16(1).U32(0).U32(0).U32(15).U32(10).U32(3000).U32(5).U32(0).Done());
        Assert.Equal(30, rig.See()!.Width);
    }

    [Fact]
    public void Surfaces_are_drawn_from_each_other_and_from_themselves()
    {
        var rig = PictureRig.WithScreen(8, 1, color: 0x010101);
        rig.Send(314, Body.SurfaceCreate(9, 4, 1, flags: 0));
        rig.Send(304, new Body().Base((0, 0, 4, 1), surface: 9).Pointer(Body.Bitmap(4, 1, (x, _) => (uint)(x + 1) * 0x10)).Rect(0, 0, 4, 1).U16(8).U8(0).NoMask().Done());
        rig.Send(304, new Body().Base((2, 0, 6, 1)).Pointer(Body.SurfaceImage(9)).Rect(0, 0, 4, 1).U16(8).U8(0).NoMask().Done());
        Assert.Equal([0x010101, 0x010101, 0x10, 0x20, 0x30, 0x40, 0x010101, 0x010101], Row(rig));

        // From itself, shifted by one to the right, where each pixel overwrites the next one's source.
        rig.Send(304, new Body().Base((3, 0, 8, 1)).Pointer(Body.SurfaceImage(0)).Rect(2, 0, 7, 1).U16(8).U8(0).NoMask().Done());
        Assert.Equal([0x010101, 0x010101, 0x10, 0x10, 0x20, 0x30, 0x40, 0x010101], Row(rig));
        rig.Send(315, new Body().U32(9).Done());
        Assert.Throws<SpiceException>(() => rig.Send(304, new Body().Base((2, 0, 6, 1)).Pointer(Body.SurfaceImage(9)).Rect(0, 0, 4, 1).U16(8).U8(0).NoMask().Done()));
    }

    [Fact]
    public void Palettes_are_kept_until_they_are_dropped()
    {
        var rig = PictureRig.WithScreen(2, 1);
        byte[] Image(bool isKept) => isKept
            ? Body.Head(2, 1, 5, flags: 4 | 2, 2).U64(33).Raw(1, 0).Done()
            : Body.Head(2, 1, 5, flags: 4 | 1, 2).U32(38).Raw(1, 0).U64(33).U16(2).U32(0x112233).U32(0x445566).Done();
        void Draw(bool isKept) => rig.Send(304, new Body().Base((0, 0, 2, 1)).Pointer(Image(isKept)).Rect(0, 0, 2, 1).U16(8).U8(0).NoMask().Done());
        Draw(isKept: false);
        Assert.Equal([0x445566, 0x112233], Row(rig));
        rig.Send(306, new Body().Base((0, 0, 2, 1)).NoMask().Done());
        Draw(isKept: true);
        Assert.Equal([0x445566, 0x112233], Row(rig));
        rig.Send(107, new Body().U64(33).Done());
        Assert.Throws<SpiceException>(() => Draw(isKept: true));
        Draw(isKept: false);
        rig.Send(108);
        Assert.Throws<SpiceException>(() => Draw(isKept: true));
    }

    [Theory]
    [InlineData(310)]
    [InlineData(311)]
    [InlineData(318)]
    public void Strokes_text_and_composites_ask_for_a_new_link(int type)
    {
        var rig = PictureRig.WithScreen(4, 4);
        var failure = Assert.Throws<SpiceException>(() => rig.Send((ushort)type, new Body().Base((0, 0, 4, 4)).U32(0).Done()));
        Assert.Contains("cannot be drawn", failure.Message, StringComparison.Ordinal);

        // Linked again it starts anew, and the old picture stands meanwhile.
        rig.Channel.Closed();
        Assert.Equal(4, rig.See()!.Width);
        rig.Channel.Linked(rig.Sender, [0x1052]);
        rig.Send(314, Body.SurfaceCreate(0, 5, 5));
        Fill(rig, 5, 5, 5);
        rig.Send(102);
        Assert.Equal(5, rig.See()!.Width);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(16385, 1)]
    [InlineData(16384, 16384)]
    public void Surfaces_of_impossible_sizes_are_refused(int width, int height)
    {
        var failure = Assert.Throws<SpiceException>(() => new PictureRig().Send(314, Body.SurfaceCreate(0, width, height)));
        Assert.Contains($"{width}x{height}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Surfaces_are_bounded_in_number_and_cost_nothing_before_they_are_drawn()
    {
        var rig = new PictureRig();
        var before = GC.GetAllocatedBytesForCurrentThread();
        rig.Send(314, Body.SurfaceCreate(0, 8192, 8192));
        rig.Send(314, Body.SurfaceCreate(1, 8192, 8191, flags: 0));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Throws<SpiceException>(() => rig.Send(314, Body.SurfaceCreate(2, 8192, 8192, flags: 0)));
        rig.Send(315, new Body().U32(1).Done());
        for (uint id = 1; id < 4096; id++)
        {
            rig.Send(314, Body.SurfaceCreate(id, 1, 1, flags: 0));
        }

        Assert.Throws<SpiceException>(() => rig.Send(314, Body.SurfaceCreate(4096, 1, 1, flags: 0)));
    }

    [Fact]
    public void Small_messages_with_large_numbers_cost_little()
    {
        var rig = PictureRig.WithScreen(64, 64);
        var watch = OwnClock.Start();
        var extremes = new[] { int.MinValue, -1, 0, 1, 63, 65535, int.MaxValue };
        var image = Body.Bitmap(3, 3, (x, y) => (uint)(x * y));
        var refused = 0;
        foreach (var a in extremes)
        {
            foreach (var b in extremes)
            {
                foreach (var (type, body) in new (ushort, byte[])[]
                {
                    (302, new Body().Base((a, a, b, b)).Pattern(image, b, a).U16(8).NoMask().Done()),
                    (304, new Body().Base((a, b, b, a)).Pointer(image).Rect(a, a, b, b).U16(8).U8(0).Mask(Body.Head(8, 1, 1, 4, 1).U32(0).Raw(255).Done(), a, b).Done()),
                    (304, new Body().Base((a, a, b, b)).Pointer(image).Rect(b, a, a, b).U16(8).U8(1).NoMask().Done()),
                    (304, new Body().Base((0, 0, 64, 64)).Pointer(image).Rect(a, a, b, b).U16(0x48).U8(0).NoMask().Done()),
                    (104, new Body().Base((a, a, b, b)).U32(b).U32(a).Done()),
                    (122, new Body().U32(0).U32(1).U8(1).U8(1).U64(0).U32(3).U32(3).U32(3).U32(3).Rect(a, a, b, b).Clip([(b, b, a, a), (a, a, b, b)]).Done()),
                    (317, new Body().U16(1).U16(1).U32(0).U32(0).U32(a).U32(b).U32(b).U32(a).U32(0).Done()),
                })
                {
                    try
                    {
                        rig.Send(type, body);
                    }
                    catch (SpiceException)
                    {
                        refused++;
                    }
                }
            }
        }

        Assert.True(watch.OwnMs < 3000, $"{watch}");
        Assert.InRange(refused, 1, 300);
        Assert.NotNull(rig.See());
    }

    [Fact]
    public void A_video_that_cannot_be_shown_asks_for_a_new_link()
    {
        var rig = PictureRig.WithScreen(16, 16);
        void Create(uint id, int codec) =>
            rig.Send(122, new Body().U32(0).U32(id).U8(1).U8(codec).U64(0).U32(8).U32(8).U32(8).U32(8).Rect(0, 0, 8, 8).Clip(null).Done());
        Create(3, codec: 2);
        Create(4, codec: 1);
        Assert.Throws<SpiceException>(() => rig.Send(123, new Body().U32(3).U32(0).U32(1).U8(0).Done()));
        Assert.Throws<SpiceException>(() => rig.Send(123, new Body().U32(4).U32(0).U32(4).Raw(0xFF, 0xD8, 0xFF, 0xD9).Done()));

        // Gone: what still comes for it is nobody's.
        rig.Send(125, new Body().U32(3).Done());
        rig.Send(123, new Body().U32(3).U32(0).U32(1).U8(0).Done());
    }

    private static void Fill(PictureRig rig, uint color, int width, int height) =>
        rig.Send(302, new Body().Base((0, 0, width, height)).Solid(color).U16(8).NoMask().Done());

    private static int[] Row(PictureRig rig)
    {
        var picture = rig.See()!;
        return [.. Enumerable.Range(0, picture.Width).Select(x => picture[x, 0])];
    }
}
