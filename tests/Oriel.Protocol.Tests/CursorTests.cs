using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>Pointer messages (kvmfr.md sections 7 and 12).</summary>
public sealed class CursorTests
{
    private static readonly PayloadBounds s_bounds = new(8192, 28 + (1 << 20), 4 << 20);

    [Fact]
    public void Literal_bytes_with_everything()
    {
        byte[] raw = [0x64, 0x00, 0xF9, 0xFF, 0, 0, 0, 0, 0x03, 0xFE, 0xAA, 0xBB, 24, 0, 0, 0, 17, 0, 0, 0, 128, 0, 0, 0];
        Assert.True(CursorParser.TryParse(20, 0x7, raw, s_bounds, out var cursor, out var reject), reject.ToString());
        Assert.True(cursor.HasPosition && cursor.HasVisibility && cursor.Visible && cursor.HasShape);
        Assert.Equal((100, -7), (cursor.X, cursor.Y));
        Assert.Equal(CursorType.Color, cursor.Type);
        Assert.Equal((3, -2), (cursor.HotspotX, cursor.HotspotY));
        Assert.Equal((24u, 17u, 17u, 128u, 2176u), (cursor.Width, cursor.Height, cursor.VisibleHeight, cursor.PitchBytes, cursor.DataBytes));
        Assert.Equal(8192ul + 24, cursor.DataOffset);
        Assert.Equal(203u, cursor.SdrWhiteNits);
        Assert.False(cursor.HasColorTransform);
    }

    [Fact]
    public void Fields_without_their_flag_are_zero()
    {
        var raw = new byte[28];
        raw.AsSpan().Fill(0x7F);
        Assert.True(CursorParser.TryParse(20, 0, raw, s_bounds, out var cursor, out _));
        Assert.Equal(new CursorUpdate { HasVisibility = true, SdrWhiteNits = 203 }, cursor);
        Assert.True(CursorParser.TryParse(23, 0x2, raw, s_bounds, out cursor, out _));
        Assert.Equal(new CursorUpdate { SdrWhiteNits = 0x7F7F7F7F }, cursor);
    }

    // Before 23 every message tells the visibility; from 23 on only with 0x10.
    [Theory]
    [InlineData(19u, 0x0ul, true, false)]
    [InlineData(22u, 0x1ul, true, false)]
    [InlineData(22u, 0x2ul, true, true)]
    [InlineData(22u, 0x10ul, true, false)]
    [InlineData(23u, 0x2ul, false, false)]
    [InlineData(23u, 0x10ul, true, false)]
    [InlineData(34u, 0x12ul, true, true)]
    [InlineData(34u, 0x5_0000_0012ul, true, true)]
    public void Visibility(uint version, ulong word, bool known, bool visible)
    {
        Assert.True(CursorParser.TryParse(version, word, new byte[28], s_bounds, out var cursor, out _));
        Assert.Equal((known, visible), (cursor.HasVisibility, cursor.Visible));
    }

    // columns: type, width, stored height, pitch
    [Theory]
    [InlineData(0u, 512u, 512u, 2048u, RejectCode.None)]
    [InlineData(0u, 513u, 1u, 4096u, RejectCode.CursorSize)]
    [InlineData(0u, 1u, 513u, 4u, RejectCode.CursorSize)]
    [InlineData(0u, 0u, 1u, 4u, RejectCode.CursorSize)]
    [InlineData(0u, 1u, 0u, 4u, RejectCode.CursorSize)]
    [InlineData(0u, 24u, 17u, 96u, RejectCode.None)]
    [InlineData(0u, 24u, 17u, 95u, RejectCode.CursorPitch)]
    [InlineData(2u, 24u, 17u, 96u, RejectCode.None)]
    [InlineData(2u, 24u, 17u, 95u, RejectCode.CursorPitch)]
    [InlineData(1u, 32u, 64u, 4u, RejectCode.None)]
    [InlineData(1u, 33u, 64u, 4u, RejectCode.CursorPitch)]
    [InlineData(1u, 33u, 64u, 5u, RejectCode.None)]
    [InlineData(1u, 32u, 63u, 4u, RejectCode.CursorSize)]
    [InlineData(1u, 512u, 1024u, 64u, RejectCode.None)]
    [InlineData(1u, 512u, 1026u, 64u, RejectCode.CursorSize)]
    [InlineData(3u, 24u, 17u, 96u, RejectCode.CursorType)]
    [InlineData(uint.MaxValue, 24u, 17u, 96u, RejectCode.CursorType)]
    [InlineData(0u, 24u, 512u, 4096u, RejectCode.CursorExtent)]
    [InlineData(0u, 24u, 2u, uint.MaxValue, RejectCode.CursorExtent)]
    public void Shape_limits(uint type, uint width, uint height, uint pitch, RejectCode expected)
    {
        var raw = Raw(type, width, height, pitch);
        Assert.Equal(expected == RejectCode.None, CursorParser.TryParse(20, 0x4, raw, s_bounds, out var cursor, out var reject));
        Assert.Equal(expected, reject.Code);
        if (expected == RejectCode.None)
        {
            Assert.Equal(type == 1 ? height / 2 : height, cursor.VisibleHeight);
        }
        else
        {
            Assert.Equal(default, cursor);
            // Without the flag the same stale fields harm nothing.
            Assert.True(CursorParser.TryParse(20, 0x1, raw, s_bounds, out _, out _));
        }
    }

    [Fact]
    public void Shape_must_fit_the_payload_to_the_byte()
    {
        var raw = Raw(0, 24, 17, 128);
        Assert.True(CursorParser.TryParse(20, 4, raw, new PayloadBounds(8192, 24 + (17 * 128), 4 << 20), out _, out _));
        Assert.False(CursorParser.TryParse(20, 4, raw, new PayloadBounds(8192, 23 + (17 * 128), 4 << 20), out _, out var reject));
        Assert.Equal(new Reject(RejectCode.CursorExtent, 17 * 128, (17 * 128) - 1), reject);
        Assert.False(CursorParser.TryParse(34, 4, raw, new PayloadBounds(8192, 24 + (17 * 128), 4 << 20), out _, out reject));
        Assert.Equal(RejectCode.CursorExtent, reject.Code);
        Assert.False(CursorParser.TryParse(20, 0, raw, new PayloadBounds(8192, 8, 4 << 20), out _, out reject));
        Assert.Equal(new Reject(RejectCode.PayloadSize, 8, 24), reject);
        Assert.False(CursorParser.TryParse(23, 0, raw.AsSpan(0, 27), s_bounds, out _, out reject));
        Assert.Equal(RejectCode.PayloadSize, reject.Code);
        Assert.False(CursorParser.TryParse(20, 0, raw, new PayloadBounds(8192, 24, 8215), out _, out reject));
        Assert.Equal(RejectCode.PayloadRange, reject.Code);
        Assert.False(CursorParser.TryParse(18, 0, raw, s_bounds, out _, out reject));
        Assert.Equal(RejectCode.KvmfrVersion, reject.Code);
    }

    [Fact]
    public void Colour_transform_is_noticed_and_must_fit()
    {
        Assert.True(CursorParser.TryParse(34, 0x8, new byte[28], new PayloadBounds(8192, 28 + 65592, 4 << 20), out var cursor, out _));
        Assert.True(cursor.HasColorTransform);
        Assert.False(CursorParser.TryParse(34, 0x8, new byte[28], new PayloadBounds(8192, 27 + 65592, 4 << 20), out _, out var reject));
        Assert.Equal(new Reject(RejectCode.CursorExtent, 65592, 65591), reject);
        Assert.False(CursorParser.TryParse(34, 0xC, Raw(0, 24, 17, 128), new PayloadBounds(8192, 28 + 65592, 4 << 20), out _, out _));
        Assert.True(CursorParser.TryParse(34, 0xC, Raw(0, 24, 17, 128), new PayloadBounds(8192, 28 + 65592 + (17 * 128), 4 << 20), out cursor, out _));
        Assert.True(cursor.HasShape && cursor.HasColorTransform);
        Assert.True(CursorParser.TryParse(21, 0x8, new byte[28], new PayloadBounds(8192, 28, 4 << 20), out cursor, out _));
        Assert.False(cursor.HasColorTransform);
    }

    [Theory]
    [InlineData(19u, 0x7ul)]
    [InlineData(20u, 0x7ul)]
    [InlineData(23u, 0x17ul)]
    [InlineData(34u, 0x17ul)]
    public void What_is_written_is_read(uint version, ulong word)
    {
        var cursor = new CursorUpdate
        {
            HasPosition = true, X = -32768, Y = 32767, HasVisibility = true, Visible = true, HasShape = true, Type = CursorType.Monochrome,
            HotspotX = -128, HotspotY = 127, Width = 32, Height = 64, PitchBytes = 4, SdrWhiteNits = version >= 23 ? 480u : 203,
            DataOffset = 8192ul + (uint)CursorParser.HeaderBytes(version),
        };
        var raw = new byte[28];
        raw.AsSpan().Fill(0xEE);
        Assert.Equal(word, CursorWriter.MessageWord(version, in cursor));
        Assert.Equal(CursorParser.HeaderBytes(version), CursorWriter.Write(version, raw, in cursor));
        Assert.True(CursorParser.TryParse(version, word, raw, s_bounds, out var read, out var reject), reject.ToString());
        Assert.Equal(cursor, read);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        var raw = Raw(0, 24, 17, 128);
        Assert.Equal(0, Allocations.Of(() => CursorParser.TryParse(34, 0x17, raw, in s_bounds, out var cursor, out _) && CursorWriter.Write(34, raw, in cursor) == 28));
        Assert.Equal(0, Allocations.Of(() => CursorParser.TryParse(35, 0x17, raw, in s_bounds, out _, out _)));
    }

    private static byte[] Raw(uint type, uint width, uint height, uint pitch)
    {
        var raw = new byte[28];
        BitConverter.TryWriteBytes(raw.AsSpan(4), type);
        BitConverter.TryWriteBytes(raw.AsSpan(12), width);
        BitConverter.TryWriteBytes(raw.AsSpan(16), height);
        BitConverter.TryWriteBytes(raw.AsSpan(20), pitch);
        return raw;
    }
}
