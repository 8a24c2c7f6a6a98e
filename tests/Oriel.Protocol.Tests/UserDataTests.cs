using System.Text;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>User data, its records, and texts that a peer chose (kvmfr.md section 2).</summary>
public sealed class UserDataTests
{
    [Fact]
    public void Literal_bytes()
    {
        byte[] block =
        [
            .. "KVMFR---"u8, 20, 0, 0, 0, .. "B7"u8, .. new byte[30], 3, 0, 0, 0,
            1, 0xEE, 0xEE, 0xEE, 56, 0, 0, 0,
            .. Enumerable.Range(0x10, 16).Select(i => (byte)i), .. "DXGI"u8, .. new byte[28], 16, 8, 1, .. "CPU9"u8, 0,
            9, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3,
            2, 0, 0, 0, 5, 0, 0, 0, 3, .. "W11"u8, 0,
            0, 0, 0, 0, 0, 0, 0,
        ];
        Assert.True(KvmfrUserData.TryParse(block, out var data, out var reject), reject.ToString());
        Assert.Equal(new KvmfrUserData
        {
            Version = 20, ProducerText = "B7", Features = 3,
            Vm = new VmInfo("101112131415161718191a1b1c1d1e1f", "DXGI", 16, 8, 1, "CPU9"), Os = new OsInfo(3, "W11"),
        }, data);
    }

    [Fact]
    public void Written_bytes_are_the_literal_ones()
    {
        var data = new KvmfrUserData
        {
            Version = 20, ProducerText = "B7", Features = 3,
            Vm = new VmInfo("101112131415161718191a1b1c1d1e1f", "DXGI", 16, 8, 1, "CPU9"), Os = new OsInfo(3, "W11"),
        };
        byte[] expected =
        [
            .. "KVMFR---"u8, 20, 0, 0, 0, .. "B7"u8, .. new byte[30], 3, 0, 0, 0,
            1, 0, 0, 0, 56, 0, 0, 0, .. Enumerable.Range(0x10, 16).Select(i => (byte)i), .. "DXGI"u8, .. new byte[28], 16, 8, 1, .. "CPU9"u8, 0,
            2, 0, 0, 0, 5, 0, 0, 0, 3, .. "W11"u8, 0,
        ];
        var written = new byte[200];
        written.AsSpan().Fill(0xEE);
        Assert.Equal(expected.Length, data.Write(written));
        Assert.Equal(expected.Length, data.ByteCount);
        Assert.Equal(expected, written.AsSpan(0, expected.Length).ToArray());
        Assert.Equal(48, (data with { Vm = null, Os = null }).ByteCount);
    }

    [Fact]
    public void Block_must_have_its_fixed_part_and_its_magic()
    {
        Assert.False(KvmfrUserData.TryParse(new byte[47], out _, out var reject));
        Assert.Equal(new Reject(RejectCode.UserDataSize, 47, 48), reject);
        Assert.False(KvmfrUserData.TryParse(new byte[48], out _, out reject));
        Assert.Equal(RejectCode.KvmfrMagic, reject.Code);
        Assert.False(KvmfrUserData.TryParse([], out _, out reject));
        Assert.Equal(RejectCode.UserDataSize, reject.Code);
    }

    [Theory]
    [InlineData(1u, "")]
    [InlineData(2u, "text")]
    [InlineData(99u, "text")]
    [InlineData(uint.MaxValue, "text")]
    public void Any_version_is_told_and_text_exists_from_2_on(uint version, string text)
    {
        Assert.True(KvmfrUserData.TryParse(Block(version, "text"u8), out var data, out _));
        Assert.Equal((version, text), (data.Version, data.ProducerText));
    }

    [Fact]
    public void Text_without_terminator_is_bounded()
    {
        Assert.True(KvmfrUserData.TryParse(Block(20, Encoding.ASCII.GetBytes(new string('A', 32))), out var data, out _));
        Assert.Equal(new string('A', 32), data.ProducerText);
    }

    [Fact]
    public void Text_is_safe_to_print()
    {
        // Escape sequence, bell, DEL, C1, invalid UTF-8, right-to-left override, zero-width space, then good UTF-8.
        Assert.True(KvmfrUserData.TryParse(Block(20, [0x1B, .. "[2J"u8, 7, 0x7F, 0xC2, 0x9B, 0xFF, .. "\u202E\u200B\u00E4\u4E2D"u8]), out var data, out _));
        Assert.Equal("?[2J??????\u00E4\u4E2D", data.ProducerText);
    }

    [Theory]
    [InlineData(0xFFFFFFF8u)]
    [InlineData(53u)]
    [InlineData(0x80000000u)]
    public void Record_that_does_not_fit_ends_the_list(uint size)
    {
        byte[] block = [.. Block(20, "x"u8), 1, 0, 0, 0, .. BitConverter.GetBytes(size), .. new byte[51], 0];
        Assert.True(KvmfrUserData.TryParse(block, out var data, out _));
        Assert.Null(data.Vm);
        Assert.Null(data.Os);
    }

    [Fact]
    public void Record_too_short_for_its_type_is_skipped_and_the_first_of_a_type_wins()
    {
        byte[] block =
        [
            .. Block(20, "x"u8), 1, 0, 0, 0, 50, 0, 0, 0, .. new byte[50], 2, 0, 0, 0, 0, 0, 0, 0,
            2, 0, 0, 0, 2, 0, 0, 0, 0, (byte)'a', 2, 0, 0, 0, 2, 0, 0, 0, 1, (byte)'b',
        ];
        Assert.True(KvmfrUserData.TryParse(block, out var data, out _));
        Assert.Null(data.Vm);
        Assert.Equal(new OsInfo(0, "a"), data.Os);
    }

    [Fact]
    public void Long_texts_are_shortened_on_both_sides()
    {
        var data = new KvmfrUserData
        {
            Version = 20, ProducerText = new string('\u00E4', 16), Features = 0,
            Vm = new VmInfo("unknown", new string('c', 40), 1, 1, 1, new string('m', 300)), Os = new OsInfo(0, ""),
        };
        var bytes = new byte[data.ByteCount];
        Assert.Equal(bytes.Length, data.Write(bytes));
        Assert.True(KvmfrUserData.TryParse(bytes, out var read, out _));
        Assert.Equal(new string('\u00E4', 15), read.ProducerText);
        Assert.Equal(new string('c', 31), read.Vm!.Capture);
        Assert.Equal(new string('m', 256), read.Vm.Model);
        Assert.Equal(new string('0', 32), read.Vm.Uuid);
        Assert.Equal("", read.Os!.Name);
    }

    private static byte[] Block(uint version, ReadOnlySpan<byte> text)
    {
        var block = new byte[48];
        "KVMFR---"u8.CopyTo(block);
        BitConverter.TryWriteBytes(block.AsSpan(8), version);
        text.CopyTo(block.AsSpan(12, 32));
        return block;
    }
}
