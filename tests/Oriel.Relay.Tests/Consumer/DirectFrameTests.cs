using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>Frames that a sink's device reads where they lie: whole, given back only then, and copied whenever the device does not do its part.</summary>
public sealed class DirectFrameTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private readonly TempRegion _file = new(8 << 20);
    private readonly DirectSink _sink = new();

    public void Dispose()
    {
        _sink.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void Every_frame_arrives_whole_without_a_copy()
    {
        _sink.WantsProof = true;
        using var guest = new TestGuest(_file.Path);
        using var feed = Start();
        var shown = 0u;
        guest.ShowUntil(() => _sink.Published.Count >= 100 || ++shown > 5000, s_limit, () => $"{_sink.Published.Count} frames, {feed.Status}");

        // Frames that are still on their way would change what is compared below: the last one closes the list.
        const uint last = 10_000;
        guest.Show(last);
        Eventually.True(() => _sink.Published.Any(p => p.Pattern == last), s_limit, () => $"the last frame did not come: {feed.Status}");
        Assert.All(_sink.Published, p => Assert.True(p.Pattern >= 0, $"serial {p.Serial} is not whole"));
        Assert.Equal(_sink.Published.Select(p => p.Serial).Order(), _sink.Published.Select(p => p.Serial));
        Assert.All(_sink.Published, p => Assert.True(p.Times.CopiedNs >= p.Times.SeenNs && p.Times.Serial == p.Serial));
        Assert.Empty(_sink.Copies.Frames);
        Assert.Empty(_sink.Failures);
        Eventually.True(() => feed.Counters.Direct == _sink.Published.Count, s_limit, () => $"{feed.Counters.Direct} counted");
        Assert.Equal(feed.Counters.Direct, feed.Counters.Published);
        Assert.Equal((0, 0), (feed.Counters.Torn, feed.Counters.Bytes));
    }

    [Fact]
    public void A_frame_being_read_stays_the_readers_and_the_cursor_goes_on()
    {
        _sink.IsStepped = true;
        using var guest = new TestGuest(_file.Path);
        using var feed = Start();
        guest.Show(0);
        Eventually.True(() => _sink.Begun == 1, s_limit, "no frame was begun");
        _ = guest.Producer.PublishCursor(new CursorUpdate { HasPosition = true, X = 12, Y = 34, HasVisibility = true, Visible = true }, []);
        Eventually.True(() => _sink.Copies.Cursors.Any(c => c.Update.X == 12), s_limit, "the cursor waits for the frame");
        _sink.Let();
        Eventually.True(() => _sink.Published.Count == 1, s_limit, () => $"{_sink.Published.Count} frames, failed: {string.Join(' ', _sink.Failures)}");
        Assert.Equal(0, _sink.Published.Single().Pattern);

        // The buffer is the guest's again: with two or three of them, ten more frames need it.
        for (var i = 1u; i <= 10; i++)
        {
            guest.Show(i);
            _sink.Let();
            Eventually.True(() => _sink.Published.Any(p => p.Pattern == i), s_limit, () => $"frame {i} did not come");
        }

        Assert.Empty(_sink.Copies.Frames);
    }

    [Theory]
    [InlineData(nameof(DeviceDoes.Hang), DirectFailure.Late)]
    [InlineData(nameof(DeviceDoes.Fail), DirectFailure.Failed)]
    [InlineData(nameof(DeviceDoes.ReadWrongly), DirectFailure.Different)]
    public void A_frame_the_device_does_not_read_is_copied_and_so_are_those_after_it(string does, DirectFailure failure)
    {
        _sink.WantsProof = true;
        using var guest = new TestGuest(_file.Path);
        using var feed = Start();
        guest.Show(0);
        Eventually.True(() => _sink.Published.Count == 1, s_limit, "no frame");
        _sink.Does = Enum.Parse<DeviceDoes>(does);
        guest.Show(1);
        Eventually.True(() => _sink.Copies.Frames.Count == 1, s_limit, () => $"no copy; {feed.Status}");
        Assert.Equal([failure], _sink.Failures);
        guest.Show(2);
        Eventually.True(() => _sink.Copies.Frames.Count == 2, s_limit, () => $"no copy; {feed.Status}");
        Assert.Single(_sink.Published);
        Assert.Equal(3, feed.Counters.Published);
        Assert.Equal((0, 0, 0), (feed.Counters.Evictions, feed.Counters.Torn, feed.Counters.Stalled));
        Assert.Equal(RelayState.Live, feed.Status.State);

        // What the device read last counts for nothing: the copied frame brings everything since the first one.
        var (copied, before) = (_sink.Copies.Frames.First(), _sink.Published.Single());
        Assert.Equal(before.Serial + 1, copied.Header.Serial);
    }

    [Fact]
    public void A_frame_the_guest_writes_over_is_not_shown()
    {
        _sink.IsStepped = true;
        using var guest = new TestGuest(_file.Path);
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        using var feed = Start();
        guest.Show(0);
        Eventually.True(() => _sink.Begun == 1, s_limit, "no frame was begun");
        var serial = _sink.Frame.HeaderOffset + 4;
        region.WriteUInt32(serial, region.ReadUInt32(serial) + 7);
        _sink.Let();
        Eventually.True(() => feed.Counters.Torn == 1, s_limit, () => $"{feed.Status}");
        Assert.Equal([DirectFailure.Torn], _sink.Failures);
        Assert.Empty(_sink.Published);
        Assert.Empty(_sink.Copies.Frames);

        // Once is no reason to stop.
        _sink.IsStepped = false;
        guest.Show(1);
        Eventually.True(() => _sink.Published.Any(p => p.Pattern == 1), s_limit, () => $"{feed.Status}");
    }

    [Fact]
    public void A_session_that_ends_under_the_device_is_left_and_the_next_one_begun()
    {
        _sink.IsStepped = true;
        using var feed = Start();
        using (var guest = new TestGuest(_file.Path))
        {
            guest.Show(0);
            Eventually.True(() => _sink.Begun == 1, s_limit, "no frame was begun");
        }

        using var next = new TestGuest(_file.Path);
        Eventually.True(() => feed.Counters.Sessions == 2 && _sink.Forgotten >= 1, s_limit, () => $"{feed.Status}");
        Assert.Contains(_sink.Failures.Single(), new[] { DirectFailure.Torn, DirectFailure.Late });
        _sink.IsReady = true;
        _sink.IsStepped = false;
        _sink.Let();
        next.ShowUntil(() => !_sink.Published.IsEmpty, s_limit, () => $"{feed.Status}");
        Assert.True(_sink.Published.First().Pattern >= 0);
    }

    [Fact]
    public void Who_wants_every_frame_gets_copies()
    {
        using var guest = new TestGuest(_file.Path);
        using var feed = Start(keepAll: true);
        guest.Show(0);
        Eventually.True(() => _sink.Copies.Frames.Count == 1, s_limit, () => $"{feed.Status}");
        Assert.Equal(0, _sink.Begun);
    }

    [Fact]
    public void Ways_may_change_from_frame_to_frame_and_damage_is_never_lost()
    {
        using var guest = new TestGuest(_file.Path);
        using var feed = Start();
        var random = new Random(3);
        for (var i = 0u; i < 300; i++)
        {
            _sink.IsReady = random.Next(2) == 0;
            guest.Show(i);
            var total = i + 1;
            Eventually.True(() => feed.Counters.Published == total, s_limit, () => $"frame {i}: {feed.Counters.Published} published, {feed.Status}");
        }

        Assert.All(_sink.Published, p => Assert.True(p.Pattern >= 0));
        Assert.Equal(300, _sink.Published.Count + _sink.Copies.Frames.Count);
        Assert.NotEmpty(_sink.Copies.Frames);

        // Two frames in a row are one serial apart here, so each copied one tells its own damage, whatever way the one before took.
        Assert.All(_sink.Copies.Frames.Skip(1), f => Assert.False(f.IsEverything));
    }

    [Fact]
    public void Ten_thousand_frames_allocate_nothing_on_the_feed_thread()
    {
        _sink.IsQuiet = true;
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        using var guest = new PatternProducer(region, new ProducerOptions { Features = 3, Profile = ProducerProfile.P20 },
            new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, 160, 120, PatternDamage.Random), RateHz = 0 });
        using var feed = Start();
        guest.Start();
        Eventually.True(() => feed.Counters.Direct >= 10_000, TimeSpan.FromSeconds(60), () => $"{feed.Counters.Direct} frames, {feed.Status}");
        Assert.True(feed.Counters.Direct > feed.Counters.Published / 2);
        var checkedAt = feed.Counters.Direct;
        Eventually.True(() => feed.Counters.Direct > checkedAt + 500, s_limit, "no more frames");
        Assert.Equal(0, feed.AllocatedBytes);
    }

    private FeedLoop Start(bool keepAll = false)
    {
        var feed = new FeedLoop(new FeedOptions { Source = _file.Path, KeepAll = keepAll }, _sink);
        feed.Start();
        return feed;
    }
}
