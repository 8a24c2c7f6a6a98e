using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>
/// A small window moves over a desktop, told as an X server tells it. Two frame buffers and three slots lack different parts of its way; what is copied stays within 1.2 times what
/// changed, into the region and out of it, and every slot ends up with the whole picture.
/// </summary>
public sealed class MovingWindowTests
{
    private const uint Width = 1920;
    private const uint Height = 1080;
    private const int Frames = 240;

    [Theory]
    [InlineData(400, 300, 8, 5)]
    [InlineData(400, 300, -11, 3)]
    [InlineData(160, 120, 2, 2)]
    [InlineData(640, 480, 13, 0)]
    public void Copies_stay_within_a_fifth_of_the_damage(int windowWidth, int windowHeight, int stepX, int stepY)
    {
        using var file = new TempRegion(32 << 20);
        using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        using var producer = new RelayProducer(region, new ProducerOptions { ProducerText = "moving window" });
        using var source = PixelBuffer.Allocate(Width * Height * 4);
        using var sink = new TurnSink();
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path }, sink);
        feed.Start();
        var damage = new DamageList();
        damage.SetEverything();
        var (x, y) = (700, 400);
        Paint(source, x, y, windowWidth, windowHeight, 9);
        Show(producer, feed, source, damage);
        // Each of the three slots and both buffers once, for one pixel: from then on only what moves is copied.
        for (var i = 0; i < 6; i++)
        {
            damage.Clear();
            damage.Add(new DamageRect(0, 0, 1, 1));
            Show(producer, feed, source, damage);
        }

        var (copiedIn, copiedOut, damagedIn, damagedOut) = (producer.CopiedBytes, feed.Counters.Bytes, producer.DamagedBytes, feed.Counters.DamagedBytes);
        for (var frame = 0; frame < Frames; frame++)
        {
            var (oldX, oldY) = (x, y);
            (stepX, stepY) = (x + stepX < 0 || x + stepX + windowWidth > Width ? -stepX : stepX, y + stepY < 0 || y + stepY + windowHeight > Height ? -stepY : stepY);
            (x, y) = (x + stepX, y + stepY);
            Paint(source, oldX, oldY, windowWidth, windowHeight, 0);
            Paint(source, x, y, windowWidth, windowHeight, (byte)(frame + 1));
            Tell(damage, oldX, oldY, x, y, windowWidth, windowHeight);
            Show(producer, feed, source, damage);
        }

        var changed = producer.DamagedBytes - damagedIn;
        Assert.True(changed >= (long)windowWidth * windowHeight * 4 * Frames, $"only {changed} bytes of damage: nothing is proved");
        Assert.Equal(changed, feed.Counters.DamagedBytes - damagedOut);
        Assert.InRange(producer.CopiedBytes - copiedIn, changed, changed * 6 / 5);
        Assert.InRange(feed.Counters.Bytes - copiedOut, changed, changed * 6 / 5);
        Assert.True(source.AsSpan(0, (int)source.Length).SequenceEqual(sink.Newest!.Buffer!.AsSpan(0, (int)source.Length)), "the last slot shows another picture");
    }

    private static void Show(RelayProducer producer, FeedLoop feed, PixelBuffer source, DamageList damage)
    {
        var description = new FrameDescription
        {
            Type = FrameType.Bgra, ScreenWidth = Width, ScreenHeight = Height, FrameWidth = Width, FrameHeight = Height, PitchBytes = Width * 4,
        };
        var before = feed.Counters.Published;
        Eventually.True(() =>
        {
            producer.Tick(null);
            return producer.Publish(in description, source, 0, Width * 4, damage) == PublishOutcome.Published;
        }, TimeSpan.FromSeconds(20), () => feed.Status.ToString());
        Eventually.True(() =>
        {
            producer.Tick(null);
            return feed.Counters.Published > before;
        }, TimeSpan.FromSeconds(20), () => feed.Status.ToString());
    }

    /// <summary>The region that a move damages, in bands as X makes them: where the window was or is.</summary>
    private static void Tell(DamageList damage, int oldX, int oldY, int x, int y, int width, int height)
    {
        damage.Clear();
        var (top, bottom) = (Math.Max(oldY, y), Math.Min(oldY, y) + height);
        Add(oldY < y ? oldX : x, Math.Min(oldY, y), width, top - Math.Min(oldY, y));
        Add(Math.Min(oldX, x), top, Math.Abs(x - oldX) + width, bottom - top);
        Add(oldY < y ? x : oldX, bottom, width, Math.Max(oldY, y) + height - bottom);

        void Add(int left, int first, int w, int h)
        {
            if (h > 0)
            {
                damage.Add(new DamageRect((uint)left, (uint)first, (uint)w, (uint)h));
            }
        }
    }

    private static void Paint(PixelBuffer target, int x, int y, int width, int height, byte value)
    {
        for (var row = y; row < y + height; row++)
        {
            target.AsSpan((nuint)((row * Width) + x) * 4, width * 4).Fill(value);
        }
    }

    /// <summary>Three slots in turn, which is the worst a sink can do.</summary>
    private sealed class TurnSink : IFrameSink, IDisposable
    {
        private readonly FrameSlot[] _slots = [new() { Index = 0 }, new() { Index = 1 }, new() { Index = 2 }];
        private int _next;

        public FrameSlot? Newest { get; private set; }

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot)
        {
            slot = _slots[_next];
            _next = (_next + 1) % _slots.Length;
            if (slot.Buffer is null)
            {
                slot.Buffer = PixelBuffer.Allocate(frame.DataHeight * frame.PitchBytes);
                slot.PitchBytes = frame.PitchBytes;
                slot.Stale.SetEverything();
            }

            return true;
        }

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => Newest = slot;

        public void Abandon(FrameSlot slot) => slot.Stale.SetEverything();

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
