using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>The feed and a producer with a doorbell between them: real eventfds, two mappings of one memory, and a server that can lose rings.</summary>
public sealed class FeedDoorbellTests
{
    private const long RegionBytes = 16 << 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Frames_and_cursor_ring_and_nothing_else_wakes_the_feed(string profile)
    {
        using var rig = new Rig(profile);
        rig.AwaitTrust();
        for (var i = 0u; i < 20; i++)
        {
            var before = rig.Feed.Counters.Published;
            rig.Guest.Show(i + 100);
            Eventually.True(() => rig.Feed.Counters.Published > before, s_limit, () => rig.Feed.Wake.ToString());
            var cursors = rig.Feed.Counters.Cursors;
            Assert.Equal(PublishOutcome.Published, rig.Move((short)i));
            Eventually.True(() => rig.Feed.Counters.Cursors > cursors, s_limit, () => rig.Feed.Wake.ToString());
        }

        Assert.Equal(WakeMode.Doorbell, rig.Feed.Wake.Mode);
        Assert.Equal("doorbell", rig.Feed.Wake.ToString());

        // An idle desktop: four looks a second, whatever the machine does to our clock, and before them two for frames that seemed to be foreseen. More time can only make it fewer per second.
        var (wakes, began) = (rig.Feed.Wake.Wakes, HostClock.Now);
        Eventually.True(() => rig.Feed.Wake.Wakes >= wakes + 12, s_limit, () => rig.Feed.Wake.ToString());
        var seconds = (HostClock.Now - began) / 1e9;
        Assert.True(rig.Feed.Wake.Wakes - wakes <= (seconds * 4) + 5, $"{rig.Feed.Wake.Wakes - wakes} wake-ups in {seconds} s");
        Assert.Equal(RelayState.Live, rig.Feed.Status.State);
    }

    /// <summary>100,000 messages, each published at a random moment after the one before was seen: a ring that gets lost leaves the feed asleep until its periodic look, which is counted.</summary>
    [Fact]
    public void No_ring_is_lost_in_a_hundred_thousand()
    {
        using var rig = new Rig("p20");
        rig.AwaitTrust();
        var random = new Random(4);
        var first = rig.Feed.Wake;
        var published = 0;
        var until = HostClock.Now + HostClock.Ms(300_000);
        while (published < 100_000)
        {
            var cursors = rig.Feed.Counters.Cursors;
            Assert.Equal(PublishOutcome.Published, rig.Move((short)published));
            published++;
            while (rig.Feed.Counters.Cursors == cursors)
            {
                Assert.True(HostClock.Now < until, $"message {published} was not seen: {rig.Feed.Wake}");
                Thread.SpinWait(1);
            }

            // The feed is about to arm, to look, to sleep, or asleep.
            Thread.SpinWait(random.Next(random.Next(400)) + 1);
        }

        var wake = rig.Feed.Wake;

        // A periodic look that falls between a message and its ring finds it first: that is no loss, and rare.
        Assert.True(wake.MissedRings - first.MissedRings <= 5, $"{wake.MissedRings - first.MissedRings} messages were found by the clock");
        Assert.True(wake.Rings - first.Rings > 1000, $"{wake.Rings - first.Rings} rings");
        Assert.Equal(WakeMode.Doorbell, wake.Mode);
    }

    [Fact]
    public void A_doorbell_that_does_not_ring_is_told_and_replaced_by_the_poll_until_it_does()
    {
        using var rig = new Rig("p20");
        rig.AwaitTrust();
        rig.Bells.IsMuted = true;
        rig.Guest.ShowUntil(() => rig.Feed.Wake.Mode == WakeMode.DoorbellSilent, s_limit, () => rig.Feed.Wake.ToString());
        var before = rig.Feed.Counters.Published;
        rig.Guest.ShowUntil(() => rig.Feed.Counters.Published > before + 20, s_limit, () => rig.Feed.Wake.ToString());
        Eventually.True(() => rig.Feed.Status.Wake == WakeMode.DoorbellSilent && rig.Feed.Status.Detail.Contains("doorbell does not ring", StringComparison.Ordinal), s_limit, () => rig.Feed.Status.Detail);
        Assert.StartsWith("doorbell silent, adaptive poll", rig.Feed.Wake.ToString(), StringComparison.Ordinal);
        rig.Bells.IsMuted = false;
        rig.Guest.ShowUntil(() => rig.Feed.Wake.Mode == WakeMode.Doorbell, s_limit, () => rig.Feed.Wake.ToString());
        Eventually.True(() => rig.Feed.Status.Wake == WakeMode.Doorbell && !rig.Feed.Status.Detail.Contains("doorbell", StringComparison.Ordinal), s_limit, () => rig.Feed.Status.Detail);
    }

    [Fact]
    public void Rings_without_end_cost_a_bounded_number_of_looks_and_the_picture_goes_on()
    {
        using var rig = new Rig("p20");
        rig.AwaitTrust();
        var stop = false;
        var ringer = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                rig.Bells.Event(Rig.Viewer).Signal();
            }
        }) { IsBackground = true };
        ringer.Start();
        try
        {
            Eventually.True(() => rig.Feed.Wake.Mode == WakeMode.DoorbellStorm, s_limit, () => rig.Feed.Wake.ToString());
            var (start, began) = (rig.Feed.Wake, HostClock.Now);
            var before = rig.Feed.Counters.Published;
            rig.Guest.ShowUntil(() => rig.Feed.Counters.Published > before + 50, s_limit, () => rig.Feed.Wake.ToString());

            // Looks of the poll, and a burst before each time it is not listened to; every frame may prove the doorbell once.
            var seconds = (HostClock.Now - began) / 1e9;
            Assert.True(rig.Feed.Wake.Wakes - start.Wakes < 10_000 + (seconds * 5000), $"{rig.Feed.Wake.Wakes - start.Wakes} in {seconds} s");
        }
        finally
        {
            Volatile.Write(ref stop, true);
            ringer.Join();
        }

        rig.Guest.ShowUntil(() => rig.Feed.Wake.Mode == WakeMode.Doorbell, s_limit, () => rig.Feed.Wake.ToString());
    }

    /// <summary>Somebody writes random bytes over the block all the time: the picture goes on, by ring or by poll.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Scribbling_over_the_block_does_not_stop_the_picture(string profile)
    {
        using var rig = new Rig(profile);
        rig.AwaitTrust();
        var stop = false;
        using var other = Region.OpenFile(rig.Path, RegionAccess.ReadWrite);
        var block = (ulong)(ProducerProfile.All.Single(p => p.Name == profile).Layout.UserDataOffset + 56);
        var scribbler = new Thread(() =>
        {
            var random = new Random(1);
            var noise = new byte[96];
            while (!Volatile.Read(ref stop))
            {
                random.NextBytes(noise);
                other.CopyIn(block, noise);
                Thread.SpinWait(200);
            }
        }) { IsBackground = true };
        scribbler.Start();
        try
        {
            var before = rig.Feed.Counters.Published;
            rig.Guest.ShowUntil(() => rig.Feed.Counters.Published > before + 100, s_limit, () => $"{rig.Feed.Status.Detail} {rig.Feed.Wake}");
            Assert.Equal(0, rig.Feed.Counters.RejectedTotal);
            Assert.Equal(1, rig.Feed.Counters.Sessions);
        }
        finally
        {
            Volatile.Write(ref stop, true);
            scribbler.Join();
        }

        // What was scribbled last may look like slots of peers that are there: they are taken only when those say so, and the next session starts clean.
        rig.Guest.Producer.Restart();
        rig.Guest.ShowUntil(() => rig.Feed.Wake.Mode == WakeMode.Doorbell, s_limit, () => rig.Feed.Wake.ToString());
    }

    [Fact]
    public void A_new_session_rings_those_that_sleep_on_the_old_one()
    {
        using var rig = new Rig("p20");
        rig.AwaitTrust();
        for (var i = 0; i < 5; i++)
        {
            Eventually.True(() => rig.IsArmed, s_limit, () => rig.Feed.Wake.ToString());
            var (rings, sessions) = (rig.Bells.Rings, rig.Feed.Counters.Sessions);
            rig.Guest.Producer.Restart();
            Assert.Equal(rings + 1, rig.Bells.Rings);
            Eventually.True(() => rig.Feed.Counters.Sessions > sessions, s_limit, () => rig.Feed.Status.ToString());
            rig.AwaitTrust();
        }
    }

    [Fact]
    public void Leaving_in_order_gives_the_slot_back()
    {
        using var rig = new Rig("p20");
        rig.AwaitTrust();
        rig.Feed.Dispose();
        var block = new byte[96];
        rig.Look(block);
        Assert.Equal([(byte)'O', (byte)'r', (byte)'D', (byte)'B', 1, 0, 16, 0, .. new byte[88]], block);
    }

    [Theory]
    [InlineData("p20")]
    [InlineData("p34")]
    public void Ten_thousand_rung_frames_allocate_nothing(string profile)
    {
        using var rig = new Rig(profile, keepFrames: false);
        rig.AwaitTrust();
        var frame = 0u;
        Eventually.True(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                rig.Guest.Show(frame++);
                rig.Move((short)frame);
            }

            return rig.Feed.Counters.Published >= 10_000;
        }, TimeSpan.FromSeconds(120), () => $"{rig.Feed.Counters.Published} {rig.Feed.Status}");
        Assert.True(rig.Feed.Wake.Rings > 1000, $"{rig.Feed.Wake.Rings}");
        Eventually.True(() => rig.Feed.Wake.Wakes > 0 && rig.Feed.AllocatedBytes == 0, TimeSpan.FromSeconds(2), () => $"{rig.Feed.AllocatedBytes} bytes");
        Assert.Equal(0, rig.Feed.AllocatedBytes);
    }

    private sealed class Rig : IDisposable
    {
        public const ushort Viewer = 3;

        private readonly TempRegion _file = new(RegionBytes);
        private readonly IFrameSink _sink;

        public Rig(string profile, bool keepFrames = true)
        {
            _sink = keepFrames ? new MemorySink() : new PlainSink();
            var bell = Bells.Join(Viewer);
            Guest = new TestGuest(_file.Path, profile: ProducerProfile.All.Single(p => p.Name == profile), doorbell: Bells.Guest(0));
            Feed = new FeedLoop(new FeedOptions { Source = _file.Path, Doorbell = bell }, _sink);
            Feed.Start();
        }

        public Bells Bells { get; } = new();

        public string Path => _file.Path;

        public TestGuest Guest { get; }

        public FeedLoop Feed { get; }

        public bool IsArmed
        {
            get
            {
                var block = new byte[96];
                Look(block);
                return BitConverter.ToUInt32(block, 8) != 0;
            }
        }

        public void Look(Span<byte> block)
        {
            using var region = Region.OpenFile(_file.Path, RegionAccess.ReadOnly);
            region.CopyOut(5812, block);
        }

        public void AwaitTrust()
        {
            Guest.ShowUntil(() => Feed.Status.State == RelayState.Live && Feed.Wake.Mode == WakeMode.Doorbell, s_limit, () => $"{Feed.Status.Detail} {Feed.Wake}");
            Eventually.True(() => !Guest.Producer.HasUnfinishedFrames, s_limit, "the last frame is not finished");
        }

        public PublishOutcome Move(short x)
        {
            var outcome = PublishOutcome.Busy;
            while (outcome == PublishOutcome.Busy)
            {
                outcome = Guest.Producer.PublishCursor(new CursorUpdate { HasPosition = true, X = x, Y = 1, HasVisibility = true, Visible = true }, default);
            }

            return outcome;
        }

        public void Dispose()
        {
            Feed.Dispose();
            Guest.Dispose();
            Bells.Dispose();
            (_sink as IDisposable)?.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>Takes frames and keeps nothing.</summary>
    private sealed class PlainSink : IFrameSink, IDisposable
    {
        private readonly FrameSlot _slot = new() { Index = 0 };

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            slot = _slot;
            if (slot.Buffer is null)
            {
                slot.Buffer = PixelBuffer.Allocate(frame.DataHeight * frame.RowBytes);
                slot.PitchBytes = frame.RowBytes;
            }

            return true;
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
        }

        public void Abandon(FrameSlot slot)
        {
        }

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
        {
        }

        public void UpdateStatus(RelayStatus status)
        {
        }

        public void Dispose() => _slot.Buffer?.Dispose();
    }
}
