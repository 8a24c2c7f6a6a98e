using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>The pointer on its way from the duplication to the cursor thread.</summary>
public sealed class PointerTests
{
    [Theory]
    [InlineData(PointerShapeKind.Color, CursorType.Color, 5, 4, 32, 20)]
    [InlineData(PointerShapeKind.MaskedColor, CursorType.MaskedColor, 5, 4, 20, 20)]
    [InlineData(PointerShapeKind.Monochrome, CursorType.Monochrome, 13, 8, 4, 2)]
    public void Every_kind_of_shape_arrives_unchanged_with_tight_rows(PointerShapeKind kind, CursorType type, int width, int height, int pitch, int rowBytes)
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        var bytes = Enumerable.Range(0, height * pitch).Select(i => (byte)(i * 7)).ToArray();
        bed.Screen.X = 1920;
        bed.Windows.MakeStale();
        bed.Screen.ShapePointer(new PointerShape(kind, width, height, pitch, 2, 1), bytes);
        bed.Screen.PlacePointer(10, 20, visible: true);
        bed.SettleAndCompare();
        using var source = new DuplicationCursorSource(bed.Pointer, (_, _) => { }, bed.Stop, bed.Wake);
        var cursor = new CursorSnapshot();
        Assert.Equal(CaptureOutcome.Changed, source.Wait(0, cursor));
        Assert.True(cursor.ShapeChanged && cursor.Visible);
        Assert.Equal((type, width, height, rowBytes, 2, 1), (cursor.Type, cursor.Width, cursor.Height, cursor.PitchBytes, cursor.HotspotX, cursor.HotspotY));
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(bytes.AsSpan(y * pitch, rowBytes).ToArray(), cursor.ShapeBytes.Slice(y * rowBytes, rowBytes).ToArray());
        }

        // The hotspot on the desktop: this output's origin was read before it moved.
        Assert.Equal((10 + 2, 20 + 1), (cursor.X, cursor.Y));
    }

    [Fact]
    public void Positions_are_on_the_whole_desktop()
    {
        var windows = FakeWindows.WithScreen(64, 48);
        (windows.Gpus[0].Screens[0].X, windows.Gpus[0].Screens[0].Y) = (-1280, 100);
        using var bed = new DuplicationBed(windows);
        bed.Screen.PlacePointer(3, 4, visible: true);
        bed.SettleAndCompare();
        var cursor = new CursorSnapshot();
        var seen = 0L;
        Assert.True(bed.Pointer.Read(cursor, ref seen));
        Assert.Equal((-1277, 104, true), (cursor.X, cursor.Y, cursor.Visible));
        bed.Screen.PlacePointer(3, 4, visible: false);
        _ = bed.Step();
        Assert.True(bed.Pointer.Read(cursor, ref seen));
        Assert.False(cursor.Visible);
        Assert.False(bed.Pointer.Read(cursor, ref seen));
    }

    /// <summary>A pointer that moves over a still picture wakes the cursor thread and captures nothing.</summary>
    [Fact]
    public void A_moving_pointer_is_not_a_frame()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        using var wake = new WakeFlag();
        using var source = new DuplicationCursorSource(bed.Pointer, (_, _) => { }, bed.Stop, wake);
        var cursor = new CursorSnapshot();
        Assert.Equal(CaptureOutcome.Changed, source.Wait(0, cursor));
        Assert.Equal(CaptureOutcome.Unchanged, source.Wait(0, cursor));
        var copies = bed.Windows.Calls(FakeCall.Copy);
        bed.Screen.PlacePointer(7, 8, visible: true);
        Assert.False(bed.Step());
        Assert.True(wake.IsRaised);
        Assert.Equal(CaptureOutcome.Changed, source.Wait(0, cursor));
        Assert.Equal((7, 8, copies), (cursor.X, cursor.Y, bed.Windows.Calls(FakeCall.Copy)));
        wake.Lower();
        wake.Raise();
        Assert.Equal(CaptureOutcome.Unchanged, source.Wait(-1, cursor));
        bed.Stop.Raise();
        Assert.Equal(CaptureOutcome.Lost, source.Wait(-1, cursor));
        bed.Stop.Lower();
    }

    [Theory]
    [InlineData(PointerShapeKind.Color, 700, 2, 2800, 512, 2)]
    [InlineData(PointerShapeKind.MaskedColor, 2, 700, 8, 2, 512)]
    public void Shapes_beyond_the_protocols_limit_are_cut(PointerShapeKind kind, int width, int height, int pitch, int widthSent, int heightSent)
    {
        var slot = new PointerSlot();
        slot.PostShape(new PointerShape(kind, width, height, pitch, 0, 0), new byte[height * pitch]);
        var (cursor, seen) = (new CursorSnapshot(), 0L);
        Assert.True(slot.Read(cursor, ref seen));
        Assert.Equal((widthSent, heightSent), (cursor.Width, cursor.Height));
    }

    [Theory]
    [InlineData((PointerShapeKind)9, 4, 4, 16, 64)]
    [InlineData(PointerShapeKind.Color, 4, 4, 15, 64)]
    [InlineData(PointerShapeKind.Color, 4, 4, 16, 63)]
    [InlineData(PointerShapeKind.Color, 0, 4, 16, 64)]
    [InlineData(PointerShapeKind.Color, int.MaxValue, int.MaxValue, int.MaxValue, 64)]
    [InlineData(PointerShapeKind.Monochrome, 8, 5, 1, 5)]
    [InlineData(PointerShapeKind.Color, -4, -4, 16, 64)]
    public void Shapes_that_make_no_sense_are_left_out(PointerShapeKind kind, int width, int height, int pitch, int bytes)
    {
        var slot = new PointerSlot();
        slot.PostShape(new PointerShape(kind, width, height, pitch, 0, 0), new byte[bytes]);
        Assert.Equal(0, slot.Version);
    }
}
