using Oriel.Memory;
using Oriel.Memory.Tests.Windows;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Relay.Tests.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Windows;

/// <summary>A producer in memory that the IVSHMEM driver mapped, and a consumer on the host's side of the same memory.</summary>
public sealed class IvshmemProducerTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly FakeIvshmemMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData(IvshmemCacheMode.WriteCombined, FrameType.Bgra)]
    [InlineData(IvshmemCacheMode.WriteCombined, FrameType.Rgba16F)]
    [InlineData(IvshmemCacheMode.Cached, FrameType.Bgra)]
    public void Every_frame_arrives_as_it_was_drawn(IvshmemCacheMode mode, FrameType type)
    {
        const int frames = 120;
        var device = _machine.Add(1, 1, 16 << 20);
        using var region = Region.OpenIvshmem(_machine, 0, mode, RegionAccess.ReadWrite);
        using var guest = new PatternProducer(region, new ProducerOptions(), new PatternOptions { Pattern = new TestPattern(type, 643, 481, PatternDamage.Random), RateHz = 0, MaxFrames = frames });
        using var sink = new MemorySink { KeepPixels = true };
        using var feed = new FeedLoop(new FeedOptions { Source = device.File.Path }, sink);
        feed.Start();
        guest.Start();
        Assert.True(guest.WaitForEnd(s_limit), feed.Status.ToString());
        Assert.Null(guest.Failure);
        var last = uint.MaxValue;
        Eventually.True(() => Newest() == frames - 1, s_limit, () => $"saw frame {last} last; {feed.Status}");
        var verifier = new PatternVerifier();
        foreach (var frame in sink.Frames)
        {
            var check = verifier.Verify(type, 643, 481, frame.Header.DataHeight, frame.Pixels, (uint)(frame.Pixels.Length / (int)frame.Header.DataHeight));
            Assert.True(check.Ok, check.ToString());
        }

        uint Newest()
        {
            var frame = sink.Frames.LastOrDefault();
            return last = frame is null ? uint.MaxValue
                : new PatternVerifier().Verify(type, 643, 481, frame.Header.DataHeight, frame.Pixels, (uint)(frame.Pixels.Length / (int)frame.Header.DataHeight)).Tag.Frame;
        }
    }

    [Fact]
    public void A_lost_device_ends_the_session_and_the_next_one_starts_on_the_device_that_comes_back()
    {
        var device = _machine.Add(1, 1, 4 << 20);
        using (var region = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.WriteCombined, RegionAccess.ReadWrite))
        {
            using var producer = new RelayProducer(region, new ProducerOptions());
            Assert.True(producer.Tick(null));
            device.Remove();
            Assert.True(region.BackingChanged());
            Assert.False(producer.Tick(null));
            Assert.True(producer.IsLost);
        }

        Assert.Equal(0, device.OpenHandles);
        _machine.Add(1, 1, 4 << 20);
        using var again = Region.OpenIvshmem(_machine, 0, IvshmemCacheMode.WriteCombined, RegionAccess.ReadWrite);
        using var next = new RelayProducer(again, new ProducerOptions());
        Assert.True(next.Tick(null));
    }
}
