using Oriel.Display.Presentation;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Tests.Presentation;

/// <summary>Pictures leave in order, once their fate is known or can no longer be.</summary>
public sealed class PictureQueueTests
{
    private readonly PictureQueue _queue = new();

    [Fact]
    public void The_first_one_out_is_the_first_one_in()
    {
        Add(1, 100);
        Add(2, 200);
        _queue[_queue.IndexOf(2)].Fate = PictureFate.Discarded;
        Assert.False(_queue.TryTake(0, out _));
        Assert.Equal(1, _queue.Open);
        Assert.Equal(100, _queue.OldestOpenNs);

        _queue[_queue.IndexOf(1)].Fate = PictureFate.Shown;
        Assert.True(_queue.TryTake(0, out var first));
        Assert.True(_queue.TryTake(0, out var second));
        Assert.Equal((1u, PictureFate.Shown, 2u, PictureFate.Discarded), (first.Id, first.Fate, second.Id, second.Fate));
        Assert.Equal(long.MaxValue, _queue.OldestOpenNs);
        Assert.False(_queue.TryTake(long.MaxValue, out _));
    }

    [Fact]
    public void A_word_about_a_later_one_is_the_last_word_about_those_before()
    {
        Add(1, 100);
        Add(2, 200);
        Add(3, 300);
        _queue[_queue.IndexOf(2)].Fate = PictureFate.Shown;
        _queue.GiveUpBefore(2);
        Assert.True(_queue.TryTake(0, out var first));
        Assert.Equal(PictureFate.Untold, first.Fate);
        Assert.True(_queue.TryTake(0, out _));
        Assert.False(_queue.TryTake(0, out _));
        Assert.Equal(-1, _queue.IndexOf(1));
        Assert.Equal(-1, _queue.IndexOf(77));
    }

    [Fact]
    public void Nobody_is_waited_for_longer_than_told_and_there_is_always_room()
    {
        Add(1, 100);
        Add(2, 200);
        Assert.True(_queue.TryTake(100, out var old));
        Assert.Equal((1u, PictureFate.Untold), (old.Id, old.Fate));
        Assert.False(_queue.TryTake(199, out _));
        for (var i = 3u; !_queue.IsFull; i++)
        {
            Add(i, 1000);
        }

        Assert.True(_queue.TryTake(long.MinValue, out var pushed));
        Assert.Equal(2u, pushed.Id);
        Assert.False(_queue.TryTake(long.MinValue, out _));
    }

    private void Add(uint id, long submittedNs) => _queue.Add(new PictureInFlight { Id = id, Times = new FrameTimes { SubmittedNs = submittedNs } });
}
