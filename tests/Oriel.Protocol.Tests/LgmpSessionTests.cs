using System.Buffers.Binary;
using Oriel.Protocol.Lgmp;

namespace Oriel.Protocol.Tests;

/// <summary>The checks of lgmp.md section 10.1 on session headers and queue records, each at its border.</summary>
public sealed class LgmpSessionTests
{
    private const ulong RegionBytes = 1 << 20;

    public static TheoryData<uint> Versions => [.. LgmpLayout.All.Select(l => l.Version)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Session_fields_come_from_their_offsets(uint version)
    {
        var layout = Layout(version);
        var head = Head(layout, queues: 2, udata: 153);
        Assert.True(LgmpSessionHeader.TryParse(layout, head, RegionBytes, out var session, out var reject), reject.ToString());
        Assert.Equal(0xCAFE1234, session.SessionId);
        Assert.Equal(0x1122334455667788ul, session.TimestampMs);
        Assert.Equal(2, session.QueueCount);
        Assert.Equal(153, session.UserDataBytes);
        Assert.Same(layout, session.Layout);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Session_limits(uint version)
    {
        var layout = Layout(version);
        var most = (uint)layout.MaxQueues;
        Refused(layout, Head(layout, most + 1, 153), RegionBytes, RejectCode.QueueCount, most + 1, most);
        Accepted(layout, Head(layout, most, 153), RegionBytes);
        Accepted(layout, Head(layout, 0, 153), RegionBytes);
        Refused(layout, Head(layout, 2, 47), RegionBytes, RejectCode.UserDataSize, 47, 48);
        Accepted(layout, Head(layout, 2, 48), RegionBytes);
        Accepted(layout, Head(layout, 2, 65536), RegionBytes);
        Refused(layout, Head(layout, 2, 65537), RegionBytes, RejectCode.UserDataSize, 65537, 65536);
        Refused(layout, Head(layout, 2, uint.MaxValue), RegionBytes, RejectCode.UserDataSize, uint.MaxValue, 65536);

        var small = (ulong)layout.UserDataOffset + 60;
        Accepted(layout, Head(layout, 2, 60), small);
        Refused(layout, Head(layout, 2, 61), small, RejectCode.UserDataSize, 61, 60);
        Refused(layout, Head(layout, 2, 48), (ulong)layout.HeaderBytes - 1, RejectCode.RegionTooSmall, (ulong)layout.HeaderBytes - 1, (ulong)layout.HeaderBytes);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Session_of_another_magic_or_version_is_refused(uint version)
    {
        var layout = Layout(version);
        var head = Head(layout, 2, 153);
        head[layout.MagicOffset] ^= 1;
        Assert.False(LgmpSessionHeader.TryParse(layout, head, RegionBytes, out _, out var reject));
        Assert.Equal(RejectCode.LgmpMagic, reject.Code);
        head = Head(layout, 2, 153);
        head[layout.VersionOffset] ^= 0x40;
        Assert.False(LgmpSessionHeader.TryParse(layout, head, RegionBytes, out _, out reject));
        Assert.Equal(RejectCode.LgmpMagic, reject.Code);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Queue_fields_come_from_their_offsets(uint version)
    {
        var layout = Layout(version);
        var ring = (uint)layout.HeaderBytes + 256;
        var record = Record(layout, length: 8, ring, start: 3, position: 5, count: 2);
        Assert.True(LgmpQueueConfig.TryParse(layout, record, RegionBytes, out var queue, out var reject), reject.ToString());
        Assert.Equal(77u, queue.QueueId);
        Assert.Equal(8u, queue.RingLength);
        Assert.Equal(ring, queue.RingOffset);
        Assert.Equal(1000u, queue.MaxTimeMs);
        Assert.Equal(3u, queue.Start);
        Assert.Equal(5u, queue.Position);
        Assert.Equal(2u, queue.Count);
        Assert.Equal((uint)layout.Entry.Bytes, queue.EntryBytes);
        Assert.Equal(ring + (7ul * (uint)layout.Entry.Bytes), queue.EntryOffset(7));
        Assert.Equal(ring, queue.EntryOffset(8));
        Assert.Equal(6u, queue.Next(5));
        Assert.Equal(0u, queue.Next(7));
        Assert.Equal(0u, queue.Next(uint.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Queue_limits(uint version)
    {
        var layout = Layout(version);
        var ring = (uint)layout.HeaderBytes + 256;
        var entry = (uint)layout.Entry.Bytes;
        Queue(layout, Record(layout, 0, ring, 0, 0, 0), RejectCode.RingSize);
        Queue(layout, Record(layout, 1, ring, 0, 0, 0), RejectCode.RingSize);
        Queue(layout, Record(layout, 2, ring, 0, 0, 0), RejectCode.None);
        Queue(layout, Record(layout, 3, ring, 0, 0, 0), layout.PowerOfTwoRings ? RejectCode.RingSize : RejectCode.None);
        Queue(layout, Record(layout, 131072, ring, 0, 0, 0), RejectCode.RingSize);
        Queue(layout, Record(layout, 0x40000000, ring, 0, 0, 0), RejectCode.RingSize);
        Queue(layout, Record(layout, 65536, ring, 0, 0, 0), RejectCode.RingOffset);
        Queue(layout, Record(layout, 8, (uint)layout.HeaderBytes - 64, 0, 0, 0), RejectCode.RingOffset);
        Queue(layout, Record(layout, 8, ring + 2, 0, 0, 0), RejectCode.RingOffset);
        Queue(layout, Record(layout, 8, ring + 4, 0, 0, 0), layout.RingAlignment == 64 ? RejectCode.RingOffset : RejectCode.None);
        Queue(layout, Record(layout, 8, (uint)RegionBytes - (8 * entry), 0, 0, 0), RejectCode.None);
        Queue(layout, Record(layout, 16, (uint)RegionBytes - (8 * entry), 0, 0, 0), RejectCode.RingOffset);
        Queue(layout, Record(layout, 8, 0xFFFFFFC0, 0, 0, 0), RejectCode.RingOffset);
        Queue(layout, Record(layout, 8, ring, 8, 0, 0), RejectCode.RingIndex);
        Queue(layout, Record(layout, 8, ring, 0, 8, 0), RejectCode.RingIndex);
        Queue(layout, Record(layout, 8, ring, 7, 7, 8), RejectCode.None);
        Queue(layout, Record(layout, 8, ring, 0, 0, 9), RejectCode.RingCount);
        Queue(layout, Record(layout, 8, ring, 0, 0, uint.MaxValue), RejectCode.RingCount);
        Assert.False(LgmpQueueConfig.TryParse(layout, new byte[layout.QueueStride - 1], RegionBytes, out _, out _));
    }

    private static void Queue(LgmpLayout layout, byte[] record, RejectCode expected)
    {
        Assert.Equal(expected == RejectCode.None, LgmpQueueConfig.TryParse(layout, record, RegionBytes, out var queue, out var reject));
        Assert.Equal(expected, reject.Code);
        if (expected != RejectCode.None)
        {
            Assert.Equal(default, queue);
        }
    }

    private static void Accepted(LgmpLayout layout, byte[] head, ulong region)
    {
        if (region >= (ulong)layout.HeaderBytes)
        {
            Assert.True(LgmpSessionHeader.TryParse(layout, head, region, out _, out var reject), reject.ToString());
        }
    }

    private static void Refused(LgmpLayout layout, byte[] head, ulong region, RejectCode code, ulong seen, ulong limit)
    {
        Assert.False(LgmpSessionHeader.TryParse(layout, head, region, out var session, out var reject));
        Assert.Equal(new Reject(code, seen, limit), reject);
        Assert.Equal(default, session);
    }

    private static LgmpLayout Layout(uint version) => LgmpLayout.All.Single(l => l.Version == version);

    private static byte[] Head(LgmpLayout layout, uint queues, uint udata)
    {
        var head = new byte[LgmpDetection.HeadBytes];
        U32(head, layout.MagicOffset, 0x504D474C);
        U32(head, layout.VersionOffset, layout.Version);
        U32(head, layout.SessionIdOffset, 0xCAFE1234);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(layout.TimestampOffset), 0x1122334455667788);
        U32(head, layout.QueueCountOffset, queues);
        U32(head, layout.UserDataSizeOffset, udata);
        return head;
    }

    private static byte[] Record(LgmpLayout layout, uint length, uint ring, uint start, uint position, uint count)
    {
        var record = new byte[layout.QueueStride];
        var q = layout.Queue;
        U32(record, q.QueueId, 77);
        U32(record, q.RingLength, length);
        U32(record, q.RingOffset, ring);
        U32(record, q.MaxTimeMs, 1000);
        U32(record, q.Start, start);
        U32(record, q.Position, position);
        U32(record, q.Count, count);
        return record;
    }

    private static void U32(byte[] bytes, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
}
