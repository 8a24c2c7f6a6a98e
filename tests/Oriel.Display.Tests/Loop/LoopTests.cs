using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>How the render thread lives: what wakes it, what it costs, how it ends.</summary>
public sealed class LoopTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Ten_thousand_frames_allocate_nothing(bool mapped, bool hud)
    {
        const int frames = 10_000;
        var drawn = 0L;
        using var presented = new AutoResetEvent(false);
        using var loop = new OffscreenLoop(new ViewSettings { ShowHud = hud, ShowTimings = hud }, mapped, l => l.FramePresented = _ =>
        {
            drawn++;
            presented.Set();
        });
        loop.Loop.AttachCounters(new RelayCounters());
        var guest = new GuestPicture(FrameType.Bgra, 64, 48);
        guest.ChangeEverything();
        loop.SetCursor(CursorTests.MakeShape(CursorType.Color, 16, 16, seed: 1));
        for (var i = 0; i < frames; i++)
        {
            loop.Feed.GuestDelaysNs = (2_000_000, i % 1_000_000);
            loop.Feed.Send(guest.ChangeSome(2));
            loop.Loop.Sink.UpdateCursor(new CursorUpdate { HasPosition = true, X = (short)(i % 64), Y = 3, HasVisibility = true, Visible = true }, []);
            Assert.True(presented.WaitOne(s_patience));
        }

        loop.Loop.Dispose();
        Assert.Equal(frames, loop.Loop.Statistics.FramesUploaded + loop.Loop.Statistics.Overwritten);
        Assert.True(drawn > frames / 2, $"only {drawn} of {frames} frames were drawn one by one");
        Assert.Equal(0, loop.Loop.Statistics.AllocatedBytes);
    }

    [Fact]
    public void Nothing_is_drawn_while_nothing_changes()
    {
        using var loop = new OffscreenLoop(new ViewSettings { ShowHud = true });
        loop.Feed.Send(new GuestPicture(FrameType.Bgra, 64, 48).ChangeEverything());
        loop.SetCursor(CursorTests.MakeShape(CursorType.Color, 8, 8, seed: 1), isVisible: false);
        // The figures come to rest by themselves, a moment after the last frame.
        long Presents() => loop.Loop.Statistics.Presents;
        Eventually.True(() => loop.Loop.Statistics is { UpdatesPerSecond: 0, PresentsPerSecond: 0, Presents: > 0 }, s_patience, "the figures never came to rest");
        loop.Capture();
        using var quiet = new ManualResetEventSlim();
        quiet.Wait(1200);
        var before = Presents();
        // A hidden cursor that moves is nothing to draw either.
        loop.Loop.Sink.UpdateCursor(new CursorUpdate { HasPosition = true, X = 1, Y = 1, HasVisibility = true, Visible = false }, []);
        quiet.Wait(1200);
        Assert.Equal(before, Presents());
    }

    [Fact]
    public void Cursor_motion_alone_draws_a_picture()
    {
        using var loop = new OffscreenLoop();
        loop.Feed.Send(new GuestPicture(FrameType.Bgra, 64, 48).ChangeEverything());
        loop.SetCursor(CursorTests.MakeShape(CursorType.Color, 8, 8, seed: 1));
        loop.Capture();
        var before = loop.Loop.Statistics.Presents;
        for (var i = 0; i < 5; i++)
        {
            loop.Loop.Sink.UpdateCursor(new CursorUpdate { HasPosition = true, X = (short)(20 + i), Y = 1, HasVisibility = true, Visible = true }, []);
        }

        Eventually.True(() => loop.Loop.Statistics.Presents > before, s_patience, "the cursor moved and nothing was drawn");
    }

    [Fact]
    public void The_displayed_size_is_reported_after_rotation_and_only_when_it_changes()
    {
        var sizes = new System.Collections.Concurrent.ConcurrentQueue<(int, int)>();
        using var loop = new OffscreenLoop(configure: l => l.PictureSizeChanged = (w, h) => sizes.Enqueue((w, h)));
        var guest = new GuestPicture(FrameType.Bgra, 64, 48) { Rotation = FrameRotation.Clockwise90 };
        loop.Feed.Send(guest.ChangeEverything());
        loop.Feed.Send(guest.ChangeEverything());
        loop.Capture();
        loop.Feed.Send(new GuestPicture(FrameType.Rgba, 64, 48).ChangeEverything());
        loop.Capture();
        loop.Loop.Apply(new ViewSettings { Rotation = FrameRotation.Clockwise270 });
        loop.Capture();
        Assert.Equal([(48, 64), (64, 48), (48, 64)], sizes);
        Assert.Equal((48, 64), loop.Loop.PictureSize);
    }

    [Fact]
    public void Captures_can_be_cancelled_and_end_with_the_loop()
    {
        var loop = new OffscreenLoop();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.True(loop.Loop.CaptureAsync(cancelled.Token).IsCanceled);
        loop.Dispose();
        var late = loop.Loop.CaptureAsync();
        Assert.True(late.IsCanceled);
    }

    [Fact]
    public void It_starts_and_ends_many_times_and_side_by_side()
    {
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 3 }, i =>
        {
            using var loop = new OffscreenLoop();
            var guest = new GuestPicture(FrameType.Rgb24, 30 + i, 20, i);
            loop.Feed.Send(guest.ChangeEverything());
            PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture());
        });
    }

    [Fact]
    public void A_feed_that_still_holds_a_slot_does_not_hang_the_end()
    {
        var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Bgra, 64, 48);
        loop.Feed.Send(guest.ChangeEverything());
        loop.Capture();
        Assert.True(loop.Loop.Sink.TryLend(guest.Header, out var slot));
        var began = System.Diagnostics.Stopwatch.StartNew();
        loop.Dispose();
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(5), $"took {began.Elapsed}");
        // What it was lent is still memory, and giving it back does no harm.
        slot!.Buffer!.AsSpan(0, 64).Fill(1);
        loop.Loop.Sink.Publish(slot, guest.Header, guest.Damage, new FrameTimes());
        Assert.False(loop.Loop.Sink.TryLend(guest.Header, out _));
    }

    [Fact]
    public void A_picture_larger_than_the_GPU_says_so_and_the_next_one_is_shown()
    {
        using var loop = new OffscreenLoop();
        var small = new GuestPicture(FrameType.Bgra, 32, 16);
        loop.Feed.Send(small.ChangeEverything());
        loop.Capture();
        var damage = new DamageList();
        damage.SetEverything();
        var huge = small.Header with { FrameWidth = 60000, FrameHeight = 2, DataHeight = 1, RowBytes = 240000, PitchBytes = 240000 };
        Assert.False(loop.Feed.Send(huge, new byte[240000], 240000, damage));
        loop.Feed.Send(small.ChangeEverything());
        PictureAssert.Same(ReferenceRenderer.Render(small, new ViewSettings()), loop.Capture());
    }
}
