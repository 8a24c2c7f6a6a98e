using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Protocol.Tests;

/// <summary>The timing record (docs/protocol-extensions.md section 4): where it lies, its bytes, and what a hostile guest makes of them.</summary>
public sealed class FrameTimingTests
{
    private static readonly GuestTimebase s_timebase = new(GuestTimebaseKind.WindowsPerformanceCounter, 100, ((UInt128)0x1122334455667788 << 64) | 0x99AABBCCDDEEFF00);

    [Fact]
    public void Bytes_are_the_documented_ones()
    {
        var expected = new byte[768];
        "OrFT"u8.CopyTo(expected);
        (expected[4], expected[6], expected[8]) = (1, 2, 100);
        Convert.FromHexString("00FFEEDDCCBBAA998877665544332211").CopyTo(expected, 16);
        var written = new byte[768];
        written.AsSpan().Fill(0xEE);
        FrameTimingRecord.Write(written, s_timebase);
        Assert.Equal(expected, written);
        Assert.True(FrameTimingRecord.TryParse(expected, out var read, out var reject), reject.ToString());
        Assert.Equal(s_timebase, read);
    }

    /// <summary>The numbers of the documented table, not of the code.</summary>
    [Fact]
    public void Words_lie_where_the_document_says()
    {
        Assert.Equal((64u, 96u, 544u, 64u), (FrameTimingRecord.Entry(0), FrameTimingRecord.Entry(1), FrameTimingRecord.Entry(0xFFFFFFFF), FrameTimingRecord.Entry(0xFFFFFFF0)));
        Assert.Equal((0, 8, 16, 24), (FrameTimingRecord.EntrySerial, FrameTimingRecord.EntryCaptured, FrameTimingRecord.EntryPublished, FrameTimingRecord.EntryFilled));
        Assert.Equal((576u, 632u, 576u, 632u), (FrameTimingRecord.Clock(0), FrameTimingRecord.Clock(7), FrameTimingRecord.Clock(8), FrameTimingRecord.Clock(31)));
        Assert.Equal((640u, 752u, 640u, 752u), (FrameTimingRecord.Echo(0), FrameTimingRecord.Echo(7), FrameTimingRecord.Echo(24), FrameTimingRecord.Echo(15)));
        Assert.Equal((0, 8), (FrameTimingRecord.EchoConsumer, FrameTimingRecord.EchoProducer));
        Assert.Equal((0ul, 1ul, (1ul << 60) - 1, 0ul, 0ul),
            (FrameTimingRecord.Plausible(0), FrameTimingRecord.Plausible(1), FrameTimingRecord.Plausible((1ul << 60) - 1), FrameTimingRecord.Plausible(1ul << 60), FrameTimingRecord.Plausible(ulong.MaxValue)));
    }

    [Theory]
    [InlineData("", 132)]
    [InlineData("C", 132)]
    [InlineData("CPU", 132)]
    [InlineData("CPU 4", 140)]
    [InlineData("CPU 45678", 140)]
    public void It_stands_before_the_status_and_its_words_are_aligned_whatever_stands_before(string model, int offset)
    {
        var data = new KvmfrUserData
        {
            Version = 20, ProducerText = "x", Features = 0, Vm = new VmInfo(new string('0', 32), "", 1, 1, 1, model), Os = new OsInfo(0, "ab"), Timebase = s_timebase, ReservesStatus = true,
        };
        var bytes = new byte[data.ByteCount];
        Assert.Equal(bytes.Length, data.Write(bytes));

        // 48 fixed, 8 + 52 + model, 8 + 4: the record begins at 120, its data 8 later.
        var at = 120 + model.Length;
        Assert.Equal((byte)0x54, bytes[at]);
        Assert.Equal(775, BitConverter.ToInt32(bytes, at + 4));
        Assert.Equal((byte)0x4F, bytes[at + 8 + 775]);
        Assert.True(KvmfrUserData.TryParse(bytes, out var read, out _));
        Assert.Equal(offset, read.TimingOffset);
        Assert.Equal((s_timebase, data.Vm, data.Os, Reject.None), (read.Timebase, read.Vm, read.Os, read.TimingReject));
        Assert.True(read.StatusOffset >= read.TimingOffset + 768);
        Assert.Equal("OrFT"u8.ToArray(), bytes[offset..(offset + 4)]);
        Assert.All(LgmpLayout.All, layout => Assert.Equal(0, (layout.UserDataOffset + read.TimingOffset) % 8));
    }

    [Fact]
    public void Without_it_nothing_is_written()
    {
        var data = new KvmfrUserData { Version = 20, ProducerText = "x", Features = 0 };
        Assert.Equal(48, data.ByteCount);
        var bytes = new byte[48];
        Assert.Equal(48, data.Write(bytes));
        Assert.True(KvmfrUserData.TryParse(bytes, out var read, out _));
        Assert.Equal((-1, null, Reject.None), (read.TimingOffset, read.Timebase, read.TimingReject));
    }

    [Fact]
    public void A_record_too_small_for_its_block_is_none_and_a_malformed_one_costs_no_session()
    {
        byte[] small = [.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], 0x54, 0, 0, 0, 6, 3, 0, 0, .. new byte[774], 2, 0, 0, 0, 2, 0, 0, 0, 3, 0];
        Assert.True(KvmfrUserData.TryParse(small, out var data, out _));
        Assert.Equal((-1, null, 3), (data.TimingOffset, data.Timebase, data.Os!.Kind));

        byte[] empty = [.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], 0x54, 0, 0, 0, 7, 3, 0, 0, .. new byte[775], 2, 0, 0, 0, 2, 0, 0, 0, 3, 0];
        Assert.True(KvmfrUserData.TryParse(empty, out data, out _));
        Assert.Equal((60, null, RejectCode.FrameTiming, 3), (data.TimingOffset, data.Timebase, data.TimingReject.Code, data.Os!.Kind));
    }

    [Fact]
    public void Only_a_usable_fixed_part_is_accepted()
    {
        var block = new byte[768];
        FrameTimingRecord.Write(block, s_timebase);
        Change(0, (byte)'o', null);
        Change(4, 0, null);
        Change(4, 9, s_timebase);
        Change(6, 77, s_timebase with { Kind = GuestTimebaseKind.Unknown });
        Change(8, 0, null);
        Change(11, 0xFF, null);
        Change(40, 0xFF, s_timebase);
        Assert.False(FrameTimingRecord.TryParse(block.AsSpan(0, 767), out _, out _));

        void Change(int offset, byte value, GuestTimebase? expected)
        {
            var changed = (byte[])block.Clone();
            changed[offset] = value;
            Assert.Equal(expected is not null, FrameTimingRecord.TryParse(changed, out var read, out var reject));
            Assert.Equal(expected ?? default, read);
            Assert.Equal(expected is null ? RejectCode.FrameTiming : RejectCode.None, reject.Code);
        }
    }

    [Fact]
    public void Noise_as_user_data_never_throws_and_a_found_block_is_inside_and_aligned() =>
        HostileNumbers.ForAll(
            from noise in HostileNumbers.Noise(900)
            from pad in Gen.Choose(0, 9)
            from type in Gen.Elements<byte>(0x54, 0x4F, 1, 2, 77)
            from size in Gen.Frequency((2, Gen.Elements<uint>(775, 768, 774, 800, 0)), (1, HostileNumbers.Number))
            select (byte[])[.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], 9, 0, 0, 0, (byte)pad, 0, 0, 0, .. new byte[pad], type, 0, 0, 0, .. BitConverter.GetBytes(size), .. noise],
            bytes => KvmfrUserData.TryParse(bytes, out var data, out _)
                && (data.TimingOffset == -1 || (data.TimingOffset % 8 == 4 && data.TimingOffset >= 64 && data.TimingOffset + 768 <= bytes.Length))
                && (data.Timebase is null || data.Timebase.Value.ResolutionNs is > 0 and <= 100_000_000));
}
