using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>The pointer a consumer gets is the one a Windows program set (painter.c makes the shapes).</summary>
public sealed class PointerTests
{
    private const int Side = 32;

    [Fact]
    public void Alpha_shapes_arrive_with_straight_alpha()
    {
        using var bed = Open("alpha", s => s is { Type: CursorType.Color, Width: Side, Height: Side });
        Check(bed, (x, y) => Opaque(x, y) ? 0xFF00C080 : Second(x, y) ? 0x80FF0000 : 0);
    }

    [Fact]
    public void Coloured_shapes_without_alpha_get_it_from_their_mask()
    {
        using var bed = Open("colour", s => s is { Type: CursorType.Color, Width: Side, Height: Side });
        Check(bed, (x, y) => Opaque(x, y) ? 0xFF00C080 : 0);
    }

    [Fact]
    public void Masked_shapes_invert_where_they_say_so()
    {
        using var bed = Open("masked", s => s is { Type: CursorType.MaskedColor, Width: Side, Height: Side });
        Check(bed, (x, y) => Opaque(x, y) ? 0x0000C080u : Second(x, y) ? 0xFFFFFFFF : 0xFF000000);
    }

    [Fact]
    public void Monochrome_shapes_come_as_two_masks()
    {
        using var bed = Open("mono", s => s is { Type: CursorType.Monochrome, Width: Side, Height: 2 * Side, PitchBytes: 4 });
        var shape = bed.Sink.CursorShape;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var and = (shape[(y * 4) + (x / 8)] & (0x80 >> (x % 8))) != 0;
                var xor = (shape[((Side + y) * 4) + (x / 8)] & (0x80 >> (x % 8))) != 0;
                Assert.Equal((x, y, !Opaque(x, y), Second(x, y) || (Opaque(x, y) && (x + y) % 2 == 1)), (x, y, and, xor));
            }
        }
    }

    [Fact]
    public void A_hidden_pointer_is_hidden_and_comes_back()
    {
        using var bed = Open("alpha", s => s.Visible);
        bed.Desk.Paint("cursor none");
        Nudge(bed, 310, 210);
        Eventually.True(() => !bed.Sink.Cursor.Visible, WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
        bed.Desk.Paint("cursor alpha");
        Nudge(bed, 320, 220);
        Eventually.True(() => bed.Sink.Cursor.Visible, WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
    }

    [Fact]
    public void A_viewer_moves_the_pointer_and_sees_it_there()
    {
        using var bed = Open("colour", s => s.HasPosition);
        Assert.True(bed.Feed.TrySendCursorPosition(451, 333));
        Eventually.True(
            () => (bed.Sink.Cursor.X + bed.Sink.Cursor.HotspotX, bed.Sink.Cursor.Y + bed.Sink.Cursor.HotspotY) == (451, 333), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
        bed.Desk.Paint("where");
        bed.Desk.Painter.WaitForLine("^at 451 333$", WineBed.Patience);
    }

    private static bool Opaque(int x, int y) => x < 8 && y < 8;

    /// <summary>Where the shapes are half transparent, or invert.</summary>
    private static bool Second(int x, int y) => x is >= 8 and < 16 && y < 8;

    private static WineBed Open(string shape, Func<CursorUpdate, bool> arrived)
    {
        var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        try
        {
            bed.Desk.Paint($"cursor {shape}");
            Nudge(bed, 300, 200);
            Eventually.True(
                () => arrived(bed.Sink.Cursor) && (bed.Sink.Cursor.X, bed.Sink.Cursor.Y) == (297, 195), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
            Assert.Equal((3, 5), ((int)bed.Sink.Cursor.HotspotX, (int)bed.Sink.Cursor.HotspotY));
            return bed;
        }
        catch
        {
            bed.Dispose();
            throw;
        }
    }

    /// <summary>Windows asks a window for its shape when the pointer moves over it.</summary>
    private static void Nudge(WineBed bed, int x, int y) => bed.Desk.Paint($"move {x - 7} {y - 7}", $"move {x} {y}");

    private static void Check(WineBed bed, Func<int, int, uint> expected)
    {
        var shape = bed.Sink.CursorShape;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var at = (y * (int)bed.Sink.Cursor.PitchBytes) + (x * 4);
                Assert.Equal((x, y, expected(x, y)), (x, y, BitConverter.ToUInt32(shape, at)));
            }
        }
    }
}
