using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>The checks of kvmfr.md section 12 on frame headers, each at its border, and what writer and parser agree on.</summary>
public sealed class FrameHeaderParserTests
{
    private static readonly PayloadBounds s_bounds = new(8192, 1 << 20, 4 << 20);

    private readonly DamageList _damage = new();

    public static TheoryData<uint> Versions => [.. KvmfrVersions.All.Select(v => v.Number)];

    /// <summary>A version 20 header byte by byte: 200 x 150 BGRX, pitch 1024, two rectangles.</summary>
    [Fact]
    public void Literal_bytes_of_version_20()
    {
        var raw = new byte[1084];
        Convert.FromHexString(
            "02000000" + "07000000" + "01000000" + "C8000000" + "96000000" + "C8000000" + "96000000" + "C8000000" + "96000000"
            + "03000000" + "00010000" + "00040000" + "FC0F0000" + "02000000"
            + "08000000" + "04000000" + "21000000" + "14000000" + "64000000" + "32000000" + "3C000000" + "28000000").CopyTo(raw, 0);
        raw[1080] = 0x03;
        var header = Accept(20, raw, s_bounds);
        Assert.Equal(2u, header.FormatVersion);
        Assert.Equal(7u, header.Serial);
        Assert.Equal(FrameType.Bgra, header.Type);
        Assert.Equal((200u, 150u), (header.ScreenWidth, header.ScreenHeight));
        Assert.Equal((200u, 150u), (header.DataWidth, header.DataHeight));
        Assert.Equal((200u, 150u), (header.FrameWidth, header.FrameHeight));
        Assert.Equal(FrameRotation.Clockwise270, header.Rotation);
        Assert.Equal(256u, header.StridePixels);
        Assert.Equal(1024u, header.PitchBytes);
        Assert.Equal(800u, header.RowBytes);
        Assert.Equal(FrameFlags.BlockScreensaver | FrameFlags.RequestActivation, header.Flags);
        Assert.Equal(8192ul, header.HeaderOffset);
        Assert.Equal(8192ul + 4092, header.WritePointerOffset);
        Assert.Equal(8192ul + 4096, header.PixelsOffset);
        Assert.Equal(203u, header.SdrWhiteNits);
        Assert.False(header.IsTruncated);
        Assert.Equal([new DamageRect(8, 4, 33, 20), new DamageRect(100, 50, 60, 40)], _damage.Rects.ToArray());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_written_is_read(uint version)
    {
        var damage = new DamageList();
        damage.Add(new DamageRect(8, 4, 33, 20));
        damage.Add(new DamageRect(0, 0, 200, 1));
        var values = Values() with
        {
            Rotation = FrameRotation.Half,
            Flags = FrameFlags.Hdr | (version >= 21 ? FrameFlags.HdrMetadata : FrameFlags.None),
            SdrWhiteNits = 480,
            Hdr = new HdrMetadata(1, 2, 3, 4, 5, 6, 7, 8, 1000, 50, 900, 400),
        };
        var raw = new byte[FrameHeaderParser.MaxHeaderBytes];
        raw.AsSpan().Fill(0xEE);
        Assert.Equal(FrameHeaderParser.HeaderBytes(version), FrameHeaderWriter.Write(version, raw, in values, damage));
        var header = Accept(version, raw, s_bounds);
        Assert.Equal(values.FormatVersion, header.FormatVersion);
        Assert.Equal(values.Serial, header.Serial);
        Assert.Equal(values.Type, header.Type);
        Assert.Equal((1920u, 1080u), (header.ScreenWidth, header.ScreenHeight));
        Assert.Equal((200u, 150u, 150u), (header.FrameWidth, header.FrameHeight, header.DataHeight));
        Assert.Equal((200u, 800u, 800u), (header.StridePixels, header.PitchBytes, header.RowBytes));
        Assert.Equal(values.Rotation, header.Rotation);
        Assert.Equal(values.Flags, header.Flags);
        Assert.Equal(version >= 21 ? 480u : 203, header.SdrWhiteNits);
        Assert.Equal(version >= 21 ? values.Hdr : default, header.Hdr);
        Assert.Equal(damage.Rects.ToArray(), _damage.Rects.ToArray());
    }

    [Fact]
    public void Version_19_carries_the_rows_present_as_its_frame_height()
    {
        var values = Values() with { DataHeight = 100, Flags = FrameFlags.Truncated };
        var header = Accept(19, Write(19, values), s_bounds);
        Assert.Equal((100u, 100u), (header.FrameHeight, header.DataHeight));
        Assert.True(header.IsTruncated);
        Assert.Equal((100u, 150u), (Accept(20, Write(20, values), s_bounds).DataHeight, Accept(20, Write(20, values), s_bounds).FrameHeight));
    }

    [Theory]
    [InlineData(FrameType.Invalid, 19u, false)]
    [InlineData(FrameType.Invalid, 20u, false)]
    [InlineData(FrameType.Rgba16F, 19u, true)]
    [InlineData(FrameType.Bgr32, 19u, false)]
    [InlineData(FrameType.Bgr32, 20u, true)]
    [InlineData(FrameType.Rgb24, 34u, true)]
    [InlineData((FrameType)7, 34u, false)]
    [InlineData((FrameType)0x63, 20u, false)]
    [InlineData((FrameType)uint.MaxValue, 20u, false)]
    public void Types(FrameType type, uint version, bool good) =>
        Expect(good ? RejectCode.None : RejectCode.FrameType, version, Values() with { Type = type, PitchBytes = 1600 });

    [Fact]
    public void Dimensions()
    {
        Expect(RejectCode.FrameSize, 20, Values() with { FrameWidth = 0 });
        Expect(RejectCode.FrameSize, 20, Values() with { FrameHeight = 0, DataHeight = 0 });
        Expect(RejectCode.FrameSize, 20, Values() with { FrameWidth = 65536, PitchBytes = 1 << 20 });
        Expect(RejectCode.FrameSize, 20, Values() with { FrameHeight = 65536 });
        Expect(RejectCode.FrameRows, 20, Values() with { DataHeight = 0 });
        Expect(RejectCode.FrameRows, 20, Values() with { DataHeight = 151 });
        Expect(RejectCode.None, 20, Values() with { FrameHeight = 65535, DataHeight = 1 });
        Expect(RejectCode.None, 20, Values() with { FrameWidth = 65535, PitchBytes = 65535 * 4, DataHeight = 3, FrameHeight = 3 });
        Expect(RejectCode.FrameSize, 19, Values() with { DataHeight = 0 });
    }

    [Theory]
    [InlineData(FrameType.Bgra, 800u)]
    [InlineData(FrameType.Rgba, 800u)]
    [InlineData(FrameType.Rgba10, 800u)]
    [InlineData(FrameType.Rgba16F, 1600u)]
    [InlineData(FrameType.Bgr32, 600u)]
    [InlineData(FrameType.Rgb24, 600u)]
    public void Pitch_holds_a_row_of_every_type(FrameType type, uint rowBytes)
    {
        Assert.Equal(rowBytes, FrameGeometry.RowBytes(type, 200));
        Expect(RejectCode.None, 20, Values() with { Type = type, PitchBytes = rowBytes });
        Expect(RejectCode.FramePitch, 20, Values() with { Type = type, PitchBytes = rowBytes - 1 });
        Expect(RejectCode.FramePitch, 20, Values() with { Type = type, PitchBytes = (1 << 20) + 1 });
        Expect(RejectCode.None, 20, Values() with { Type = type, PitchBytes = 1 << 20, DataHeight = 1 }, new PayloadBounds(8192, 2 << 20, 4 << 20));
    }

    [Fact]
    public void Offset_of_the_write_pointer()
    {
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 1083 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 1080 });
        Expect(RejectCode.None, 20, Values() with { Offset = 1084 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 1085 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 1086 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 4092 }, new PayloadBounds(8194, 1 << 20, 4 << 20));
        Expect(RejectCode.None, 20, Values() with { Offset = 4094 }, new PayloadBounds(8194, 1 << 20, 4 << 20));
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 1 << 20 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = (1 << 20) + 4 });
        Expect(RejectCode.FrameOffset, 20, Values() with { Offset = 0xFFFFFFFC });
        Expect(RejectCode.FrameExtent, 20, Values() with { Offset = (1 << 20) - 4 });
    }

    [Fact]
    public void Rows_must_fit_the_payload_to_the_byte()
    {
        const ulong exact = 4092 + 4 + (150 * 800);
        Expect(RejectCode.None, 20, Values(), new PayloadBounds(8192, exact, 4 << 20));
        Expect(RejectCode.FrameExtent, 20, Values(), new PayloadBounds(8192, exact - 1, 4 << 20));
        Expect(RejectCode.PayloadSize, 20, Values(), new PayloadBounds(8192, 1083, 4 << 20));
        Expect(RejectCode.PayloadRange, 20, Values(), new PayloadBounds(8192, exact, exact + 8191));
        Expect(RejectCode.None, 20, Values(), new PayloadBounds(8192, exact, exact + 8192));
        Expect(RejectCode.PayloadRange, 20, Values(), new PayloadBounds(ulong.MaxValue - 3, exact, 4 << 20));
        Expect(RejectCode.KvmfrVersion, 35, Values());
        Assert.False(FrameHeaderParser.TryParse(20, new byte[1083], s_bounds, out _, _damage, out var reject));
        Assert.Equal(RejectCode.PayloadSize, reject.Code);
    }

    /// <summary>kvmfr.md section 3.1: the classic producer lets a truncated frame run past its allocation; the reader clamps.</summary>
    [Fact]
    public void Truncated_frame_is_clamped_to_its_payload()
    {
        var bounds = new PayloadBounds(8192, 4096 + (100 * 800) + 799, 4 << 20);
        var header = Accept(20, Write(20, Values() with { Flags = FrameFlags.Truncated, DataHeight = 105 }), bounds);
        Assert.Equal(100u, header.DataHeight);
        Assert.True(header.IsTruncated);
        Expect(RejectCode.FrameExtent, 20, Values() with { Flags = FrameFlags.Truncated }, new PayloadBounds(8192, 4096 + 799, 4 << 20));
    }

    [Fact]
    public void Row_quirk_of_packed_frames_is_not_a_lack_of_memory()
    {
        // 4.4: width*3 mod 4 = 1, so the classic producer reports floor(w*H/(w+1)) rows without the flag.
        var quirk = Accept(20, Write(20, Values() with { Type = FrameType.Bgr32, FrameWidth = 203, PitchBytes = 768, DataHeight = 203 * 150 / 204 }), s_bounds);
        Assert.True(quirk.IsTruncated);
        Assert.False(quirk.IsMemoryTooSmall);
        var truncated = Accept(20, Write(20, Values() with { DataHeight = 149, Flags = FrameFlags.Truncated }), s_bounds);
        Assert.True(truncated.IsMemoryTooSmall);
    }

    [Theory]
    [InlineData(0u, FrameRotation.None)]
    [InlineData(3u, FrameRotation.Clockwise270)]
    [InlineData(4u, FrameRotation.None)]
    [InlineData(uint.MaxValue, FrameRotation.None)]
    public void Unknown_rotation_is_none(uint stored, FrameRotation expected) =>
        Assert.Equal(expected, Accept(20, Write(20, Values() with { Rotation = (FrameRotation)stored }), s_bounds).Rotation);

    [Theory]
    [InlineData(0u, 1080u)]
    [InlineData(1920u, 0u)]
    [InlineData(uint.MaxValue, 1080u)]
    public void Unusable_screen_size_falls_back_to_the_picture(uint width, uint height)
    {
        var header = Accept(20, Write(20, Values() with { ScreenWidth = width, ScreenHeight = height }), s_bounds);
        Assert.Equal((200u, 150u), (header.ScreenWidth, header.ScreenHeight));
    }

    [Fact]
    public void Hdr_metadata_needs_its_flag_and_a_version_that_has_it()
    {
        var values = Values() with { Flags = FrameFlags.HdrMetadata, Hdr = new HdrMetadata(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
        Assert.Equal(values.Hdr, Accept(34, Write(34, values), s_bounds).Hdr);
        Assert.Equal(default, Accept(34, Write(34, values with { Flags = FrameFlags.Hdr }), s_bounds).Hdr);
        Assert.Equal(FrameFlags.None, Accept(20, Write(20, values), s_bounds).Flags);
    }

    [Fact]
    public void Damage_counts()
    {
        Assert.True(DamageOf(0, []).IsEverything);
        Assert.True(DamageOf(65, []).IsEverything);
        Assert.True(DamageOf(uint.MaxValue, []).IsEverything);
        var rects = Enumerable.Range(0, 64).Select(i => new DamageRect((uint)i, (uint)i, 2, 1)).ToArray();
        Assert.Equal(rects, DamageOf(64, rects).Rects.ToArray());
    }

    [Fact]
    public void Damage_is_clipped_to_the_rows_present()
    {
        Assert.Equal([new DamageRect(190, 140, 10, 10)], DamageOf(1, [new DamageRect(190, 140, 1000, 1000)]).Rects.ToArray());
        Assert.True(DamageOf(1, [new DamageRect(200, 0, 5, 5)]).IsEmpty);
        Assert.True(DamageOf(1, [new DamageRect(0, 150, 5, 5)]).IsEmpty);
        Assert.True(DamageOf(1, [new DamageRect(0, 0, 0, 5)]).IsEmpty);
        Assert.Equal([new DamageRect(0, 0, 200, 150)], DamageOf(1, [new DamageRect(0, 0, uint.MaxValue, uint.MaxValue)]).Rects.ToArray());
    }

    [Fact]
    public void Damage_that_wraps_is_everything()
    {
        Assert.True(DamageOf(2, [new DamageRect(0, 0, 1, 1), new DamageRect(uint.MaxValue, 4, 2, 2)]).IsEverything);
        Assert.True(DamageOf(1, [new DamageRect(4, uint.MaxValue, 2, 1)]).IsEverything);
        Assert.True(DamageOf(1, [new DamageRect(uint.MaxValue, 4, 0, 2)]).IsEmpty);
    }

    [Fact]
    public void Writer_spells_everything_as_0_and_nothing_as_one_pixel()
    {
        var list = new DamageList();
        list.SetEverything();
        var raw = new byte[1084];
        FrameHeaderWriter.Write(20, raw, Values(), list);
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(52)));
        list.Clear();
        FrameHeaderWriter.Write(20, raw, Values(), list);
        Accept(20, raw, s_bounds);
        Assert.Equal([new DamageRect(0, 0, 1, 1)], _damage.Rects.ToArray());
    }

    [Fact]
    public void Writer_counts_words_for_packed_blue_green_red()
    {
        var raw = Write(20, Values() with { Type = FrameType.Bgr32, PitchBytes = 768 });
        Assert.Equal(192u, BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(20)));
        Assert.Equal(192u, BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(40)));
        raw = Write(20, Values() with { Type = FrameType.Rgb24, PitchBytes = 768 });
        Assert.Equal(200u, BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(20)));
        Assert.Equal(256u, BinaryPrimitives.ReadUInt32LittleEndian(raw.AsSpan(40)));
    }

    [Theory]
    [InlineData(FrameType.Bgra, 40u, 12u)]
    [InlineData(FrameType.Rgba16F, 80u, 24u)]
    [InlineData(FrameType.Bgr32, 30u, 9u)]
    [InlineData(FrameType.Rgb24, 30u, 9u)]
    public void Rectangles_in_bytes(FrameType type, uint x, uint width)
    {
        var header = Accept(20, Write(20, Values() with { Type = type, PitchBytes = 1600, DataHeight = 100 }), s_bounds);
        Assert.Equal(new FrameByteRect(x, 20, width, 4), FrameGeometry.ToByteRect(in header, new DamageRect(10, 20, 3, 4)));
        Assert.Equal(new FrameByteRect(x, 20, header.RowBytes - x, 80), FrameGeometry.ToByteRect(in header, new DamageRect(10, 20, uint.MaxValue, uint.MaxValue)));
        Assert.Equal(default, FrameGeometry.ToByteRect(in header, new DamageRect(10, 100, 3, 4)));
        Assert.Equal(default, FrameGeometry.ToByteRect(in header, new DamageRect(uint.MaxValue, 0, uint.MaxValue, 4)));
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        var damage = new DamageList();
        damage.Add(new DamageRect(1, 2, 3, 4));
        var raw = new byte[1216];
        var values = Values();
        FrameHeaderWriter.Write(34, raw, in values, damage);
        var bytes = Allocations.Of(() =>
        {
            FrameHeaderWriter.Write(34, raw, in values, damage);
            return FrameHeaderParser.TryParse(34, raw, in s_bounds, out var header, _damage, out _) && FrameGeometry.ToByteRect(in header, _damage.Rects[0]).Height == 4;
        });
        Assert.Equal(0, bytes);
        raw[8] = 0x63;
        Assert.Equal(0, Allocations.Of(() => !FrameHeaderParser.TryParse(34, raw, in s_bounds, out _, _damage, out var reject) && reject.Code == RejectCode.None));
    }

    private static FrameHeaderValues Values() => new()
    {
        FormatVersion = 5, Serial = 77, Type = FrameType.Rgba, ScreenWidth = 1920, ScreenHeight = 1080, FrameWidth = 200, FrameHeight = 150,
        DataHeight = 150, PitchBytes = 800, Offset = 4092,
    };

    private static byte[] Write(uint version, in FrameHeaderValues values)
    {
        var damage = new DamageList();
        damage.SetEverything();
        var raw = new byte[FrameHeaderParser.MaxHeaderBytes];
        FrameHeaderWriter.Write(version, raw, in values, damage);
        return raw;
    }

    private FrameHeader Accept(uint version, byte[] raw, in PayloadBounds bounds)
    {
        Assert.True(FrameHeaderParser.TryParse(version, raw, in bounds, out var header, _damage, out var reject), reject.ToString());
        Assert.Equal(Reject.None, reject);
        return header;
    }

    private void Expect(RejectCode code, uint version, in FrameHeaderValues values) => Expect(code, version, in values, s_bounds);

    private void Expect(RejectCode code, uint version, in FrameHeaderValues values, PayloadBounds bounds)
    {
        var raw = KvmfrVersions.IsSupported(version) ? Write(version, in values) : new byte[FrameHeaderParser.MaxHeaderBytes];
        Assert.Equal(code == RejectCode.None, FrameHeaderParser.TryParse(version, raw, in bounds, out var header, _damage, out var reject));
        Assert.Equal(code, reject.Code);
        if (code != RejectCode.None)
        {
            Assert.Equal(default, header);
        }
    }

    private DamageList DamageOf(uint count, DamageRect[] rects)
    {
        var raw = Write(20, Values());
        BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(52), count);
        for (var i = 0; i < rects.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(56 + (16 * i)), rects[i].X);
            BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(60 + (16 * i)), rects[i].Y);
            BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(64 + (16 * i)), rects[i].Width);
            BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(68 + (16 * i)), rects[i].Height);
        }

        Accept(20, raw, s_bounds);
        return _damage;
    }
}
