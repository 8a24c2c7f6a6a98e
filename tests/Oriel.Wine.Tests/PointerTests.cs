using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>
/// The pointer: place, visibility and moving it, from one Windows program to a Linux consumer. Wine lets no program read another's cursor bitmaps (the consumer is then shown the
/// system's arrow), so the shapes are those the agent makes itself, puts into the system and reads back.
/// </summary>
public sealed class PointerTests
{
    private const int Side = 32;

    [Fact]
    public void Alpha_shapes_have_straight_alpha() =>
        Check("alpha", "Color", (x, y) => Opaque(x, y) ? 0xFF00C080 : Second(x, y) ? 0x80FF0000 : 0);

    [Fact]
    public void Coloured_shapes_without_alpha_get_it_from_their_mask() =>
        Check("colour", "Color", (x, y) => Opaque(x, y) ? 0xFF00C080 : 0);

    [Fact]
    public void Masked_shapes_invert_where_they_say_so() =>
        Check("masked", "MaskedColor", (x, y) => Opaque(x, y) ? 0x0000C080u : Second(x, y) ? 0xFFFFFFFF : 0xFF000000);

    [Fact]
    public void Monochrome_shapes_are_two_masks()
    {
        var shape = Sample("mono", "Monochrome", 4);
        Assert.Equal(2 * Side * 4, shape.Length);
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
    public void Place_and_visibility_follow_a_program()
    {
        using var bed = Open(300, 200);
        Assert.True(bed.Sink.Cursor is { HasShape: true, Type: CursorType.Color, Width: >= 16, Height: >= 16 }, $"{bed.Sink.Cursor}");
        Assert.Contains(bed.Sink.CursorShape, b => b != 0);
        bed.Desk.Paint("cursor none", "move 303 203", "move 310 210");
        Eventually.True(() => !bed.Sink.Cursor.Visible, WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
        bed.Desk.Paint("cursor arrow", "move 313 213", "move 320 220");
        Eventually.True(() => bed.Sink.Cursor.Visible && IsAt(bed, 320, 220), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
    }

    [Fact]
    public void A_viewer_moves_the_pointer_and_sees_it_there()
    {
        using var bed = Open(300, 200);
        Assert.True(bed.Feed.TrySendCursorPosition(451, 333));
        Eventually.True(() => IsAt(bed, 451, 333), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");

        // Each program of Wine's believes a place that it learned a moment ago, whoever moved the pointer since.
        Eventually.True(
            () =>
            {
                bed.Desk.Paint("where");
                return bed.Desk.Painter.Output.Split('\n').Last(line => line.StartsWith("at ", StringComparison.Ordinal)) == "at 451 333";
            },
            WineBed.Patience,
            () => bed.Desk.Painter.Output);
    }

    [Fact]
    public void Moving_the_pointer_publishes_no_frames()
    {
        using var bed = Open(200, 200);
        bed.PaintAndFind(5, 5, 0x123456);
        bed.WaitUntilEqual("before");
        bed.WaitForHeartbeats(300);
        var frames = bed.Sink.Frames;
        bed.Desk.Paint([.. Enumerable.Range(0, 20).Select(i => $"move {210 + (i * 10)} 240")]);
        Eventually.True(() => IsAt(bed, 400, 240), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
        Assert.Equal(frames, bed.Sink.Frames);
    }

    private static bool Opaque(int x, int y) => x < 8 && y < 8;

    /// <summary>Where the samples are half transparent, or invert.</summary>
    private static bool Second(int x, int y) => x is >= 8 and < 16 && y < 8;

    private static bool IsAt(WineBed bed, int x, int y) => (bed.Sink.Cursor.X + bed.Sink.Cursor.HotspotX, bed.Sink.Cursor.Y + bed.Sink.Cursor.HotspotY) == (x, y);

    private static WineBed Open(int x, int y)
    {
        var bed = new WineBed(WineHome.DeskOrSkip(1024, 768));
        try
        {
            bed.Desk.Paint("cursor arrow", $"move {x - 7} {y - 7}", $"move {x} {y}");
            Eventually.True(() => bed.Sink.Cursor is { HasShape: true, Visible: true } && IsAt(bed, x, y), WineBed.Patience, () => $"{bed.Sink.Cursor} {bed.Agent.Output}");
            return bed;
        }
        catch
        {
            bed.Dispose();
            throw;
        }
    }

    private static void Check(string kind, string type, Func<int, int, uint> expected)
    {
        var shape = Sample(kind, type, Side * 4);
        Assert.Equal(Side * Side * 4, shape.Length);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                Assert.Equal((x, y, expected(x, y)), (x, y, BitConverter.ToUInt32(shape, ((y * Side) + x) * 4)));
            }
        }
    }

    private static byte[] Sample(string kind, string type, int pitch)
    {
        var (status, output) = WineHome.DeskOrSkip(1024, 768).RunAgent("pointer", "--sample", kind);
        Assert.Equal((0, true), (status, output.Contains($"shape {type} {Side}x{Side}, hotspot 3, 5, {pitch} bytes a row", StringComparison.Ordinal)));
        return Convert.FromHexString(output.Split('\n').Last(l => l.Trim().Length > 100).Trim());
    }
}
