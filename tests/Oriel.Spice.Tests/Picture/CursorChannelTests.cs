using Oriel.Spice.Picture;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Picture;

public sealed class CursorChannelTests
{
    private int _changes;

    public static TheoryData<string> CursorTranscripts => ["cursor-vga", "cursor-qxl", "cursor-alpha-24", "display-modeset"];

    [Fact]
    public void A_VGA_without_a_pointer_gives_none()
    {
        var channel = Replay("cursor-vga");
        Assert.Null(channel.State.Shape);
    }

    [Fact]
    public void Recorded_pointers_come_with_shape_place_and_hot_spot()
    {
        var channel = Replay("cursor-alpha-24");
        var state = channel.State;
        Assert.Equal((151, 150, true), (state.X, state.Y, state.IsVisible));
        var shape = state.Shape!;
        Assert.Equal((CursorKind.Color, 24, 24, 11, 11, 96), (shape.Kind, shape.Width, shape.Height, shape.HotX, shape.HotY, shape.PitchBytes));
        // Premultiplied on the wire: no colour above its alpha there. Straight here: with alpha 1 and colour 0 nothing changes, and no colour was lost.
        var sent = Transcript.Load("cursor-alpha-24").ServerMessages("cursor").Last(u => u.Type == 103).Body.Span[^2304..];
        for (var i = 0; i < 2304; i += 4)
        {
            Assert.Equal(sent[i + 3], shape.Data.Span[i + 3]);
            for (var c = 0; c < 3; c++)
            {
                Assert.Equal(sent[i + c], (byte)Math.Round(shape.Data.Span[i + c] * sent[i + 3] / 255.0));
            }
        }

        Assert.Contains(Enumerable.Range(0, 576), i => shape.Data.Span[(i * 4) + 3] > 200);
    }

    [Fact]
    public void Hidden_and_back()
    {
        var channel = new CursorChannel { Changed = () => _changes++ };
        channel.Handle(101, Init(Shape(0, 1, 1, [1, 2, 3, 255]), x: -5, y: 7));
        Assert.Equal((-5, 7, true, 1), (channel.State.X, channel.State.Y, channel.State.IsVisible, _changes));
        channel.Handle(105, []);
        Assert.False(channel.State.IsVisible);
        channel.Handle(104, new Body().U16(300).U16(20).Done());
        Assert.Equal((300, 20, true), (channel.State.X, channel.State.Y, channel.State.IsVisible));
        Assert.Equal(3, _changes);
        channel.Handle(104, new Body().U16(300).U16(20).Done());
        channel.Handle(199, [1]);
        Assert.Equal(3, _changes);
        channel.Handle(102, []);
        Assert.Equal((null, false), (channel.State.Shape, channel.State.IsVisible));
        channel.Handle(103, new Body().U16(1).U16(2).U8(1).U16(1).Done());
        Assert.Equal((null, 1, true), (channel.State.Shape, channel.State.X, channel.State.IsVisible));
        channel.Closed();
        Assert.False(channel.State.IsVisible);
    }

    [Fact]
    public void Monochrome_stays_what_it_is()
    {
        // 9 pixels wide: two bytes per row; 2 rows.
        byte[] data = [0xAA, 0x80, 0x55, 0x00, 0xF0, 0x80, 0x0F, 0x00];
        var shape = Decode(Shape(1, 9, 2, data, hotX: 20, hotY: 1));
        Assert.Equal((CursorKind.Monochrome, 9, 2, 2), (shape.Kind, shape.Width, shape.Height, shape.PitchBytes));
        Assert.Equal(data, shape.Data.ToArray());
        Assert.Equal((8, 1), (shape.HotX, shape.HotY));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Coloured_shapes_become_masked_colour(int type)
    {
        // Three pixels: opaque red, transparent (mask 1, black), inverting (mask 1, white).
        var palette = new Body();
        for (var i = 0; i < (type == 2 ? 16 : 256); i++)
        {
            palette.U32(i switch { 3 => 0xFF0000, 15 => 0xFFFFFF, _ => 0 });
        }

        byte[] pixels = type switch
        {
            2 => [0x30, 0xF0, .. palette.Done()],
            3 => [3, 0, 15, .. palette.Done()],
            4 => [0x00, 0x7C, 0, 0, 0xFF, 0x7F],
            5 => [0, 0, 255, 0, 0, 0, 255, 255, 255],
            _ => [0, 0, 255, 9, 0, 0, 0, 9, 255, 255, 255, 9],
        };
        var shape = Decode(Shape(type, 3, 1, [.. pixels, 0b0110_0000]));
        Assert.Equal(CursorKind.MaskedColor, shape.Kind);
        Assert.Equal([0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 255, 255], shape.Data.ToArray());
    }

    [Fact]
    public void The_cache_gives_back_what_was_kept_and_forgets_when_told()
    {
        var channel = new CursorChannel();
        channel.Handle(101, Init(Shape(0, 1, 1, [1, 2, 3, 255], id: 5, flags: 2)));
        var kept = channel.State.Shape;
        channel.Handle(103, Set(Shape(0, 2, 1, [9, 9, 9, 255, 9, 9, 9, 255], id: 6)));
        Assert.NotSame(kept, channel.State.Shape);
        channel.Handle(103, Set(Shape(0, 1, 1, [], id: 5, flags: 4)));
        Assert.Same(kept, channel.State.Shape);
        channel.Handle(107, new Body().U64(5).Done());
        var failure = Assert.Throws<SpiceException>(() => channel.Handle(103, Set(Shape(0, 1, 1, [], id: 5, flags: 4))));
        Assert.Contains("cursor 5", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_is_bounded()
    {
        var channel = new CursorChannel();
        for (ulong id = 0; id < 300; id++)
        {
            channel.Handle(103, Set(Shape(0, 1, 1, [1, 2, 3, 255], id: id, flags: 2)));
        }

        channel.Handle(103, Set(Shape(0, 1, 1, [], id: 44, flags: 4)));
        Assert.Throws<SpiceException>(() => channel.Handle(103, Set(Shape(0, 1, 1, [], id: 43, flags: 4))));
    }

    [Theory]
    [InlineData(7, 1, 1, 4)]
    [InlineData(0, 2, 2, 15)]
    [InlineData(1, 8, 8, 15)]
    [InlineData(2, 2, 1, 65)]
    [InlineData(0, 1025, 1, 4100)]
    public void Broken_shapes_are_refused(int type, int width, int height, int bytes) =>
        Assert.Throws<SpiceException>(() => Decode(Shape(type, width, height, new byte[bytes])));

    [Theory]
    [MemberData(nameof(CursorTranscripts))]
    public void Mutated_transcripts_do_no_harm(string name) =>
        HandlerFuzz.Run(() => new CursorChannel(), Transcript.Load(name).ServerMessages("cursor"), rounds: 400);

    private static CursorChannel Replay(string name)
    {
        var channel = new CursorChannel();
        foreach (var unit in Transcript.Load(name).ServerMessages("cursor").Where(u => u.Type >= 101))
        {
            channel.Handle(unit.Type, unit.Body.Span);
        }

        return channel;
    }

    private static CursorShape Decode(byte[] cursor)
    {
        var channel = new CursorChannel();
        channel.Handle(103, Set(cursor));
        return channel.State.Shape!;
    }

    private static byte[] Init(byte[] cursor, int x = 0, int y = 0) => new Body().U16(x).U16(y).U16(0).U16(0).U8(1).Raw(cursor).Done();

    private static byte[] Set(byte[] cursor) => new Body().U16(10).U16(20).U8(1).Raw(cursor).Done();

    private static byte[] Shape(int type, int width, int height, byte[] data, int hotX = 0, int hotY = 0, ulong id = 0, int flags = 0) =>
        new Body().U16(flags).U64(id).U8(type).U16(width).U16(height).U16(hotX).U16(hotY).Raw(data).Done();
}
