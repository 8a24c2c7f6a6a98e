using Oriel.Memory;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>One place in one queue, move by move, on the images of every layout.</summary>
public sealed class SubscriptionTests
{
    private const uint FrameQueue = 2;
    private const uint PointerQueue = 1;
    private const uint Me = 0xC0FFEE;

    public static TheoryData<string> Live => ["p19-live", "p20-live", "p20m-v7-live", "p20m-v10-live", "p34-legacy-live"];

    public static TheoryData<string> Wrapped => ["p19-live", "p19-wrap", "p20-live", "p20m-v7-live", "p20m-v10-live", "p34-legacy-live", "p34-idd-idd"];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void Walks_all_messages_of_a_recorded_place_in_order(string name)
    {
        using var image = new LiveImage(name, beats: false);
        using var expected = Vectors.Expected(name);
        foreach (var id in new[] { FrameQueue, PointerQueue })
        {
            var queue = Resume(image, expected.RootElement, id);
            foreach (var message in expected.RootElement.GetProperty("pending").EnumerateArray().Where(m => m.GetProperty("queueID").GetUInt32() == id))
            {
                Assert.Equal(QueueState.Ok, queue.TryTake(out var entry, out _));
                Assert.Equal(message.GetProperty("payloadOffset").GetUInt32(), entry.Offset);
                Assert.Equal(message.GetProperty("payloadSize").GetUInt32(), entry.Size);
                Assert.Equal(Convert.ToUInt64(message.GetProperty("udata").GetString(), 16), entry.Word);
                // Taking again without finishing shows the same message.
                Assert.Equal(QueueState.Ok, queue.TryTake(out var again, out _));
                Assert.Equal(entry, again);
                Assert.True(queue.HoldsTaken());
                Assert.Equal(QueueState.Ok, queue.Finish());
                Assert.False(queue.HoldsTaken());
            }

            Assert.Equal(QueueState.Empty, queue.TryTake(out _, out _));
            Assert.Equal(QueueState.Empty, queue.Finish());
            Assert.Equal(0u, Record(image, expected.RootElement, id).Count);
        }
    }

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void Skipping_leaves_exactly_the_newest(string name)
    {
        using var image = new LiveImage(name, beats: false);
        using var expected = Vectors.Expected(name);
        var messages = expected.RootElement.GetProperty("pending").EnumerateArray().Where(m => m.GetProperty("queueID").GetUInt32() == PointerQueue).ToList();
        var queue = Resume(image, expected.RootElement, PointerQueue);
        Assert.Equal(QueueState.Ok, queue.SkipToNewest(out var skipped));
        Assert.Equal((uint)messages.Count - 1, skipped);
        Assert.Equal(1u, Record(image, expected.RootElement, PointerQueue).Count);
        Assert.Equal(QueueState.Ok, queue.TryTake(out var entry, out var behind));
        Assert.Equal(0u, behind);
        Assert.Equal(messages[^1].GetProperty("payloadOffset").GetUInt32(), entry.Offset);
    }

    /// <summary>lgmp.md section 10, item 6: a slot's previous owner may have left bits everywhere; none of those messages is ours.</summary>
    [Theory]
    [MemberData(nameof(Live))]
    public void A_reused_slot_inherits_nothing(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var queue = Find(image, PointerQueue);
        var record = image.Record(1);
        record.Subscriptions = default;
        Assert.Equal(QueueState.Ok, queue.Subscribe(Me));
        Assert.Equal(0, queue.Slot);
        Assert.Equal(new Subscriptions(1, 0), record.Subscriptions);
        Assert.Equal(Me, record.ClientId(0));
        Assert.Equal(1u, record.NewSubscribers);
        Assert.Equal(QueueState.Empty, queue.TryTake(out _, out _));
        Assert.Equal(0, image.Held(1, 0));
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void Slots_are_taken_lowest_first_until_none_is_left_and_expired_ones_are_recycled(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var record = image.Record(0);
        var slots = image.Layout!.Queue.Slots;
        for (var i = 1; i < slots; i++)
        {
            var queue = Find(image, FrameQueue);
            Assert.Equal(QueueState.Ok, queue.Subscribe(Me + (uint)i));
            Assert.Equal(i, queue.Slot);
        }

        var late = Find(image, FrameQueue);
        Assert.Equal(QueueState.Full, late.Subscribe(Me));

        // Slot 0 is bad, but its time is not over: payloads it may still read stay protected.
        var now = image.Region.ReadUInt64((ulong)image.Layout.TimestampOffset);
        record.Subscriptions = new Subscriptions(record.Subscriptions.On, 1);
        record.SetTimeout(0, now);
        Assert.Equal(QueueState.Full, late.Subscribe(Me));
        record.SetTimeout(0, now - 1);
        Assert.Equal(QueueState.Ok, late.Subscribe(Me));
        Assert.Equal(0, late.Slot);
        Assert.Equal(0u, record.Subscriptions.Bad);
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void Our_own_old_place_is_taken_back_at_once(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var record = image.Record(0);
        Assert.Equal(QueueState.Ok, Find(image, FrameQueue).Subscribe(Me));
        record.Subscriptions = new Subscriptions(record.Subscriptions.On, 2);
        record.SetTimeout(1, ulong.MaxValue);
        var again = Find(image, FrameQueue);
        Assert.Equal(QueueState.Ok, again.Subscribe(Me));
        Assert.Equal(1, again.Slot);
        Assert.Equal(new Subscriptions(3, 0), record.Subscriptions);
    }

    /// <summary>lgmp.md section 10, item 7: once the slot is another's, nothing of it may be touched.</summary>
    [Theory]
    [MemberData(nameof(Live))]
    public void A_lost_slot_is_left_alone(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var queue = Find(image, FrameQueue);
        Assert.Equal(QueueState.Ok, queue.Subscribe(Me));
        image.Offer(0, queue.Slot);
        Assert.Equal(QueueState.Ok, queue.TryTake(out _, out _));
        image.Record(0).SetClientId(queue.Slot, Me + 1);
        var before = image.Snapshot();
        Assert.False(queue.HoldsTaken());
        Assert.Equal(QueueState.Evicted, queue.Finish());
        Assert.Equal(QueueState.Evicted, queue.TryTake(out _, out _));
        Assert.Equal(QueueState.Evicted, queue.SkipToNewest(out _));
        Assert.Equal(QueueState.Evicted, queue.TrySend([1, 2, 3, 4]));
        queue.Unsubscribe();
        Assert.Equal(before, image.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void Another_session_is_never_written_to(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var queue = Find(image, FrameQueue);
        Assert.Equal(QueueState.Ok, queue.Subscribe(Me));
        image.Offer(0, queue.Slot);
        Assert.Equal(QueueState.Ok, queue.TryTake(out _, out _));
        image.SessionId++;
        var before = image.Snapshot();
        Assert.Equal(QueueState.SessionLost, queue.Finish());
        Assert.Equal(QueueState.SessionLost, queue.TryTake(out _, out _));
        Assert.Equal(QueueState.SessionLost, queue.SkipToNewest(out _));
        Assert.Equal(QueueState.SessionLost, queue.TrySend([1, 2, 3, 4]));
        Assert.Equal(QueueState.SessionLost, queue.Subscribe(Me));
        Assert.Equal(QueueState.SessionLost, Subscription.TryFind(Link(image, image.SessionId - 1), FrameQueue, out _, out _));
        queue.Unsubscribe();
        Assert.Equal(before, image.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void A_stuck_lock_costs_a_bounded_time_and_changes_nothing(string name)
    {
        using var image = new LiveImage(name, beats: false);
        var queue = Find(image, FrameQueue);
        Assert.Equal(QueueState.Ok, queue.Subscribe(Me));
        image.Offer(0, queue.Slot);
        var other = Find(image, FrameQueue);
        Assert.True(image.Record(0).TryLock());
        var before = image.Snapshot();
        var started = OwnClock.Start();
        Assert.Equal(QueueState.Refused, queue.TryTake(out _, out _));
        Assert.Equal(RejectCode.LockStuck, queue.Reject.Code);
        Assert.Equal(QueueState.Refused, other.Subscribe(Me + 1));
        Assert.Equal(QueueState.Refused, queue.SkipToNewest(out _));
        queue.Unsubscribe();
        Assert.True(started.ElapsedMs >= 4 * QueueRecord.LockBudgetMs && started.OwnMs <= 10 * QueueRecord.LockBudgetMs, $"{started}");
        Assert.Equal(before, image.Snapshot());
        image.Record(0).Unlock();
        Assert.Equal(QueueState.Ok, other.Subscribe(Me + 1));
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void Impossible_indices_are_refused_at_every_step(string name)
    {
        foreach (var spoil in new Action<QueueRecord>[] { static r => r.Start = r.RingLength, static r => r.Position = uint.MaxValue, static r => r.Count = r.RingLength + 1 })
        {
            using var image = new LiveImage(name, beats: false);
            var queue = Find(image, FrameQueue);
            Assert.Equal(QueueState.Ok, queue.Subscribe(Me));
            image.Offer(0, queue.Slot);
            Assert.Equal(QueueState.Ok, queue.TryTake(out _, out _));
            var other = Find(image, FrameQueue);
            spoil(image.Record(0));
            var before = image.Snapshot();
            Assert.Equal(QueueState.Refused, queue.Finish());
            Assert.Equal(QueueState.Refused, queue.TryTake(out _, out _));
            Assert.Equal(QueueState.Refused, queue.SkipToNewest(out _));
            Assert.Equal(QueueState.Refused, other.Subscribe(Me + 1));
            Assert.Contains(queue.Reject.Code, new[] { RejectCode.RingIndex, RejectCode.RingCount });
            Assert.Equal(QueueState.Refused, Subscription.TryFind(Link(image), FrameQueue, out _, out _));
            Assert.Equal(before, image.Snapshot());
        }
    }

    /// <summary>lgmp.md section 7, byte by byte: record, write position, free count and serial; nothing else changes.</summary>
    [Theory]
    [MemberData(nameof(Live))]
    public void A_message_to_the_producer_lies_where_the_spec_says(string name)
    {
        using var image = new LiveImage(name, beats: false);
        using var expected = Vectors.Expected(name);
        var queue = Resume(image, expected.RootElement, PointerQueue);
        var record = Record(image, expected.RootElement, PointerQueue);
        var (slot, available, serial) = (record.ClientWritePosition, record.ClientAvailable, record.ClientWriteSerial);
        var want = image.Snapshot();
        Span<byte> bytes = stackalloc byte[ControlMessage.MaxBytes];
        var message = bytes[..ControlMessage.SetCursorPosition(123, -45).Write(bytes)];
        Assert.Equal(QueueState.Ok, queue.TrySend(message));

        var (recordAt, fields) = name switch
        {
            "p19-live" or "p20-live" => (32 + 1144, new { First = 464, Stride = 68, Data = 4, Id = -1, Available = 448, Position = 452, Serial = 456 }),
            "p20m-v7-live" => (24 + 1144, new { First = 464, Stride = 68, Data = 4, Id = -1, Available = 448, Position = 452, Serial = 456 }),
            "p20m-v10-live" => (64 + 1600, new { First = 320, Stride = 80, Data = 16, Id = -1, Available = 132, Position = 136, Serial = 140 }),
            _ => (64 + 1600, new { First = 320, Stride = 80, Data = 16, Id = 4, Available = 132, Position = 136, Serial = 140 }),
        };
        var at = recordAt + fields.First + ((int)slot * fields.Stride);
        BitConverter.TryWriteBytes(want.AsSpan(at), 12);
        if (fields.Id >= 0)
        {
            BitConverter.TryWriteBytes(want.AsSpan(at + fields.Id), expected.RootElement.GetProperty("clientID").GetUInt32());
        }

        Convert.FromHexString("000000007b000000d3ffffff").CopyTo(want.AsSpan(at + fields.Data));
        BitConverter.TryWriteBytes(want.AsSpan(recordAt + fields.Available), available - 1);
        BitConverter.TryWriteBytes(want.AsSpan(recordAt + fields.Position), slot + 1);
        BitConverter.TryWriteBytes(want.AsSpan(recordAt + fields.Serial), serial + 1);
        Assert.Equal(want, image.Snapshot());

        for (var i = available - 1; i > 0; i--)
        {
            Assert.Equal(QueueState.Ok, queue.TrySend(message));
        }

        Assert.Equal(QueueState.Full, queue.TrySend(message));
        Assert.Equal(0u, record.ClientAvailable);
        Assert.True(record.ClientWritePosition < (uint)image.Layout!.Queue.ClientMessageSlots);
    }

    [Theory]
    [MemberData(nameof(Live))]
    public void A_spoiled_client_ring_is_refused(string name)
    {
        using var image = new LiveImage(name, beats: false);
        using var expected = Vectors.Expected(name);
        var queue = Resume(image, expected.RootElement, PointerQueue);
        var record = Record(image, expected.RootElement, PointerQueue);
        record.ClientWritePosition = (uint)image.Layout!.Queue.ClientMessageSlots;
        Assert.Equal(QueueState.Refused, queue.TrySend([0, 0, 0, 0]));
        record.ClientWritePosition = 0;
        Assert.True(record.TryLockClientRing());
        var started = OwnClock.Start();
        Assert.Equal(QueueState.Refused, queue.TrySend([0, 0, 0, 0]));
        Assert.Equal(RejectCode.LockStuck, queue.Reject.Code);
        Assert.True(started.OwnMs < 5 * QueueRecord.LockBudgetMs, $"{started}");
        record.UnlockClientRing();
        Assert.Equal(QueueState.Ok, queue.TrySend([0, 0, 0, 0]));
        // The queue's own lock was given back too.
        Assert.True(record.TryLockOnce());
    }

    /// <summary>The v5 lock is one byte; what stands in the three beside it belongs to nobody (lgmp.md section 9).</summary>
    [Fact]
    public void The_byte_lock_ignores_and_keeps_its_padding()
    {
        using var image = new LiveImage("p19-live", beats: false);
        var word = 32ul + 408;
        image.Region.WriteUInt32(word, 0xABCDEF00);
        var record = image.Record(0);
        Assert.True(record.TryLockOnce());
        Assert.Equal(0xABCDEF01, image.Region.ReadUInt32(word));
        Assert.False(record.TryLockOnce());
        record.Unlock();
        Assert.Equal(0xABCDEF00, image.Region.ReadUInt32(word));
    }

    [Fact]
    public void A_lock_that_is_released_late_is_still_got()
    {
        using var image = new LiveImage("p20-live", beats: false);
        var record = image.Record(0);
        Assert.True(record.TryLock());
        var release = new Thread(() =>
        {
            MonotonicWait.Until(HostClock.Now + HostClock.Ms(10));
            record.Unlock();
        });
        release.Start();
        Assert.True(record.TryLock());
        release.Join();
    }

    private static Subscription Find(LiveImage image, uint queueId)
    {
        Assert.Equal(QueueState.Ok, Subscription.TryFind(Link(image), queueId, out var queue, out _));
        return queue!;
    }

    private static Subscription Resume(LiveImage image, System.Text.Json.JsonElement expected, uint queueId)
    {
        var queue = Find(image, queueId);
        queue.Resume(0, expected.GetProperty("clientID").GetUInt32());
        return queue;
    }

    private static QueueRecord Record(LiveImage image, System.Text.Json.JsonElement expected, uint queueId) =>
        image.Record(expected.GetProperty("queues").EnumerateArray().Single(q => q.GetProperty("queueID").GetUInt32() == queueId).GetProperty("index").GetInt32());

    private static SessionLink Link(LiveImage image, uint? sessionId = null)
    {
        var head = image.Snapshot();
        if (sessionId is { } id)
        {
            BitConverter.TryWriteBytes(head.AsSpan(image.Layout!.SessionIdOffset), id);
        }

        Assert.True(LgmpSessionHeader.TryParse(image.Layout!, head, (ulong)head.Length, out var header, out var reject), reject.ToString());
        Assert.True(KvmfrUserData.TryParse(head.AsSpan(image.Layout!.UserDataOffset, header.UserDataBytes), out var userData, out _));
        return new SessionLink(image.Region, (ulong)head.Length, in header, userData, 0, HostClock.Now);
    }
}
