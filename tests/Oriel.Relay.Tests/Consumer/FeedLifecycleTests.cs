using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>What happens around the feed while it runs: regions and guests that come, go, pause and change.</summary>
public sealed class FeedLifecycleTests
{
    private const long RegionBytes = 16 << 20;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void Says_what_is_missing_until_the_picture_is_there()
    {
        using var file = new TempRegion();
        using var sink = new MemorySink();
        using var feed = Start(file, sink);
        Await(feed, RelayState.NoRegion);
        Assert.Same(MemoryErrors.Missing, feed.Status.Error!.Code);
        Assert.Contains(file.Path, feed.Status.Detail, StringComparison.Ordinal);

        File.WriteAllBytes(file.Path, []);
        Await(feed, RelayState.RegionUnusable);
        file.Create(RegionBytes);
        Await(feed, RelayState.NoProducer);
        using var guest = new TestGuest(file.Path);
        Await(feed, RelayState.WaitingForFrame);
        Assert.Equal("test guest", feed.Status.ProducerText);
        guest.Show(0);
        Await(feed, RelayState.Live);
        RelayState[] expected = [RelayState.NoRegion, RelayState.RegionUnusable, RelayState.NoProducer, RelayState.WaitingForFrame, RelayState.Live];
        Assert.Equal(expected, sink.Statuses.Select(s => s.State));
    }

    [Fact]
    public void A_paused_guest_keeps_its_session_and_its_place()
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink();
        using var guest = new TestGuest(file.Path);
        using var feed = Start(file, sink);
        guest.Show(0);
        Await(feed, RelayState.Live);
        guest.Hold = true;
        var held = OwnClock.Start();
        Await(feed, RelayState.ProducerSilent);
        Assert.True(held.ElapsedMs >= 900 && held.OwnMs <= 1500, $"{held}");
        Assert.Contains("1 second ago", feed.Status.Detail, StringComparison.Ordinal);
        guest.Hold = false;
        Await(feed, RelayState.Live);
        guest.Show(1);
        Eventually.True(() => sink.Frames.Count == 2, s_limit, "no frame after the pause");
        Assert.Equal(1, feed.Counters.Sessions);
        Assert.Equal(0, feed.Counters.Evictions);
    }

    public static TheoryData<string> Profiles => [.. ProducerProfile.All.Select(p => p.Name)];

    /// <summary>Wiped or not, the same version or another: a moving picture is back within a second of the new producer.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_restarted_guest_is_followed_whatever_it_speaks_now(string name)
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink();
        using var feed = Start(file, sink);
        var profile = ProducerProfile.All.Single(p => p.Name == name);
        foreach (var next in ProducerProfile.All.Append(ProducerProfile.All[0]))
        {
            foreach (var speaks in new[] { profile, next })
            {
                using var guest = new TestGuest(file.Path, profile: speaks);
                var up = OwnClock.Start();
                var before = feed.Counters.Published;
                guest.ShowUntil(() => feed.Counters.Published > before + 1, s_limit, () => $"{speaks.Name}: {feed.Status}");
                Assert.True(up.OwnMs < 1000, $"{speaks.Name} after another took {up}");
                Assert.Equal(speaks.Layout.Version, feed.Status.LgmpVersion);
            }
        }

        Assert.Equal(0, feed.Counters.RejectedTotal);
    }

    [Fact]
    public void A_replaced_file_is_opened_within_a_second()
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink();
        using var feed = Start(file, sink);
        using (var guest = new TestGuest(file.Path))
        {
            guest.ShowUntil(() => feed.Counters.Published > 1, s_limit, () => feed.Status.ToString());
        }

        file.Create(RegionBytes * 2);
        using var second = new TestGuest(file.Path);
        var up = OwnClock.Start();
        var before = feed.Counters.Published;
        second.ShowUntil(() => feed.Counters.Published > before + 1, s_limit, () => feed.Status.ToString());
        Assert.True(up.OwnMs < 1000, $"{up}");
    }

    [Fact]
    public void An_unlinked_file_stays_in_use_while_its_guest_lives()
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink();
        using var feed = Start(file, sink);
        using var guest = new TestGuest(file.Path);
        guest.ShowUntil(() => feed.Counters.Published > 1, s_limit, () => feed.Status.ToString());
        file.Delete();
        var until = HostClock.Now + HostClock.Ms(600);
        guest.ShowUntil(() => HostClock.Now > until, s_limit, () => "time stands still");
        Assert.Equal(RelayState.Live, feed.Status.State);
        Assert.Equal(1, feed.Counters.Sessions);
        guest.Hold = true;
        Await(feed, RelayState.NoRegion);
    }

    [Fact]
    public void A_version_nobody_knows_is_named_and_left_alone()
    {
        using var image = new LiveImage("p34-legacy-live");
        var userData = (ulong)image.Layout!.UserDataOffset;
        image.Region.WriteUInt32(userData + 8, 35);
        var before = image.Still();
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = image.Path }, sink);
        feed.Start();
        Await(feed, RelayState.VersionMismatch);
        Assert.Equal((12u, 35u, "TV-p34-legacy"), (feed.Status.LgmpVersion, feed.Status.KvmfrVersion, feed.Status.ProducerText));
        Assert.Contains("KVMFR 35", feed.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("19 to 34", feed.Status.Detail, StringComparison.Ordinal);
        image.Region.WriteUInt32((ulong)image.Layout.VersionOffset, 13);
        Eventually.True(() => feed.Status.LgmpVersion == 13, s_limit, () => feed.Status.ToString());
        image.Region.WriteUInt32((ulong)image.Layout.VersionOffset, 12);
        Eventually.True(() => feed.Status.LgmpVersion == 12, s_limit, () => feed.Status.ToString());
        Assert.Equal(before, image.Still());
        Assert.Equal(3, sink.Statuses.Count);
        image.Region.WriteUInt32(userData + 8, 34);
        Await(feed, RelayState.WaitingForFrame);
    }

    [Fact]
    public void A_dead_image_is_not_taken_for_a_guest()
    {
        using var image = new LiveImage("p20-live", beats: false);
        var before = image.Snapshot();
        using var sink = new MemorySink();
        using var feed = new FeedLoop(new FeedOptions { Source = image.Path }, sink);
        feed.Start();
        Await(feed, RelayState.ProducerSilent);
        Assert.Equal("TV-p20", feed.Status.ProducerText);
        Assert.Equal(0, feed.Counters.Sessions);
        Assert.Equal(before, image.Snapshot());
    }

    [Fact]
    public void A_frame_the_sink_had_no_place_for_arrives_once_it_has()
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink { KeepPixels = true };
        using var guest = new TestGuest(file.Path);
        using var feed = Start(file, sink);
        guest.Show(0);
        Eventually.True(() => sink.Frames.Count == 1, s_limit, "no first frame");
        sink.RefuseToLend = true;
        guest.Show(1);
        Eventually.True(() => feed.Counters.NoSlot == 1, s_limit, "not refused");
        // It is finished at once: the guest is not kept waiting by a busy renderer.
        Eventually.True(() => !guest.Producer.HasUnfinishedFrames, s_limit, "the message is still held");
        sink.RefuseToLend = false;
        Eventually.True(() => sink.Frames.Count == 2, s_limit, "the frame was lost");
        var frame = sink.Frames.Last();
        Assert.False(frame.IsEverything);
        var check = new PatternVerifier().Verify(FrameType.Bgra, 320, 200, 200, frame.Pixels, 320 * 4);
        Assert.True(check.Ok, check.ToString());
        Assert.Equal(1u, check.Tag.Frame);
        Assert.Equal(1, feed.Counters.NoSlot);
    }

    [Fact]
    public void Wishes_reach_the_guest_newest_first_and_only_if_it_obeys_them()
    {
        using var file = new TempRegion(RegionBytes);
        using var sink = new MemorySink();
        using var guest = new TestGuest(file.Path, features: 2);
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        Assert.False(feed.TrySendWindowSize(1, 1));
        feed.Start();
        Await(feed, RelayState.WaitingForFrame);
        Eventually.True(() => feed.TrySendWindowSize(1280, 720), s_limit, "not accepted");
        Assert.False(feed.TrySendCursorPosition(1, 2));
        Eventually.True(() => guest.WindowWish == (1280, 720), s_limit, () => guest.WindowWish.ToString()!);
        for (var i = 0u; i < 1000; i++)
        {
            feed.TrySendWindowSize(640 + i, 480);
        }

        // With a full ring a wish may be refused; the last one accepted must arrive.
        Eventually.True(() => feed.TrySendWindowSize(2000, 1000), s_limit, "the ring never had room again");
        Eventually.True(() => guest.WindowWish == (2000, 1000), s_limit, () => guest.WindowWish.ToString()!);
        Assert.Equal(0, feed.Counters.RejectedTotal);
    }

    [Fact]
    public void Several_viewers_see_the_same_pictures_and_a_slow_one_harms_nobody()
    {
        using var file = new TempRegion(RegionBytes);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        using var sink = new MemorySink { KeepPixels = true };
        using var other = new MemorySink { KeepPixels = true };
        using var slow = new SlowSink(TimeSpan.FromMilliseconds(1500));
        using var guest = new PatternProducer(region, new ProducerOptions(), new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 320, 200, PatternDamage.Random), RateHz = 60, Cursor = PatternCursorKind.Cycle });
        guest.Start();
        using var first = Start(file, sink);
        using var second = Start(file, other);
        using var third = Start(file, slow);
        Eventually.True(() => third.Counters.Evictions >= 1 && slow.Seen >= 2, TimeSpan.FromSeconds(20), () => $"{third.Counters.Evictions} evictions, {slow.Seen} frames, {third.Status}");
        Eventually.True(() => sink.Frames.Count > 60 && other.Frames.Count > 60, s_limit, () => $"{sink.Frames.Count}, {other.Frames.Count}");
        Assert.Equal(0, first.Counters.Evictions + second.Counters.Evictions);
        Assert.True(first.Counters.Cursors > 30);
        var verifier = new PatternVerifier();
        foreach (var frame in sink.Frames.Concat(other.Frames))
        {
            var check = verifier.Verify(FrameType.Bgra, 320, 200, 200, frame.Pixels, 320 * 4);
            Assert.True(check.Ok, check.ToString());
        }
    }

    [Fact]
    public void Stopping_takes_less_than_half_a_second_and_gives_the_places_back()
    {
        using var image = new LiveImage("p20-init");
        using var sink = new MemorySink();
        var feed = new FeedLoop(new FeedOptions { Source = image.Path }, sink);
        feed.Start();
        image.AwaitSubscriber(0);
        image.AwaitSubscriber(1);
        var started = OwnClock.Start();
        feed.Dispose();
        Assert.True(started.OwnMs < 500, $"{started}");
        Assert.Equal(0u, image.Record(0).Subscriptions.On);
        Assert.Equal(0u, image.Record(1).Subscriptions.On);
        feed.Dispose();

        // Also in the middle of a long wait for a region that is not there.
        var waiting = new FeedLoop(new FeedOptions { Source = image.Path + "-missing", RetryInterval = TimeSpan.FromSeconds(30) }, sink);
        waiting.Start();
        Await(waiting, RelayState.NoRegion);
        started = OwnClock.Start();
        waiting.Dispose();
        Assert.True(started.OwnMs < 500, $"{started}");
    }

    private static FeedLoop Start(TempRegion file, IFrameSink sink)
    {
        var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        feed.Start();
        return feed;
    }

    private static void Await(FeedLoop feed, RelayState state) =>
        Eventually.True(() => feed.Status.State == state, s_limit, () => $"{state} expected, is {feed.Status}");

    /// <summary>A sink that blocks the feed on its first frame, against its contract, like a stopped process.</summary>
    private sealed class SlowSink(TimeSpan pause) : IFrameSink, IDisposable
    {
        private readonly MemorySink _inner = new();

        public int Seen;

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            if (Seen == 0)
            {
                MonotonicWait.Until(HostClock.Now + HostClock.Of(pause));
            }

            return _inner.TryLend(in frame, out slot);
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
            Interlocked.Increment(ref Seen);
            _inner.Publish(slot, in frame, damage, in times);
        }

        public void Abandon(FrameSlot slot)
        {
            Interlocked.Increment(ref Seen);
            _inner.Abandon(slot);
        }

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => _inner.UpdateCursor(in cursor, shape);

        public void UpdateStatus(RelayStatus status) => _inner.UpdateStatus(status);

        public void Dispose() => _inner.Dispose();
    }
}
