using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>The promise of the frame path: not one managed byte per frame (house style, section on the frame path).</summary>
public sealed class FeedAllocationTests
{
    private const int Frames = 10_000;

    public static TheoryData<string> Profiles => ["p20", "p34"];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Ten_thousand_frames_allocate_nothing_on_the_feed_thread(string profile)
    {
        using var file = new TempRegion(8 << 20);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        using var sink = new QuietSink();
        using var guest = new PatternProducer(region, new ProducerOptions { Features = 3, Profile = ProducerProfile.All.Single(p => p.Name == profile), ReportsTimes = true },
            new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 160, 120, PatternDamage.Random), RateHz = 0, Cursor = PatternCursorKind.Cycle });
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        guest.Start();
        feed.Start();
        Eventually.True(() =>
        {
            feed.TrySendCursorPosition(1, 1);
            return feed.Counters.Published > 100;
        }, TimeSpan.FromSeconds(10), () => feed.Status.ToString());
        var (frames, bytes) = (feed.Counters.Published, sink.AllocatedOnFeed);
        Eventually.True(() =>
        {
            feed.TrySendCursorPosition((int)sink.Published, 5);
            return feed.Counters.Published >= frames + Frames;
        }, TimeSpan.FromSeconds(60), () => $"{feed.Counters.Published} frames, {feed.Status}");
        Assert.Equal(0, sink.AllocatedOnFeed - bytes);
        Assert.Equal(0, feed.AllocatedBytes);
        Assert.True(feed.Counters.Cursors > 20);
        Assert.Equal(0, feed.Counters.RejectedTotal);
    }

    /// <summary>Reads the feed thread's own counter at every frame.</summary>
    private sealed class QuietSink : IFrameSink, IDisposable
    {
        private readonly FrameSlot[] _slots = [new FrameSlot { Index = 0 }, new FrameSlot { Index = 1 }];
        private int _next;
        private long _allocated;

        public long AllocatedOnFeed => Volatile.Read(ref _allocated);

        public long Published { get; private set; }

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            slot = _slots[_next ^= 1];
            if (slot.Buffer is null)
            {
                slot.Buffer = PixelBuffer.Allocate(frame.DataHeight * frame.RowBytes);
                slot.PitchBytes = frame.RowBytes;
            }

            return true;
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times)
        {
            Published++;
            Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
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

        public void Dispose()
        {
            foreach (var slot in _slots)
            {
                slot.Buffer?.Dispose();
            }
        }
    }
}
