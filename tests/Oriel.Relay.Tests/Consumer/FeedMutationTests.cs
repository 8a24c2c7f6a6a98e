using Oriel.Protocol;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>The whole feed against every hostile variant of the images, while the producer's heart beats.</summary>
public sealed class FeedMutationTests
{
    private const int FrameQueue = 0;
    private const int PointerQueue = 1;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string> Mutations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var mutation in Vectors.Mutations)
            {
                data.Add(mutation.Base, mutation.Name);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Ends_as_expected(string image, string name)
    {
        var mutation = Vectors.Mutation(image, name);
        switch (mutation.Expect)
        {
            case "no-host":
                RefusedUntouched(mutation, RelayState.NoProducer);
                break;
            case "reject-session" or "reject-queue":
                RefusedUntouched(mutation, RelayState.SessionRefused);
                break;
            case "session-lost":
                SessionLost(mutation);
                break;
            case "drop-message":
                DropsOne(mutation);
                break;
            default:
                Accepts(mutation);
                break;
        }
    }

    /// <summary>Says why, writes nothing, and shows the right picture within a second of the good bytes being back.</summary>
    private static void RefusedUntouched(VectorMutation mutation, RelayState state)
    {
        using var image = new LiveImage(mutation.Base);
        image.Patch(mutation.Patches);
        var before = image.Still();
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        Eventually.True(() => feed.Status.State == state, s_limit, () => feed.Status.ToString());
        if (state == RelayState.SessionRefused)
        {
            Assert.NotEqual(RejectCode.None, feed.Status.Reject.Code);
            Assert.True(feed.Counters.RejectedTotal > 0);
            Assert.Contains(feed.Status.Reject.Code.ToString(), feed.Status.Detail, StringComparison.Ordinal);
        }

        // A few more tries must change nothing either.
        var until = HostClock.Now + HostClock.Ms(250);
        Eventually.True(() => HostClock.Now > until, s_limit, "time stands still");
        Assert.Equal(before, image.Still());
        Assert.Equal(state, feed.Status.State);

        Restore(image, mutation);
        var good = OwnClock.Start();
        image.Offer(FrameQueue, image.AwaitSubscriber(FrameQueue));
        Eventually.True(() => sink.Frames.Count == 2, s_limit, () => $"{sink.Frames.Count} frames, {feed.Status}");
        Assert.True(good.OwnMs < 1000, $"the picture took longer than a second: {good}");
        Eventually.True(() => feed.Status.State == RelayState.Live, s_limit, () => feed.Status.ToString());
    }

    private static void SessionLost(VectorMutation mutation)
    {
        using var image = new LiveImage(mutation.Base);
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        image.AwaitSubscriber(FrameQueue);
        var pointer = image.AwaitSubscriber(PointerQueue);
        Eventually.True(() => feed.Status.State == RelayState.WaitingForFrame, s_limit, () => feed.Status.ToString());
        // Without a heartbeat the new session cannot be attached to, so nothing at all may be written after the change.
        image.Hold = true;
        image.Patch(mutation.Patches);
        var before = image.Still();
        Eventually.True(() => feed.Status.State == RelayState.ProducerSilent, s_limit, () => feed.Status.ToString());
        Assert.Equal(before, image.Still());
        Assert.Equal(1, feed.Counters.Sessions);
        Assert.False(feed.TrySendCursorPosition(1, 2));
        image.Hold = false;
        Eventually.True(() => feed.Counters.Sessions == 2 && feed.Status.State == RelayState.WaitingForFrame, s_limit, () => feed.Status.ToString());
        // The old slot belongs to somebody of the old session now; whoever wrote this memory may still honour it.
        Assert.NotEqual(0u, image.Record(PointerQueue).Subscriptions.On & ~(1u << pointer));
    }

    private static void DropsOne(VectorMutation mutation)
    {
        using var image = new LiveImage(mutation.Base);
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        var frameSlot = image.AwaitSubscriber(FrameQueue);
        var pointerSlot = image.AwaitSubscriber(PointerQueue);
        image.Patch(mutation.Patches);
        image.Offer(FrameQueue, frameSlot);
        image.Offer(PointerQueue, pointerSlot);
        Eventually.True(() => image.Held(FrameQueue, frameSlot) == 0 && image.Held(PointerQueue, pointerSlot) == 0, s_limit, "the message was not acknowledged");
        Eventually.True(() => sink.Frames.Count + feed.Counters.Cursors + feed.Counters.RejectedTotal == 5, s_limit,
            () => $"{sink.Frames.Count} frames, {feed.Counters.Cursors} cursors, {feed.Counters.RejectedTotal} refused");
        Assert.Equal(1, feed.Counters.RejectedTotal);
        Assert.Equal(0, feed.Counters.Evictions);
        Assert.Equal(1, feed.Counters.Sessions);

        // The next good one is delivered. Where the first frame was the last one shown, posting it again is a mere repeat.
        var more = sink.Frames.Count;
        Assert.InRange(more, 1, 2);
        Restore(image, mutation);
        image.Repost(FrameQueue, frameSlot);
        Eventually.True(() => sink.Frames.Count == 2 * more, s_limit, () => $"{sink.Frames.Count} frames");
        Assert.Equal(2 - more, feed.Counters.Repeats);
        using var expected = Vectors.Expected(mutation.Base);
        Assert.Equal(expected.RootElement.GetProperty("pending")[1].GetProperty("sha256").GetString(), sink.Frames.Last().Sha256);
    }

    private static void Accepts(VectorMutation mutation)
    {
        using var image = new LiveImage(mutation.Image());
        using var sink = new MemorySink();
        using var feed = Start(image, sink);
        image.Offer(FrameQueue, image.AwaitSubscriber(FrameQueue));
        Eventually.True(() => sink.Frames.Count == 2, s_limit, () => $"{sink.Frames.Count} frames, {feed.Status}");
        Assert.Equal(0, feed.Counters.RejectedTotal);
        var (first, second) = (sink.Frames.First(), sink.Frames.Last());
        Assert.True(first.IsEverything, "the first frame is everything");
        switch (mutation.Expect)
        {
            case "full-damage" or "clip-damage":
                // The second frame has another format than the first, so all of it is new in any case; that its rectangles
                // are clipped is shown by Oriel.Protocol's tests. Here: nothing is written beyond the slot, and the pixels are right.
                Assert.True(second.IsEverything);
                using (var expected = Vectors.Expected(mutation.Base))
                {
                    Assert.Equal(expected.RootElement.GetProperty("pending")[1].GetProperty("sha256").GetString(), second.Sha256);
                }

                break;
            case "accept-rotation-0":
                Assert.Equal(Protocol.Kvmfr.FrameRotation.None, second.Header.Rotation);
                break;
            case "accept-without-records":
                Assert.Null(feed.Status.UserData!.Vm);
                Assert.Null(feed.Status.UserData.Os);
                break;
            case "accept":
                Assert.InRange(feed.Status.ProducerText.Length, 1, 32);
                break;
            case var detect when detect.StartsWith("detect-lgmp-", StringComparison.Ordinal):
                Assert.Equal(uint.Parse(detect.AsSpan("detect-lgmp-".Length)), feed.Status.LgmpVersion);
                break;
            default:
                Assert.Fail($"unknown expectation {mutation.Expect}");
                break;
        }
    }

    private static FeedLoop Start(LiveImage image, MemorySink sink)
    {
        var feed = new FeedLoop(new FeedOptions { Source = image.Path, KeepAll = true }, sink);
        feed.Start();
        return feed;
    }

    private static void Restore(LiveImage image, VectorMutation mutation)
    {
        var good = Vectors.Image(mutation.Base);
        foreach (var patch in mutation.Patches)
        {
            image.Region.CopyIn((ulong)patch.Offset, good.AsSpan(patch.Offset, patch.Bytes.Length));
        }
    }
}
