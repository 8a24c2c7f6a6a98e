using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>Control messages byte by byte (kvmfr.md section 8), and the recovery block (section 9).</summary>
public sealed class ControlMessageTests
{
    // The same bytes stand in the client messages of tests/vectors/p34-idd-idd.json.
    private const string Schedule =
        "020000000100000007000000010000002b50fe000000000080841e00000000002efbffffffffffff010000000500000009000000e80300000000000000000000";

    public static TheoryData<string> BadMessages =>
    [
        "", "000000", "00000000", "0000000001000000020000", "00000000010000000200000000",
        "01000000", "0100000001000000020000000300000000", "02000000", "0200000001000000",
        Schedule[..126],
        Schedule.Replace("0700000001000000", "0700000010000000", StringComparison.Ordinal),
        Schedule.Replace("e8030000", "63000000", StringComparison.Ordinal),
        Schedule.Replace("e8030000", "89130000", StringComparison.Ordinal),
        Schedule[..126] + "01",
        new string('0', 130),
    ];

    [Fact]
    public void Set_cursor_position()
    {
        var message = ControlMessage.SetCursorPosition(123, -45);
        Check("000000007b000000d3ffffff", message);
        Assert.Equal((123, -45), (message.X, message.Y));
    }

    [Fact]
    public void Window_size()
    {
        var message = ControlMessage.WindowSize(1280, 720);
        Check("0100000000050000d0020000", message);
        Assert.Equal((1280u, 720u), (message.Width, message.Height));
    }

    [Fact]
    public void Frame_schedule() => Check(Schedule, ControlMessage.FrameSchedule(new FrameSchedule(1, 7, 1, 16_666_667, 2_000_000, -1234, 1, 5, 9, 1000)));

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void Malformed_messages_are_refused(string hex)
    {
        Assert.False(ControlMessage.TryParse(Convert.FromHexString(hex), out var message, out var reject));
        Assert.Equal(RejectCode.ControlMessage, reject.Code);
        Assert.Equal(default, message);
    }

    [Fact]
    public void Unknown_kinds_are_accepted_to_be_ignored()
    {
        Assert.True(ControlMessage.TryParse([9, 0, 0, 0, 1, 2], out var message, out _));
        Assert.False(message.IsKnown);
        Assert.Throws<InvalidOperationException>(() => message.Write(new byte[64]));
    }

    [Fact]
    public void Neither_reading_nor_writing_allocates()
    {
        var buffer = new byte[64];
        Assert.Equal(0, Allocations.Of(() => ControlMessage.TryParse(buffer.AsSpan(0, ControlMessage.SetCursorPosition(5, 6).Write(buffer)), out var m, out _) && m.Y == 6));
    }

    [Fact]
    public void Recovery_block()
    {
        var block = new byte[128];
        "KVMFRRCV"u8.CopyTo(block);
        block[8] = 1;
        block[16] = 13;
        block[20] = 35;
        block[24] = 0x42;
        block[48] = 99;
        block[60] = 1;
        "B8-rc1"u8.CopyTo(block.AsSpan(64));
        Assert.True(RecoveryBlock.TryParse(block, out var recovery));
        Assert.Equal(new RecoveryBlock(13, 35, 0x42, 99, true, "B8-rc1"), recovery);
        Assert.False(RecoveryBlock.TryParse(block.AsSpan(0, 127), out _));
        block[7] = (byte)'X';
        Assert.False(RecoveryBlock.TryParse(block, out _));
        Assert.True(RecoveryBlock.TryLocate(6291456, out var offset));
        Assert.Equal(6291456ul - 65536, offset);
        Assert.False(RecoveryBlock.TryLocate(65536, out _));
    }

    private static void Check(string hex, in ControlMessage message)
    {
        var bytes = new byte[ControlMessage.MaxBytes];
        var written = message.Write(bytes);
        Assert.Equal(hex, Convert.ToHexStringLower(bytes.AsSpan(0, written)));
        Assert.Equal(written, message.ByteCount);
        Assert.True(ControlMessage.TryParse(bytes.AsSpan(0, written), out var read, out var reject), reject.ToString());
        Assert.Equal(message, read);
        Assert.True(read.IsKnown);
    }
}
