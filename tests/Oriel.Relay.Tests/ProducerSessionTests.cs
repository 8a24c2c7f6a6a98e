using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>Loss and restart of a session (lgmp.md section 5.4), threads, and the promise to allocate nothing.</summary>
public sealed class ProducerSessionTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Wiped_memory_is_noticed_and_a_new_session_works(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var old = stage.Producer.SessionId;
        stage.Region.Clear(0, stage.Region.Length);
        Assert.Equal(PublishOutcome.SessionLost, stage.Publish());
        Assert.False(stage.Tick());
        Assert.False(stage.Producer.HasSubscribers);
        Assert.Equal(PublishOutcome.SessionLost, stage.Move(1));
        Assert.Equal(PublishOutcome.SessionLost, stage.Producer.Repeat());

        stage.Producer.Restart();
        Assert.NotEqual(old, stage.Producer.SessionId);
        Assert.True(stage.Tick());
        peer = stage.Frames(1);
        var pointer = stage.Pointer(1);
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Producer.Repeat());
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(peer.HasMessage);
        Assert.True(stage.Tick());
        Assert.Equal(1u, stage.Region.ReadUInt32(pointer.Peek().Offset) & 0xFFFF); // the cursor survived the session
    }

    // The words only a producer writes: whoever changes one has spoiled the session for everybody.
    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_change_of_any_fixed_word_ends_the_session(string profile)
    {
        using var stage = new ProducerStage(profile);
        var layout = stage.Layout;
        var q = layout.Queue;
        List<ulong> words =
        [
            (uint)layout.MagicOffset, (uint)layout.VersionOffset, (uint)layout.SessionIdOffset, (uint)layout.QueueCountOffset, (uint)layout.UserDataSizeOffset,
        ];
        for (var queue = 0; queue < 2; queue++)
        {
            words.AddRange(from field in (int[])[q.QueueId, q.RingLength, q.RingOffset, q.MaxTimeMs] select layout.QueueRecord(queue) + (uint)field);
        }

        foreach (var word in words)
        {
            var good = stage.Region.ReadUInt32(word);
            stage.Region.WriteUInt32(word, good ^ 0x100);
            Assert.False(stage.Tick());
            stage.Producer.Restart();
            Assert.True(stage.Tick());
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_lock_held_for_ever_ends_the_session_within_bounds(string profile)
    {
        using var stage = new ProducerStage(profile);
        foreach (var field in (int[])[stage.Layout.Queue.Lock, stage.Layout.Queue.ClientLock])
        {
            var peer = stage.Pointer(1);
            Assert.True(stage.Tick());
            Assert.Equal(PublishOutcome.Published, stage.Move(1));
            Assert.Equal(1u, peer.Send(ProducerPeer.Control(0, 1, 1)));
            stage.Region.WriteUInt32(stage.Layout.QueueRecord(1) + (uint)field, 1);
            var began = OwnClock.Start();
            Assert.False(stage.Tick());
            Assert.True(began.ElapsedMs >= 100 && began.OwnMs <= 2000, $"{began}");
            stage.Producer.Restart();
            Assert.True(stage.Tick());
        }
    }

    [Fact]
    public void In_v5_padding_around_the_lock_byte_means_nothing()
    {
        using var stage = new ProducerStage("p19");
        stage.Region.WriteUInt32(32 + 408, 0xABCDEF00);
        _ = stage.Producer.Tick(null);
        stage.Region.WriteUInt32(32 + 1144 + 444, 0x12345600);
        var peer = new ProducerPeer(stage.Region, stage.Layout, 1, 1);
        Assert.True(stage.Tick());
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Publish());
        peer.Send(ProducerPeer.Control(0, 1, 1));
        Assert.True(stage.Tick());
        Assert.Equal(1u, peer.Acknowledged());
        Assert.Equal(0x12345600u, stage.Region.ReadUInt32(32 + 1144 + 444));
    }

    [Fact]
    public void Frames_cursor_tick_and_restarts_on_four_threads()
    {
        using var region = Region.CreateMemfd("threads", 8 << 20);
        using var producer = new RelayProducer(region, new ProducerOptions());
        using var stop = new ManualResetEventSlim();
        using var pixels = PixelBuffer.Allocate(ProducerStage.Pitch * ProducerStage.Height);
        var everything = new DamageList();
        everything.SetEverything();
        long published = 0, cursors = 0, restarts = 0;
        Exception? failure = null;

        Thread Run(Action body)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    while (!stop.IsSet)
                    {
                        body();
                        Thread.Yield();
                    }
                }
                catch (Exception error)
                {
                    failure = error;
                }
            });
            thread.Start();
            return thread;
        }

        var shape = PatternCursor.Shape(CursorType.Color).ToArray();
        var cursor = new PatternCursor(PatternCursorKind.Color, 100, 100);
        uint step = 0;
        Thread[] threads =
        [
            Run(() => published += producer.Publish(ProducerStage.Frame, pixels, 0, 256, everything) == PublishOutcome.Published ? 1 : 0),
            Run(() => cursors += producer.PublishCursor(cursor.At(step++), step % 7 == 0 ? shape : default) == PublishOutcome.Published ? 1 : 0),
            Run(() =>
            {
                if (!producer.Tick(null))
                {
                    producer.Restart();
                    restarts++;
                }
            }),
            Run(() => new Consumer(region).TakeFor(TimeSpan.FromMilliseconds(30))),
        ];
        for (var i = 0; i < 20; i++)
        {
            var target = (Volatile.Read(ref published) + 50, Volatile.Read(ref cursors) + 50);
            SpinWait.SpinUntil(() => failure is not null || (Volatile.Read(ref published) > target.Item1 && Volatile.Read(ref cursors) > target.Item2), 5000);
            region.WriteUInt32(0, 0); // the session is wiped under everybody
            SpinWait.SpinUntil(() => failure is not null || region.ReadUInt32(0) != 0, 5000);
        }

        stop.Set();
        Assert.All(threads, thread => Assert.True(thread.Join(5000)));
        Assert.Null(failure);
        Assert.InRange(Volatile.Read(ref restarts), 20, 200);
        Assert.True(published > 500 && cursors > 500, $"{published} frames, {cursors} cursors");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Nothing_is_allocated_per_frame_cursor_or_tick(string profile)
    {
        using var stage = new ProducerStage(profile);
        var frames = stage.Frames(1);
        var pointer = stage.Pointer(1);
        var handler = new Silent();
        var damage = new DamageList();
        var shape = PatternCursor.Shape(CursorType.Color).ToArray();
        var cursor = new PatternCursor(PatternCursorKind.Color, 100, 100);
        var message = ProducerPeer.Control(0, 1, 1);
        long allocated = 0;
        for (var i = 0u; i < 3000; i++)
        {
            damage.Clear();
            damage.Add(new DamageRect(i % 20, i % 10, 5, 5));
            damage.Add(new DamageRect(i % 40, i % 20, 5, 5));
            pointer.Send(message);
            stage.Clock.Advance(10);
            var update = cursor.At(i);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, damage);
            var moved = stage.Producer.PublishCursor(update, i % 5 == 0 ? shape : default);
            var ticked = stage.Producer.Tick(handler);
            _ = stage.Producer.TakeNewFrameSubscribers() | stage.Producer.HasSubscribers;
            allocated += i < 500 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(ticked && outcome == PublishOutcome.Published && moved == PublishOutcome.Published);
            while (frames.HasMessage)
            {
                frames.Done();
            }

            while (pointer.HasMessage)
            {
                pointer.Done();
            }
        }

        Assert.Equal(0, allocated);
        Assert.True(handler.Calls >= 2999);
    }

    private sealed class Silent : IControlHandler
    {
        public int Calls { get; private set; }

        public void SetCursorPosition(int x, int y) => Calls++;

        public void SetWindowSize(uint width, uint height) => Calls++;
    }

    /// <summary>A consumer that tolerates anything: it reads whatever queue words it finds and clears its bits.</summary>
    private sealed class Consumer(Region region)
    {
        public void TakeFor(TimeSpan time)
        {
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                for (var queue = 0; queue < 2; queue++)
                {
                    // Slot 0 of a P20 queue: subscribed again whenever a new session forgot it; every pending bit is cleared at once.
                    var record = 32UL + ((uint)queue * 1144);
                    region.CompareExchangeUInt64(record + 416, 1UL << 32, 0);
                    var ring = region.ReadUInt32(record + 20);
                    for (var i = 0u; i < 21 && ring is > 5760 and < 8192; i++)
                    {
                        region.AndUInt32(ring + (i * 16) + 12, ~1u);
                    }
                }

                Thread.Yield();
            }
        }
    }
}
