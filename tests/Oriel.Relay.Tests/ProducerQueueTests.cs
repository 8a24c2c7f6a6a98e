using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>Queues of the producer: posting, full, expiry, eviction, recycling (lgmp.md sections 5.3 and 6), with a clock moved by hand.</summary>
public sealed class ProducerQueueTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Without_subscriber_nothing_is_posted(string profile)
    {
        using var stage = new ProducerStage(profile);
        Assert.False(stage.Producer.HasSubscribers);
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Publish());
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Producer.Repeat());
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Move(1));
        var late = stage.Frames(1);
        Assert.True(stage.Producer.HasSubscribers);
        Assert.False(late.HasMessage);
        Assert.Equal(0u, late.Count);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void New_subscribers_are_reported_once(string profile)
    {
        using var stage = new ProducerStage(profile);
        Assert.False(stage.Producer.TakeNewFrameSubscribers());
        _ = stage.Frames(1);
        _ = stage.Frames(2);
        Assert.True(stage.Producer.TakeNewFrameSubscribers());
        Assert.False(stage.Producer.TakeNewFrameSubscribers());
        _ = stage.Pointer(1);
        Assert.False(stage.Producer.TakeNewPointerSubscribers());
        Assert.True(stage.Tick());
        Assert.True(stage.Producer.TakeNewPointerSubscribers());
        Assert.False(stage.Producer.TakeNewPointerSubscribers());
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_consumer_that_never_dequeues_is_dequeued_for(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1, dequeues: false);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Publish());
            Assert.True(peer.HasMessage);
            peer.Done();
        }

        Assert.True(stage.Tick());
        Assert.Equal(0u, peer.Count);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Busy_until_the_oldest_message_is_finished(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var first = peer.Peek().Offset;
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.Equal(PublishOutcome.Busy, stage.Publish());
        Assert.True(stage.Tick());
        Assert.Equal(PublishOutcome.Busy, stage.Publish());
        peer.Done();
        var second = peer.Peek().Offset;
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        peer.Done();
        Assert.Equal(first, peer.Peek().Offset);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_slowest_of_several_consumers_decides(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peers = Enumerable.Range(1, stage.Layout.Queue.Slots).Select(id => stage.Frames((uint)id)).ToList();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        foreach (var peer in peers.Skip(1))
        {
            Assert.Equal(2, peer.Drain().Count);
        }

        Assert.Equal(PublishOutcome.Busy, stage.Publish());
        peers[0].Done();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.All(peers, peer => Assert.True(peer.HasMessage));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Who_holds_the_oldest_message_longer_than_a_second_is_marked_bad(string profile)
    {
        using var stage = new ProducerStage(profile);
        var slow = stage.Frames(1);
        var good = stage.Frames(2);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        good.Done();
        Assert.True(stage.Tick(1000));
        Assert.False(slow.IsBad);
        Assert.Equal(1u, slow.Count);
        Assert.True(stage.Tick(1));
        Assert.True(slow.IsBad);
        Assert.True(slow.IsOn);
        Assert.False(good.IsBad);
        Assert.Equal(0u, slow.Count);
        Assert.Equal(1, stage.Producer.Evictions);

        // A bad slot gets nothing more; the other one does.
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(good.HasMessage);
        Assert.False(slow.HasMessage);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Who_keeps_another_from_a_full_ring_has_half_a_second(string profile)
    {
        using var stage = new ProducerStage(profile);
        var dead = stage.Frames(1);
        while (stage.Publish() == PublishOutcome.Published)
        {
        }

        // Alone it has the whole second: nobody waits.
        Assert.True(stage.Tick(501));
        Assert.False(dead.IsBad);
        var successor = stage.Frames(2);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(dead.IsBad);
        Assert.False(successor.IsBad);
        Assert.True(successor.HasMessage);
        Assert.Equal(1, stage.Producer.Evictions);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Who_is_slow_in_a_ring_with_room_or_together_with_all_others_keeps_the_second(string profile)
    {
        using var stage = new ProducerStage(profile);
        var slow = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var other = stage.Frames(2);
        Assert.True(stage.Tick(999)); // one message, and there is room for another
        Assert.False(slow.IsBad);
        slow.Done();
        while (stage.Publish() == PublishOutcome.Published)
        {
        }

        Assert.True(stage.Tick(1000)); // full, but nobody has finished the oldest
        Assert.False(slow.IsBad || other.IsBad);
        Assert.True(stage.Tick(1));
        Assert.True(slow.IsBad && other.IsBad);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_second_begins_when_a_message_becomes_the_oldest(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(stage.Tick(10));
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(stage.Tick(900));
        peer.Done();
        Assert.True(stage.Tick(10)); // sees that the second is the oldest now
        Assert.True(stage.Tick(1000));
        Assert.False(peer.IsBad);
        Assert.True(stage.Tick(1));
        Assert.True(peer.IsBad);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_bad_slot_can_be_recycled_after_another_second(string profile)
    {
        using var stage = new ProducerStage(profile);
        var slow = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(stage.Tick(1001));
        Assert.True(slow.IsBad);
        var early = stage.Frames(2);
        Assert.NotEqual(slow.Slot, early.Slot);
        Assert.True(stage.Tick(1001));
        Assert.True(stage.Tick(250)); // v10 on write the heartbeat only now and then
        var late = stage.Frames(3);
        Assert.Equal(slow.Slot, late.Slot);
        Assert.False(late.IsBad);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(late.HasMessage);
    }

    [Fact]
    public void In_v12_a_bad_client_is_bad_on_every_queue()
    {
        using var stage = new ProducerStage("p34");
        var slow = stage.Frames(1);
        var slowPointer = stage.Pointer(1);
        var otherPointer = stage.Pointer(2);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(stage.Tick(1001));
        Assert.True(slow.IsBad);
        Assert.True(slowPointer.IsBad);
        Assert.False(otherPointer.IsBad);
    }

    [Fact]
    public void In_v12_finished_messages_leave_at_the_newest_end_too()
    {
        using var stage = new ProducerStage("p34");
        var peer = stage.Pointer(1);
        stage.Tick();
        Assert.Equal(PublishOutcome.Published, stage.Move(1));
        Assert.Equal(PublishOutcome.Published, stage.Move(2));

        // The consumer finishes the second and still holds the first. Entries of 32 bytes, the pending word at 16.
        stage.Region.WriteUInt32(stage.Region.ReadUInt32(64 + 1600 + 304) + 32 + 16, 0);
        Assert.True(stage.Tick());
        Assert.Equal(1u, peer.Count);
        Assert.Equal(1u, stage.Region.ReadUInt32(64 + 1600)); // the position moved back to the second place
        Assert.Equal(PublishOutcome.Published, stage.Move(3));
        Assert.Equal(2, peer.Drain().Count);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void An_emptied_ring_keeps_its_position(string profile)
    {
        using var stage = new ProducerStage(profile);
        var gone = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var waiting = stage.Frames(2);
        gone.Unsubscribe();
        Assert.True(stage.Tick());
        Assert.Equal(0u, waiting.Count);

        // The one who waits at the position meets the two next messages in order.
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var serials = new List<uint>();
        while (waiting.HasMessage)
        {
            serials.Add(stage.Region.ReadUInt32(waiting.Peek().Offset + 4));
            waiting.Done();
        }

        Assert.Equal([2u, 3u], serials);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_pointer_ring_holds_its_length_and_then_is_full(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Pointer(1);
        stage.Tick();
        for (var i = 0; i < stage.Profile.PointerQueueLength; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Move((short)i));
        }

        Assert.Equal(PublishOutcome.Busy, stage.Move(99));
        var offsets = peer.Drain();
        Assert.Equal(stage.Profile.PointerQueueLength, offsets.Distinct().Count());

        // What was refused is not lost: the next tick sends the newest state.
        Assert.True(stage.Tick());
        Assert.Equal(99u, stage.Region.ReadUInt32(peer.Peek().Offset) & 0xFFFF);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_repeat_counts_its_buffer_twice(string profile)
    {
        using var stage = new ProducerStage(profile);
        var slow = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var late = stage.Frames(2);
        Assert.Equal(PublishOutcome.Published, stage.Producer.Repeat());
        Assert.Equal(slow.Peek(), late.Peek());
        Assert.Equal(PublishOutcome.Busy, stage.Producer.Repeat());

        // The late one is done with it; the slow one holds it twice and releases it only with the second.
        late.Done();
        var repeated = slow.Peek().Offset;
        slow.Done();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.NotEqual(repeated, late.Peek().Offset);
        Assert.Equal(PublishOutcome.Busy, stage.Publish());
        Assert.Equal(repeated, slow.Peek().Offset);
        slow.Done();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        slow.Done();
        Assert.Equal(repeated, slow.Peek().Offset);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_heartbeat_follows_the_layout(string profile)
    {
        using var stage = new ProducerStage(profile);
        var start = stage.Timestamp;
        Assert.Equal(1_000_000u, start);
        for (var elapsed = 10u; elapsed <= 1000; elapsed += 10)
        {
            Assert.True(stage.Tick());
            var expected = stage.Layout.Version >= 10 ? start + (elapsed / 250 * 250) : start + elapsed;
            Assert.Equal(expected, stage.Timestamp);
        }
    }
}
