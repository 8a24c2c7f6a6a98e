using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>The whole feed against every image, with a heartbeat.</summary>
public sealed class FeedVectorTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Images => [.. Vectors.Names];

    [Theory]
    [MemberData(nameof(Images))]
    public void Attaches_to_every_image_and_delivers_exactly_its_pending_messages(string name)
    {
        using var image = new LiveImage(name);
        using var sink = new MemorySink();
        using var expected = Vectors.Expected(name);
        var root = expected.RootElement;
        using var feed = new FeedLoop(new FeedOptions { Source = image.Path, KeepAll = true, WritePointerTimeout = TimeSpan.FromMilliseconds(50) }, sink);
        feed.Start();
        var queues = root.GetProperty("queues").EnumerateArray().ToList();
        var frameQueue = queues.Single(q => q.GetProperty("queueID").GetInt32() == 2).GetProperty("index").GetInt32();
        var pointerQueue = queues.Single(q => q.GetProperty("queueID").GetInt32() == 1).GetProperty("index").GetInt32();
        var frameSlot = image.AwaitSubscriber(frameQueue);
        var pointerSlot = image.AwaitSubscriber(pointerQueue);
        Assert.Empty(sink.Frames);

        // Subscribed first, told afterwards.
        Eventually.True(() => feed.Status.State != RelayState.Idle, s_limit, () => feed.Status.ToString());
        Assert.Equal(RelayState.WaitingForFrame, feed.Status.State);
        Assert.Equal(root.GetProperty("lgmpVersion").GetUInt32(), feed.Status.LgmpVersion);
        Assert.Equal(root.GetProperty("kvmfrVersion").GetUInt32(), feed.Status.KvmfrVersion);
        Assert.Equal(root.GetProperty("hostver").GetString(), feed.Status.ProducerText);
        Assert.Equal(root.GetProperty("features").GetUInt32(), feed.Status.Features);

        image.Offer(frameQueue, frameSlot);
        image.Offer(pointerQueue, pointerSlot);
        var pending = root.GetProperty("pending").EnumerateArray().ToList();
        var frames = pending.Where(p => p.GetProperty("kind").GetString() == "frame" && p.GetProperty("queueID").GetInt32() == 2).ToList();
        var complete = frames.Where(f => f.GetProperty("rowsComplete").GetInt32() == f.GetProperty(f.TryGetProperty("dataHeight", out _) ? "dataHeight" : "frameHeight").GetInt32()).ToList();
        var cursors = pending.Where(p => p.GetProperty("kind").GetString() == "cursor").ToList();
        Eventually.True(() => sink.Frames.Count >= complete.Count && feed.Counters.Cursors >= cursors.Count && image.Held(frameQueue, frameSlot) == 0 && image.Held(pointerQueue, pointerSlot) == 0,
            s_limit, () => $"{sink.Frames.Count}/{complete.Count} frames, {feed.Counters.Cursors}/{cursors.Count} cursors, {feed.Status}, {feed.Counters.RejectedTotal} rejects");
        Assert.Equal(complete.Select(f => f.GetProperty("sha256").GetString()), sink.Frames.Select(f => f.Sha256));
        Assert.Equal(complete.Select(f => f.GetProperty("frameSerial").GetUInt32()), sink.Frames.Select(f => f.Header.Serial));
        var shapes = cursors.Where(c => c.TryGetProperty("shape", out _)).Select(c => c.GetProperty("shape").GetProperty("sha256").GetString());
        Assert.Equal(shapes, sink.Cursors.Where(c => c.Sha256 is not null).Select(c => c.Sha256));
        Assert.Equal(frames.Count - complete.Count, feed.Counters.RejectedTotal);
        if (cursors.LastOrDefault(c => (Convert.ToUInt32(c.GetProperty("udata").GetString(), 16) & 1) != 0) is { ValueKind: System.Text.Json.JsonValueKind.Object } last)
        {
            var seen = sink.Cursors.Last(c => c.Update.HasPosition).Update;
            Assert.Equal((last.GetProperty("x").GetInt32(), last.GetProperty("y").GetInt32()), (seen.X, seen.Y));
        }
    }
}
