using Oriel.Protocol;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>Nothing a guest does, or stops doing, holds the feed up: write pointers, locks, evictions.</summary>
public sealed class FeedBoundsTests
{
    private const ulong WritePointer = 4092;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_stalled_write_pointer_is_left_in_time_and_its_frame_fetched_when_it_moves_on()
    {
        using var image = new LiveImage("p20-partial");
        using var sink = new MemorySink();
        using var expected = Vectors.Expected("p20-partial");
        var frame = expected.RootElement.GetProperty("pending")[0];
        var header = frame.GetProperty("payloadOffset").GetUInt64();
        var pitch = frame.GetProperty("pitch").GetUInt32();
        var rows = frame.GetProperty("dataHeight").GetUInt32();
        Assert.Equal(37 * pitch, image.Region.ReadUInt32(header + WritePointer));
        using var feed = Start(image, sink);
        var slot = image.AwaitSubscriber(0);
        var started = OwnClock.Start();
        image.Offer(0, slot);
        Eventually.True(() => feed.Counters.Stalled == 1 && image.Held(0, slot) == 0, s_limit, () => $"{feed.Counters.Stalled} stalled");
        Assert.True(started.ElapsedMs >= 90 && started.OwnMs <= 600, $"{started}");
        Assert.Equal(1, sink.Abandoned);
        Assert.Empty(sink.Frames);
        Eventually.True(() => feed.Status is { State: RelayState.SessionRefused, Reject.Code: RejectCode.WritePointerStalled }, s_limit, () => feed.Status.ToString());

        // The guest goes on where it stood.
        var row = new byte[pitch];
        for (var y = 37u; y < rows; y++)
        {
            row.AsSpan().Fill((byte)y);
            image.Region.CopyIn(header + WritePointer + 4 + (y * (ulong)pitch), row);
            image.Region.WriteUInt32(header + WritePointer, (y + 1) * pitch);
        }

        Eventually.True(() => sink.Frames.Count == 1 && feed.Status.State == RelayState.Live, s_limit, () => feed.Status.ToString());
        Assert.Equal(1, feed.Counters.Stalled);
        Assert.Equal(0, feed.Counters.Evictions);
    }

    [Fact]
    public void A_slow_write_pointer_is_followed()
    {
        using var image = new LiveImage("p20-partial");
        using var sink = new MemorySink { KeepPixels = true };
        using var expected = Vectors.Expected("p20-partial");
        var frame = expected.RootElement.GetProperty("pending")[0];
        var header = frame.GetProperty("payloadOffset").GetUInt64();
        var pitch = frame.GetProperty("pitch").GetUInt32();
        var rows = frame.GetProperty("dataHeight").GetUInt32();
        using var feed = new FeedLoop(new FeedOptions { Source = image.Path, WritePointerTimeout = TimeSpan.FromSeconds(5) }, sink);
        feed.Start();
        image.Offer(0, image.AwaitSubscriber(0));
        var row = new byte[pitch];
        for (var y = 37u; y < rows; y++)
        {
            Assert.Empty(sink.Frames);
            row.AsSpan().Fill((byte)y);
            image.Region.CopyIn(header + WritePointer + 4 + (y * (ulong)pitch), row);
            image.Region.WriteUInt32(header + WritePointer, (y + 1) * pitch);
            if (y % 16 == 0)
            {
                Thread.Sleep(1);
            }
        }

        Eventually.True(() => sink.Frames.Count == 1, s_limit, () => feed.Status.ToString());
        var pixels = sink.Frames.Single().Pixels;
        var rowBytes = (int)sink.Frames.Single().Header.RowBytes;
        for (var y = 37; y < rows; y++)
        {
            Assert.Equal(rowBytes, pixels.AsSpan(y * rowBytes, rowBytes).Count((byte)y));
        }

        Assert.Equal(0, feed.Counters.Stalled);
    }

    [Fact]
    public void A_frame_replaced_while_it_is_copied_is_thrown_away()
    {
        using var image = new LiveImage("p20-partial");
        using var sink = new MemorySink();
        using var expected = Vectors.Expected("p20-partial");
        var frame = expected.RootElement.GetProperty("pending")[0];
        var header = frame.GetProperty("payloadOffset").GetUInt64();
        var serial = frame.GetProperty("frameSerial").GetUInt32();
        var spoils = 1;
        sink.Lending = () =>
        {
            if (spoils-- > 0)
            {
                // Between our look at the header and the copy, the guest begins another frame in the same buffer.
                image.Region.WriteUInt32(header + 4, serial + 2);
                image.Region.WriteUInt32(header + WritePointer, uint.MaxValue);
            }
        };
        using var feed = Start(image, sink);
        var slot = image.AwaitSubscriber(0);
        image.Offer(0, slot);
        Eventually.True(() => image.Held(0, slot) == 0 && feed.Counters.Torn == 1, s_limit, () => feed.Status.ToString());
        Assert.Equal(1, sink.Abandoned);
        Assert.Empty(sink.Frames);
        image.Repost(0, slot);
        Eventually.True(() => sink.Frames.Count == 1, s_limit, () => feed.Status.ToString());
        Assert.Equal(serial + 2, sink.Frames.Single().Header.Serial);
        Assert.True(sink.Frames.Single().IsEverything);
    }

    [Fact]
    public void A_frame_copied_while_we_were_evicted_is_thrown_away()
    {
        using var image = new LiveImage("p20-live");
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        var slot = image.AwaitSubscriber(0);
        var record = image.Record(0);
        var evicts = 1;
        sink.Lending = () =>
        {
            if (evicts-- > 0)
            {
                record.Subscriptions = new Subscriptions(record.Subscriptions.On, 1u << slot);
            }
        };
        image.Offer(0, slot);
        Eventually.True(() => feed.Counters.Torn == 1 && feed.Counters.Evictions == 1, s_limit, () => feed.Status.ToString());
        Assert.Empty(sink.Frames);
        // The producer repeats its picture for who subscribes anew: the same serial, but this sink never got it.
        image.Repost(0, image.AwaitSubscriber(0));
        Eventually.True(() => sink.Frames.Count == 1, s_limit, () => feed.Status.ToString());
    }

    [Fact]
    public void An_evicted_viewer_subscribes_again_and_leaves_the_others_alone()
    {
        using var image = new LiveImage("p20-live");
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        var record = image.Record(0);
        var slot = image.AwaitSubscriber(0);
        for (var round = 1; round <= 5; round++)
        {
            Assert.True(record.TryLock());
            record.Subscriptions = new Subscriptions(record.Subscriptions.On, record.Subscriptions.Bad | (1u << slot));
            record.SetTimeout(slot, ulong.MaxValue);
            record.Unlock();
            Eventually.True(() => feed.Counters.Evictions == round && record.Subscriptions is { Bad: 0 } s && (s.On & ~1u) != 0, s_limit, () => $"{feed.Counters.Evictions} {record.Subscriptions}");
        }

        // Somebody else gets our slot.
        record.SetClientId(slot, 0xBEEF);
        Eventually.True(() => feed.Counters.Evictions == 6 && record.Subscriptions.On == 7, s_limit, () => record.Subscriptions.ToString());
        Assert.Equal(0xBEEFu, record.ClientId(slot));
        image.Offer(0, 2);
        Eventually.True(() => sink.Frames.Count == 1, s_limit, () => $"{sink.Frames.Count}");
        Assert.Equal(1, feed.Counters.Superseded);
        Assert.Equal(2, image.Held(0, 0));
        Assert.Equal(1, feed.Counters.Sessions);
    }

    [Fact]
    public void A_stuck_queue_lock_is_reported_and_the_picture_comes_back_when_it_is_released()
    {
        using var image = new LiveImage("p20-live");
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        var slot = image.AwaitSubscriber(0);
        image.Offer(0, slot);
        Eventually.True(() => feed.Status.State == RelayState.Live, s_limit, () => feed.Status.ToString());
        // The guest died, or was paused, in the middle of a post.
        Assert.True(image.Record(0).TryLock());
        image.RepostLocked(0, slot);
        Eventually.True(() => feed.Status is { State: RelayState.SessionRefused, Reject.Code: RejectCode.LockStuck }, s_limit, () => feed.Status.ToString());
        image.Record(0).Unlock();
        var released = OwnClock.Start();
        var before = sink.Frames.Count;
        var now = image.AwaitSubscriber(0);
        Eventually.True(() =>
        {
            image.Repost(0, now);
            return sink.Frames.Count > before;
        }, s_limit, () => feed.Status.ToString());
        Assert.True(released.OwnMs < 1000, $"{released}");
    }

    [Fact]
    public void A_stuck_wish_lock_does_not_stop_the_picture()
    {
        using var image = new LiveImage("p20-live");
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        var slot = image.AwaitSubscriber(0);
        image.AwaitSubscriber(1);
        Assert.True(image.Record(1).TryLockClientRing());
        Eventually.True(() => feed.TrySendCursorPosition(1, 2), s_limit, "not accepted");
        Eventually.True(() => feed.Counters.Rejected(RejectCode.LockStuck) == 1, s_limit, "not noticed");
        image.Offer(0, slot);
        Eventually.True(() => sink.Frames.Count == 1 && feed.Status.State == RelayState.Live, s_limit, () => feed.Status.ToString());
        Assert.Equal(1, feed.Counters.Sessions);
        image.Record(1).UnlockClientRing();
    }

    private static FeedLoop Start(LiveImage image, MemorySink sink)
    {
        var feed = new FeedLoop(new FeedOptions { Source = image.Path, WritePointerTimeout = TimeSpan.FromMilliseconds(100) }, sink);
        feed.Start();
        return feed;
    }
}
