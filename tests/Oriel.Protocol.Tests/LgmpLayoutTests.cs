using Oriel.Protocol.Lgmp;

namespace Oriel.Protocol.Tests;

/// <summary>The layout tables against the literal numbers of lgmp.md sections 3 and 4.</summary>
public sealed class LgmpLayoutTests
{
    [Fact]
    public void Constants_of_section_1_and_3()
    {
        Assert.Equal(0x504D474Cu, LgmpLayout.Magic);
        Assert.Equal("LGMP"u8.ToArray(), BitConverter.GetBytes(LgmpLayout.Magic));
        Assert.Equal(64, LgmpLayout.ClientMessageBytes);
        Assert.Equal([5u, 6, 7, 10, 12], LgmpLayout.All.Select(l => l.Version));
        Assert.Equal([5, 5, 5, 5, 6], LgmpLayout.All.Select(l => l.MaxQueues));
        Assert.Equal([32, 32, 32, 8, 8], LgmpLayout.All.Select(l => l.Queue.Slots));
        Assert.Equal([10, 10, 10, 16, 16], LgmpLayout.All.Select(l => l.Queue.ClientMessageSlots));
        Assert.Equal([16, 16, 16, 16, 32], LgmpLayout.All.Select(l => l.Entry.Bytes));
        Assert.Equal([true, true, true, false, false], LgmpLayout.All.Select(l => l.SpareEntry));
        Assert.Equal([false, false, false, true, true], LgmpLayout.All.Select(l => l.PowerOfTwoRings));
        Assert.Equal([4, 4, 4, 64, 64], LgmpLayout.All.Select(l => l.RingAlignment));
        Assert.Equal([true, true, true, false, false], LgmpLayout.All.Select(l => l.Queue.WideSubscriptions));
        Assert.Equal([0, 0, 0, 250, 250], LgmpLayout.All.Select(l => l.HeartbeatIntervalMs));
        Assert.Equal([true, true, false, false, false], LgmpLayout.All.Select(l => l.MagicWrittenFirst));
        Assert.Equal([true, false, false, false, false], LgmpLayout.All.Select(l => l.Queue.ByteLocks));
        Assert.Equal([false, false, false, false, true], LgmpLayout.All.Select(l => l.OwnedSlots));
        Assert.Equal(1000, LgmpLayout.DeadAfterMs);
    }

    // columns: magic, version, sessionID, timestamp, nextClientID, numQueues, queues, record, udataSize, udata, header
    [Theory]
    [InlineData(5u, 0, 4, 8, 16, -1, 24, 32, 1144, 5752, 5756, 5760)]
    [InlineData(6u, 0, 4, 8, 16, -1, 24, 32, 1144, 5752, 5756, 5760)]
    [InlineData(7u, 0, 4, 8, 16, -1, 12, 24, 1144, 5744, 5748, 5752)]
    [InlineData(10u, 8064, 8068, 8072, 0, -1, 8076, 64, 1600, 8080, 8084, 8128)]
    [InlineData(12u, 9664, 9668, 9672, 0, 8, 9676, 64, 1600, 9680, 9684, 9728)]
    public void Header_of_section_4_1(uint version, int magic, int versionOffset, int session, int timestamp, int nextClientId, int queueCount, int queues,
        int record, int udataSize, int udata, int header)
    {
        var l = LgmpLayout.All.Single(x => x.Version == version);
        Assert.Equal(magic, l.MagicOffset);
        Assert.Equal(versionOffset, l.VersionOffset);
        Assert.Equal(session, l.SessionIdOffset);
        Assert.Equal(timestamp, l.TimestampOffset);
        Assert.Equal(nextClientId, l.NextClientIdOffset);
        Assert.Equal(queueCount, l.QueueCountOffset);
        Assert.Equal(queues, l.QueuesOffset);
        Assert.Equal(record, l.QueueStride);
        Assert.Equal(udataSize, l.UserDataSizeOffset);
        Assert.Equal(udata, l.UserDataOffset);
        Assert.Equal(header, l.HeaderBytes);
        Assert.Equal((ulong)(queues + (2 * record)), l.QueueRecord(2));
        // The records end where the next header field begins or the padding before it does.
        Assert.True(queues + (l.MaxQueues * record) <= Math.Max(udataSize, magic));
    }

    [Fact]
    public void Queue_record_of_section_4_2()
    {
        foreach (var layout in new[] { LgmpLayout.V5, LgmpLayout.V6, LgmpLayout.V7 })
        {
            var q = layout.Queue;
            Assert.Equal(0, q.QueueId);
            Assert.Equal(4, q.RingLength);
            Assert.Equal(8, q.NewSubscribers);
            Assert.Equal(12, q.MaxTimeMs);
            Assert.Equal(16, q.Position);
            Assert.Equal(20, q.RingOffset);
            Assert.Equal(24, q.Timeouts);
            Assert.Equal(280, q.ClientIds);
            Assert.Equal(408, q.Lock);
            Assert.Equal(416, q.Subscriptions);
            Assert.Equal(424, q.Start);
            Assert.Equal(432, q.MessageTimeout);
            Assert.Equal(440, q.Count);
            Assert.Equal(444, q.ClientLock);
            Assert.Equal(448, q.ClientAvailable);
            Assert.Equal(452, q.ClientWritePosition);
            Assert.Equal(456, q.ClientWriteSerial);
            Assert.Equal(460, q.ClientReadSerial);
            Assert.Equal(464, q.ClientMessages);
            Assert.Equal(68, q.ClientMessageStride);
            Assert.Equal(4, q.ClientMessageData);
            Assert.Equal(-1, q.ClientMessageClientId);
            Assert.Equal(1144, 464 + (10 * 68));
        }
    }

    [Fact]
    public void Queue_record_of_section_4_3()
    {
        foreach (var layout in new[] { LgmpLayout.V10, LgmpLayout.V12 })
        {
            var q = layout.Queue;
            Assert.Equal(0, q.Position);
            Assert.Equal(4, q.Start);
            Assert.Equal(8, q.Count);
            Assert.Equal(16, q.MessageTimeout);
            Assert.Equal(64, q.Lock);
            Assert.Equal(128, q.ClientLock);
            Assert.Equal(132, q.ClientAvailable);
            Assert.Equal(136, q.ClientWritePosition);
            Assert.Equal(140, q.ClientWriteSerial);
            Assert.Equal(144, q.ClientReadSerial);
            Assert.Equal(192, q.Subscriptions);
            Assert.Equal(196, q.NewSubscribers);
            Assert.Equal(200, q.ClientIds);
            Assert.Equal(232, q.Timeouts);
            Assert.Equal(296, q.QueueId);
            Assert.Equal(300, q.RingLength);
            Assert.Equal(304, q.RingOffset);
            Assert.Equal(308, q.MaxTimeMs);
            Assert.Equal(320, q.ClientMessages);
            Assert.Equal(80, q.ClientMessageStride);
            Assert.Equal(16, q.ClientMessageData);
            Assert.Equal(1600, 320 + (16 * 80));
        }

        Assert.Equal(-1, LgmpLayout.V10.Queue.ClientMessageClientId);
        Assert.Equal(4, LgmpLayout.V12.Queue.ClientMessageClientId);
    }

    [Fact]
    public void Narrow_entry_of_section_4_4()
    {
        byte[] bytes = [0x44, 0x33, 0x22, 0x11, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x05, 0x00, 0x00, 0x80];
        foreach (var layout in new[] { LgmpLayout.V5, LgmpLayout.V6, LgmpLayout.V7, LgmpLayout.V10 })
        {
            Assert.Equal(new LgmpEntry(0x11223344, 0x1000, 0x2000, 0x80000005), LgmpEntry.Read(layout, bytes));
            Assert.Equal(4, layout.Entry.Size);
            Assert.Equal(8, layout.Entry.Offset);
            Assert.Equal(12, layout.Entry.Pending);
        }
    }

    [Fact]
    public void Wide_entry_of_section_4_4()
    {
        byte[] bytes =
        [
            0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x05, 0x00, 0x00, 0x00,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        Assert.Equal(new LgmpEntry(0x1122334455667788, 0x1000, 0x2000, 5), LgmpEntry.Read(LgmpLayout.V12, bytes));
        Assert.Equal(8, LgmpLayout.V12.Entry.Size);
        Assert.Equal(12, LgmpLayout.V12.Entry.Offset);
        Assert.Equal(16, LgmpLayout.V12.Entry.Pending);
    }

    [Fact]
    public void Entry_is_written_as_it_is_read_but_for_its_pending_bits()
    {
        foreach (var layout in LgmpLayout.All)
        {
            var bytes = new byte[layout.Entry.Bytes];
            bytes.AsSpan().Fill(0xEE);
            var entry = new LgmpEntry(0x11223344, 0x1000, 0x2000, 0xFF);
            entry.Write(layout, bytes);
            Assert.Equal(entry with { Pending = 0 }, LgmpEntry.Read(layout, bytes));
        }
    }

    [Theory]
    [InlineData(9728u, 100u, true)]
    [InlineData(9727u, 100u, false)]
    [InlineData(0u, 100u, false)]
    [InlineData(20000u, 0u, true)]
    [InlineData(19900u, 100u, true)]
    [InlineData(19901u, 100u, false)]
    [InlineData(20001u, 0u, false)]
    [InlineData(0xFFFFF000u, 0x2000u, false)]
    public void Payload_must_lie_behind_the_header_and_inside_the_region(uint offset, uint size, bool good)
    {
        Assert.Equal(good, new LgmpEntry(7, size, offset, 0).TryValidate(LgmpLayout.V12, 20000, out var message, out var reject));
        Assert.Equal(good ? RejectCode.None : RejectCode.PayloadRange, reject.Code);
        Assert.Equal(good ? 7ul : 0, message.Word);
    }
}
