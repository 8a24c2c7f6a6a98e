using FsCheck;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>The doorbell record of docs/protocol-extensions.md section 3, byte for byte.</summary>
public sealed class DoorbellRecordTests
{
    [Fact]
    public void An_empty_block_is_magic_version_and_slots()
    {
        var block = new byte[100];
        block.AsSpan().Fill(0xEE);
        DoorbellRecord.Write(block);
        byte[] expected = [(byte)'O', (byte)'r', (byte)'D', (byte)'B', 1, 0, 16, 0, .. new byte[88], 0xEE, 0xEE, 0xEE, 0xEE];
        Assert.Equal(expected, block);
        Assert.Equal((8, 16, 76), (DoorbellRecord.ArmedOffset, DoorbellRecord.SlotOffset(0), DoorbellRecord.SlotOffset(15)));
    }

    [Theory]
    [InlineData(0, 0, 0x0001_0000u)]
    [InlineData(7, 0, 0x0001_0007u)]
    [InlineData(65535, 3, 0x0004_FFFFu)]
    [InlineData(1, 65534, 0xFFFF_0001u)]
    public void A_slot_is_one_word(int peer, int vector, uint word)
    {
        Assert.Equal(word, DoorbellRecord.Pack((ushort)peer, (ushort)vector));
        Assert.True(DoorbellRecord.TryUnpack(word, out var p, out var v));
        Assert.Equal((peer, vector), (p, v));
    }

    [Fact]
    public void Without_a_vector_a_slot_is_free()
    {
        Assert.False(DoorbellRecord.TryUnpack(0, out _, out _));
        Assert.False(DoorbellRecord.TryUnpack(0xFFFF, out _, out var vector));
        Assert.Equal(0, vector);
        Assert.Throws<ArgumentOutOfRangeException>(() => DoorbellRecord.Pack(0, ushort.MaxValue));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("C", 1)]
    [InlineData("CP", 2)]
    [InlineData("CPU", 3)]
    public void It_stands_behind_what_every_viewer_knows_and_its_block_is_aligned(string model, int shift)
    {
        var data = new KvmfrUserData
        {
            Version = 20, ProducerText = "x", Features = 0, Vm = new VmInfo(new string('0', 32), "", 1, 1, 1, model), Os = new OsInfo(0, "ab"), ReservesDoorbell = true, ReservesStatus = true,
        };
        var bytes = new byte[data.ByteCount];
        Assert.Equal(bytes.Length, data.Write(bytes));

        // 48 fixed, 8 + 52 + model, 8 + 4, 8: the data begins at 128 + shift.
        Assert.Equal((byte)0x44, bytes[120 + shift]);
        Assert.Equal(99, BitConverter.ToInt32(bytes, 124 + shift));
        var block = shift == 0 ? 128 : 132;
        Assert.Equal("OrDB"u8, bytes.AsSpan(block, 4));
        Assert.True(KvmfrUserData.TryParse(bytes, out var read, out _));
        Assert.Equal(block, read.DoorbellOffset);
        Assert.Equal((byte)0x4F, bytes[128 + shift + 99]);
        Assert.True(read.StatusOffset > 128 + shift + 99);
        Assert.Equal((data.Vm, data.Os), (read.Vm, read.Os));
    }

    [Fact]
    public void A_record_too_small_for_its_block_is_none_and_the_first_one_counts()
    {
        byte[] small = [.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], 0x44, 0, 0, 0, 98, 0, 0, 0, .. new byte[98], 2, 0, 0, 0, 2, 0, 0, 0, 3, 0];
        Assert.True(KvmfrUserData.TryParse(small, out var data, out _));
        Assert.Equal((-1, 3), (data.DoorbellOffset, data.Os!.Kind));
        byte[] two = [.. small[..48], 0x44, 0, 0, 0, 99, 0, 0, 0, .. new byte[99], 0x44, 0, 0, 0, 99, 0, 0, 0, .. new byte[99]];
        Assert.True(KvmfrUserData.TryParse(two, out data, out _));
        Assert.Equal(56, data.DoorbellOffset);
    }

    [Fact]
    public void Whatever_stands_there_the_block_lies_inside() =>
        HostileNumbers.ForAll(
            from noise in HostileNumbers.Noise(200)
            from type in Gen.Elements<byte>(0x44, 0x4F, 1, 2)
            from size in Gen.Frequency((2, Gen.Elements<uint>(99, 96, 102, 0)), (1, HostileNumbers.Number))
            select (byte[])[.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], type, 0, 0, 0, .. BitConverter.GetBytes(size), .. noise],
            bytes => KvmfrUserData.TryParse(bytes, out var data, out _)
                && (data.DoorbellOffset == -1
                    || (data.DoorbellOffset % 4 == 0 && data.DoorbellOffset >= 56 && data.DoorbellOffset + DoorbellRecord.Bytes <= bytes.Length)));
}
