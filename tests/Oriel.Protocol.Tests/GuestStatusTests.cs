using System.Text;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>The guest status record (docs/protocol-extensions.md section 2): where it lies, its bytes, and what a hostile guest makes of them.</summary>
public sealed class GuestStatusTests
{
    private static readonly GuestOutput s_none = new("", 0, 0, 0, IsCaptured: false, IsPrimary: false);

    private static readonly GuestStatus s_status = new()
    {
        State = GuestState.NoOutput, StateSinceMs = 0x1122, Agent = "oriel-agent 1.2", System = "Windows 11 Pro 23H2 (22631.1)", Backend = "dxgi", Gpu = "Fast 9000", GpuDriver = "31.0.15",
        OutputCount = 5, Outputs = [new GuestOutput("DP-1", 2560, 1440, 143_981, IsCaptured: true, IsPrimary: false), new GuestOutput("HDMI-1", 0, 0, 0, IsCaptured: false, IsPrimary: true), s_none, s_none],
        Error = new GuestError("ORL421", "no output", "attach one", 0x3344),
    };

    private static readonly GuestCounters s_counters = new(1, 2, 3, 4, 5);

    [Fact]
    public void Bytes_are_the_documented_ones()
    {
        var expected = new byte[1024];
        "OrGS"u8.CopyTo(expected);
        (expected[4], expected[8], expected[10], expected[11]) = (8, 1, 4, 5);
        (expected[16], expected[24], expected[32], expected[40], expected[48]) = (1, 2, 3, 4, 5);
        (expected[56], expected[57], expected[64], expected[65]) = (0x22, 0x11, 0x44, 0x33);
        Put(72, "ORL421");
        Put(80, "no output");
        Put(272, "attach one");
        Put(464, "oriel-agent 1.2");
        Put(512, "Windows 11 Pro 23H2 (22631.1)");
        Put(576, "dxgi");
        Put(608, "Fast 9000");
        Put(672, "31.0.15");
        Put(704, "DP-1");
        (expected[736], expected[737], expected[740], expected[741]) = (0x00, 0x0A, 0xA0, 0x05);
        (expected[744], expected[745], expected[746], expected[748]) = (0x6D, 0x32, 0x02, 1);
        Put(752, "HDMI-1");
        expected[796] = 2;

        var written = new byte[1024];
        written.AsSpan().Fill(0xEE);
        GuestStatusRecord.Write(written, s_status, s_counters, 8);
        Assert.Equal(expected, written);
        Assert.True(GuestStatusRecord.TryParse(expected, out var read, out var reject), reject.ToString());
        Assert.Equal(s_status, read);
        Assert.Equal(s_counters, GuestStatusRecord.ReadCounters(expected));

        void Put(int offset, string text) => Encoding.UTF8.GetBytes(text).CopyTo(expected, offset);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("C", 1)]
    [InlineData("CP", 2)]
    [InlineData("CPU", 3)]
    public void It_is_the_last_record_and_its_block_is_aligned_whatever_stands_before(string model, int shift)
    {
        var data = new KvmfrUserData { Version = 20, ProducerText = "x", Features = 0, Vm = new VmInfo(new string('0', 32), "", 1, 1, 1, model), Os = new OsInfo(0, "ab"), ReservesStatus = true };
        var bytes = new byte[data.ByteCount];
        Assert.Equal(bytes.Length, data.Write(bytes));

        // 48 fixed, 8 + 52 + model, 8 + 4, 8: the data begins at 128 + shift.
        Assert.Equal((byte)0x4F, bytes[120 + shift]);
        Assert.Equal(1027, BitConverter.ToInt32(bytes, 124 + shift));
        Assert.Equal(128 + shift + 1027, bytes.Length);
        Assert.True(KvmfrUserData.TryParse(bytes, out var read, out _));
        Assert.Equal(shift == 0 ? 128 : 132, read.StatusOffset);
        Assert.Equal((data.Vm, data.Os), (read.Vm, read.Os));

        Assert.True(KvmfrUserData.TryParse(bytes.AsSpan(0, bytes.Length - 1), out read, out _));
        Assert.Equal(-1, read.StatusOffset);
        Assert.Equal("ab", read.Os!.Name);
    }

    [Fact]
    public void A_record_too_small_for_its_block_is_none()
    {
        byte[] block = [.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], 0x4F, 0, 0, 0, 2, 4, 0, 0, .. new byte[1026], 2, 0, 0, 0, 2, 0, 0, 0, 3, 0];
        Assert.True(KvmfrUserData.TryParse(block, out var data, out _));
        Assert.Equal(-1, data.StatusOffset);
        Assert.Equal(3, data.Os!.Kind);
    }

    [Fact]
    public void Layouts_put_the_user_data_on_a_multiple_of_four() =>
        Assert.All(Lgmp.LgmpLayout.All, layout => Assert.Equal(0, layout.UserDataOffset % 4));

    [Fact]
    public void Only_a_finished_block_is_accepted()
    {
        var block = new byte[1024];
        Refuse("an empty block");
        GuestStatusRecord.Write(block, s_status, s_counters, 3);
        Refuse("an odd sequence");
        GuestStatusRecord.Write(block, s_status, s_counters, 0);
        Refuse("never written");
        GuestStatusRecord.Write(block, s_status, s_counters, 2);
        block[8] = 0;
        Refuse("version 0");
        block[8] = 2;
        Assert.True(GuestStatusRecord.TryParse(block, out _, out _), "a later version keeps what version 1 has");
        block[0] = (byte)'o';
        Refuse("another magic");
        Assert.False(GuestStatusRecord.TryParse(block.AsSpan(0, 1023), out _, out _));

        void Refuse(string why)
        {
            Assert.False(GuestStatusRecord.TryParse(block, out var status, out var reject), why);
            Assert.Null(status);
            Assert.Equal(RejectCode.GuestStatus, reject.Code);
        }
    }

    [Fact]
    public void Texts_of_a_guest_are_made_harmless()
    {
        var block = new byte[1024];
        GuestStatusRecord.Write(block, s_status with { Backend = "a\u001b[31mb\nc\u202Ed", Error = new GuestError("ORL\u001b", "x\ty", "", 7) }, s_counters, 2);
        block.AsSpan(608, 64).Fill((byte)'G');
        block.AsSpan(672, 4).Fill(0xFF);
        Assert.True(GuestStatusRecord.TryParse(block, out var read, out _));
        Assert.Equal("a?[31mb?c?d", read.Backend);
        Assert.Equal(new string('G', 64), read.Gpu);
        Assert.StartsWith("????", read.GpuDriver, StringComparison.Ordinal);
        Assert.Equal(new GuestError("", "x?y", "", 7), read.Error);
    }

    [Fact]
    public void Long_texts_are_cut_at_a_character()
    {
        var block = new byte[1024];
        GuestStatusRecord.Write(block, s_status with { Backend = new string('x', 30) + "é", Error = null }, s_counters, 2);
        Assert.True(GuestStatusRecord.TryParse(block, out var read, out _));
        Assert.Equal(new string('x', 30), read.Backend);
        Assert.Null(read.Error);
    }

    [Fact]
    public void Same_words_means_nothing_but_the_numbers_changed()
    {
        var (one, other) = (new byte[1024], new byte[1024]);
        GuestStatusRecord.Write(one, s_status, s_counters, 2);
        GuestStatusRecord.Write(other, s_status, new GuestCounters(9, 9, 9, 9, 9), 400);
        Assert.True(GuestStatusRecord.HasSameWords(one, other));
        for (var i = 0; i < 1024; i++)
        {
            var copy = (byte[])other.Clone();
            copy[i] ^= 1;
            Assert.Equal(i is (>= 4 and < 8) or (>= 16 and < 56), GuestStatusRecord.HasSameWords(one, copy));
        }
    }

    [Fact]
    public void Writing_allocates_nothing() => Assert.Equal(0, Allocations.Of(() =>
    {
        GuestStatusRecord.Write(s_block, s_status, s_counters, 2);
        return s_block[0] != 0;
    }));

    private static readonly byte[] s_block = new byte[1024];

    [Fact]
    public void Whatever_a_guest_writes_no_parser_throws_and_what_is_accepted_is_bounded()
    {
        var good = new byte[1024];
        GuestStatusRecord.Write(good, s_status, s_counters, 2);
        var accepted = 0;
        var gen = Gen.Frequency((4, HostileNumbers.Patched(good, [4, 8, 12, 56, 64, 72, 80, 272, 464, 576, 736, 740, 744, 748])), (1, HostileNumbers.Noise(1024)));
        HostileNumbers.ForAll(gen, block =>
        {
            if (!GuestStatusRecord.TryParse(block, out var s, out var reject))
            {
                return s is null && reject.Code == RejectCode.GuestStatus;
            }

            accepted++;
            string[] texts = [s.Agent, s.System, s.Backend, s.Gpu, s.GpuDriver, s.Error?.Code ?? "", s.Error?.Text ?? "", s.Error?.Remedy ?? "", .. s.Outputs.Select(o => o.Name)];
            return Enum.IsDefined(s.State) && s.OutputCount is null or (>= 0 and <= 64) && s.Outputs.Count <= 4
                && s.Outputs.All(o => o.Width <= 65535 && o.Height <= 65535 && o.RefreshMilliHz <= 2_000_000)
                && texts.All(t => t.Length <= 192 && !t.Any(char.IsControl));
        }, tests: 5000);
        Assert.InRange(accepted, 1000, 4999);
    }

    [Fact]
    public void Noise_as_user_data_never_throws_and_a_found_block_is_inside() =>
        HostileNumbers.ForAll(
            from noise in HostileNumbers.Noise(1100)
            from type in Gen.Elements<byte>(0x4F, 1, 2, 77)
            from size in Gen.Frequency((2, Gen.Elements<uint>(1027, 1024, 1030, 0)), (1, HostileNumbers.Number))
            select (byte[])[.. "KVMFR---"u8, 20, 0, 0, 0, .. new byte[36], type, 0, 0, 0, .. BitConverter.GetBytes(size), .. noise],
            bytes => KvmfrUserData.TryParse(bytes, out var data, out _)
                && (data.StatusOffset == -1 || (data.StatusOffset % 4 == 0 && data.StatusOffset >= 56 && data.StatusOffset + 1024 <= bytes.Length)));
}
