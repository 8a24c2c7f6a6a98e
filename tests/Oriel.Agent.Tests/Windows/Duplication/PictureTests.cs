using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>Following moves and dirty rectangles gives the same picture as copying everything, whatever happens on the screen.</summary>
public sealed class PictureTests
{
    private const int Width = 97;
    private const int Height = 61;

    [Fact]
    public void Whatever_is_painted_and_moved_the_picture_is_the_screen()
    {
        var rect = from x in Gen.Choose(0, Width - 1)
                   from y in Gen.Choose(0, Height - 1)
                   from w in Gen.Choose(1, Width - x)
                   from h in Gen.Choose(1, Height - y)
                   select new PixelRect(x, y, x + w, y + h);
        var paint = from r in rect from seed in Gen.Choose(1, 1 << 20) select (Action<FakeScreen>)(s => s.Paint(r, seed));
        var move = from r in rect
                   from x in Gen.Choose(0, Width - r.Width)
                   from y in Gen.Choose(0, Height - r.Height)
                   select (Action<FakeScreen>)(s => s.Move(x, y, r));
        var pointer = from x in Gen.Choose(-5, Width) select (Action<FakeScreen>)(s => s.PlacePointer(x, 3, visible: true));
        var batches = Gen.ListOf(Gen.ListOf(Gen.Frequency((4, paint), (4, move), (1, pointer)), 6), 12);
        Prop.ForAll(batches.ToArbitrary(), steps =>
        {
            using var bed = new DuplicationBed(FakeWindows.WithScreen(Width, Height));
            bed.Screen.Paint(new PixelRect(0, 0, Width, Height), 99);
            bed.SettleAndCompare();
            foreach (var batch in steps)
            {
                foreach (var act in batch)
                {
                    act(bed.Screen);
                }

                if (bed.Step())
                {
                    bed.AssertEqual();
                }
            }

            bed.SettleAndCompare();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Only_what_changed_is_copied_and_told()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(640, 480));
        bed.SettleAndCompare();
        bed.Screen.Paint(new PixelRect(0, 0, 640, 480), 1);
        Assert.True(bed.Step());
        bed.Screen.Paint(new PixelRect(0, 0, 640, 480), 2);
        Assert.True(bed.Step());
        var before = bed.Windows.CopiedPixels;
        bed.Screen.Paint(new PixelRect(10, 20, 30, 50), 3);
        Assert.True(bed.Step());
        Assert.Equal([new DamageRect(10, 20, 20, 30)], bed.LastDamage.Rects.ToArray());

        // Once from the frame into our texture, and what the image missed (all of it: it was last captured two frames ago).
        Assert.Equal(600 + (640 * 480), bed.Windows.CopiedPixels - before);
        before = bed.Windows.CopiedPixels;
        bed.Screen.Paint(new PixelRect(10, 20, 30, 50), 4);
        Assert.True(bed.Step());
        Assert.Equal(600 + 600, bed.Windows.CopiedPixels - before);
        bed.AssertEqual();
    }

    [Fact]
    public void A_move_is_damage_where_the_pixels_arrive()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(640, 480));
        bed.Screen.Paint(new PixelRect(0, 0, 640, 480), 1);
        bed.SettleAndCompare();
        bed.Screen.Move(0, 100, new PixelRect(0, 80, 640, 400));
        Assert.True(bed.Step());
        Assert.Equal([new DamageRect(0, 80, 640, 320)], bed.LastDamage.Rects.ToArray());
        bed.AssertEqual();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Without_rectangles_every_frame_is_a_whole_one(bool driverTellsNothing, bool optionDisables)
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48), new DuplicationOptions { DisableDamage = optionDisables });
        bed.Screen.TellsNothing = driverTellsNothing;
        bed.SettleAndCompare();
        bed.Screen.Paint(new PixelRect(1, 1, 2, 2), 5);
        Assert.True(bed.Step());
        Assert.True(bed.LastDamage.IsEverything);
        bed.AssertEqual();
    }

    [Fact]
    public void More_rectangles_than_there_is_room_for_are_everything()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(640, 480));
        bed.SettleAndCompare();
        for (var i = 0; i < 1100; i++)
        {
            bed.Screen.Paint(new PixelRect(i % 600, i % 400, (i % 600) + 3, (i % 400) + 2), i);
        }

        Assert.True(bed.Step());
        Assert.True(bed.LastDamage.IsEverything);
        bed.AssertEqual();
    }

    [Fact]
    public void Protected_content_is_counted()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Screen.IsMasked = true;
        bed.Screen.Paint(new PixelRect(0, 0, 64, 48), 1);
        Assert.True(bed.Step());
        Assert.Equal(1, bed.Source.MaskedFrames);
    }

    [Theory]
    [InlineData(PixelFormat.Bgra8, OutputColorSpace.Sdr, 8, FrameType.Bgra, FrameFlags.None)]
    [InlineData(PixelFormat.Rgba16F, OutputColorSpace.Hdr10, 10, FrameType.Rgba16F, FrameFlags.Hdr)]
    [InlineData(PixelFormat.Rgb10A2, OutputColorSpace.Hdr10, 10, FrameType.Rgba10, FrameFlags.Hdr | FrameFlags.HdrPq)]
    [InlineData(PixelFormat.Rgb10A2, OutputColorSpace.Sdr, 10, FrameType.Rgba10, FrameFlags.None)]
    [InlineData(PixelFormat.Rgba8, OutputColorSpace.Sdr, 8, FrameType.Rgba, FrameFlags.None)]
    public void Deep_and_bright_desktops_keep_their_format(PixelFormat format, OutputColorSpace space, int bits, FrameType type, FrameFlags flags)
    {
        var windows = FakeWindows.WithScreen(65, 33, format);
        (windows.Gpus[0].Screens[0].ColorSpace, windows.Gpus[0].Screens[0].BitsPerColor) = (space, bits);
        using var bed = new DuplicationBed(windows);
        bed.Screen.Paint(new PixelRect(0, 0, 65, 33), 7);
        bed.SettleAndCompare();
        Assert.Equal((type, flags), (bed.Source.Mode.Type, bed.Source.Mode.Flags));
        bed.Screen.Paint(new PixelRect(3, 3, 20, 20), 8);
        bed.SettleAndCompare();
    }

    /// <summary>Half floats on an ordinary screen, an old output interface, or the option: the system is left to convert.</summary>
    [Theory]
    [InlineData(OutputColorSpace.Sdr, 6, true)]
    [InlineData(OutputColorSpace.Hdr10, 1, true)]
    [InlineData(OutputColorSpace.Hdr10, 6, false)]
    public void Otherwise_the_system_converts(OutputColorSpace space, int version, bool hdr)
    {
        var windows = FakeWindows.WithScreen(64, 32, PixelFormat.Rgba16F);
        (windows.Gpus[0].Screens[0].ColorSpace, windows.Gpus[0].Screens[0].OutputVersion) = (space, version);
        using var bed = new DuplicationBed(windows, new DuplicationOptions { Hdr = hdr });
        Assert.Equal((FrameType.Bgra, FrameFlags.None), (bed.Source.Mode.Type, bed.Source.Mode.Flags));
    }

    [Theory]
    [InlineData(OutputRotation.None, FrameRotation.None)]
    [InlineData(OutputRotation.Unspecified, FrameRotation.None)]
    [InlineData(OutputRotation.Quarter, FrameRotation.Clockwise270)]
    [InlineData(OutputRotation.Half, FrameRotation.Half)]
    [InlineData(OutputRotation.ThreeQuarters, FrameRotation.Clockwise90)]
    public void A_turned_screen_is_captured_as_it_lies_and_turned_back_by_the_receiver(OutputRotation rotation, FrameRotation expected)
    {
        var windows = FakeWindows.WithScreen(80, 48);
        windows.Gpus[0].Screens[0].ChangeMode(80, 48, rotation);
        using var bed = new DuplicationBed(windows);
        bed.Screen.Paint(new PixelRect(5, 5, 70, 40), 7);
        bed.SettleAndCompare();
        var mode = bed.Source.Mode;
        Assert.Equal((80, 48, 80, 48, expected), (mode.Width, mode.Height, mode.ScreenWidth, mode.ScreenHeight, mode.Rotation));
    }
}
