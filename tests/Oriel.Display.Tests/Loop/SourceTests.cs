using System.Collections.Concurrent;
using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>Two writers, one screen: whose picture is shown, and that nothing else is ever seen between.</summary>
public sealed class SourceTests
{
    private const int TargetWidth = 120;
    private const int TargetHeight = 90;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly RelayStatus s_silent = new(RelayState.ProducerSilent, "/dev/shm/test", "the heartbeat stopped");
    private static readonly RelayStatus s_waiting = new(RelayState.WaitingForFrame, "test", "nothing yet");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fifty_changes_and_every_picture_presented_is_a_right_one(bool mapped)
    {
        var presented = new ConcurrentQueue<RgbImage>();
        using var loop = Start(mapped, l => l.PicturePresented = p => presented.Enqueue(new RgbImage(p.Width, p.Height, p.Rgb)));
        loop.Loop.Resize(TargetWidth, TargetHeight);
        var fallback = new FeedDouble(loop.Loop.FallbackSink);
        var expected = new List<RgbImage>();
        for (var i = 0; i < 50; i++)
        {
            // Other pixels each time: a picture of an earlier turn would be found out. Both sizes fit the target by a whole factor, so nothing is rounded.
            var emulated = new GuestPicture(FrameType.Bgra, 60, 45, seed: 1000 + i).ChangeEverything();
            expected.Add(ReferenceRenderer.Render(emulated, new ViewSettings(), TargetWidth, TargetHeight));
            if (i % 2 == 0)
            {
                Assert.True(fallback.Send(emulated));
                loop.Loop.Sink.UpdateStatus(s_silent);
                loop.Loop.FallbackSink.UpdateStatus(OffscreenLoop.Live);
            }
            else
            {
                Assert.True(fallback.Send(emulated));
                loop.Loop.FallbackSink.UpdateStatus(OffscreenLoop.Live);
                loop.Loop.Sink.UpdateStatus(s_silent);
            }

            WaitFor(loop, ShownSource.Fallback);
            Eventually.True(() => !presented.IsEmpty && presented.Last().CountDifferences(expected[^1]) == 0, s_patience, "the emulated screen was not presented");

            var guest = new GuestPicture(FrameType.Bgra, 40, 30, seed: i).ChangeEverything();
            expected.Add(ReferenceRenderer.Render(guest, new ViewSettings(), TargetWidth, TargetHeight));
            loop.Loop.Sink.UpdateStatus(s_waiting);
            Assert.True(loop.Feed.Send(guest));
            loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
            WaitFor(loop, ShownSource.Relay);
            Eventually.True(() => presented.Last().CountDifferences(expected[^1]) == 0, s_patience, "the relay's picture was not presented");
            loop.Loop.FallbackSink.UpdateStatus(s_waiting);
        }

        loop.Loop.Dispose();
        var seen = new List<RgbImage>();
        foreach (var picture in presented)
        {
            // Before the first picture there is nothing to show: those are black.
            if ((seen.Count > 0 || picture.Rgb.Any(b => b != 0)) && (seen.Count == 0 || seen[^1].CountDifferences(picture) != 0))
            {
                seen.Add(picture);
            }
        }

        Assert.Equal(expected.Count, seen.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            PictureAssert.Same(expected[i], seen[i]);
        }
    }

    [Fact]
    public void The_relay_must_deliver_a_frame_of_this_session_before_it_is_shown()
    {
        var changes = new ConcurrentQueue<ShownSource>();
        using var loop = Start(configure: l => l.ShownSourceChanged = changes.Enqueue);
        var old = new GuestPicture(FrameType.Bgra, 64, 48, seed: 1).ChangeEverything();
        loop.Feed.Send(old);
        WaitFor(loop, ShownSource.Relay);
        loop.Loop.Sink.UpdateStatus(s_silent);
        var emulated = new GuestPicture(FrameType.Bgra, 40, 30, seed: 2).ChangeEverything();
        new FeedDouble(loop.Loop.FallbackSink).Send(emulated);
        loop.Loop.FallbackSink.UpdateStatus(OffscreenLoop.Live);
        WaitFor(loop, ShownSource.Fallback);

        // Alive again, but what its texture holds is the old session's.
        loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
        PictureAssert.Same(ReferenceRenderer.Render(emulated, new ViewSettings()), loop.Capture());
        Assert.Equal(ShownSource.Fallback, loop.Loop.ShownSource);
        var news = new GuestPicture(FrameType.Bgra, 64, 48, seed: 3).ChangeEverything();
        loop.Feed.Send(news);
        WaitFor(loop, ShownSource.Relay);
        PictureAssert.Same(ReferenceRenderer.Render(news, new ViewSettings()), loop.Capture());
        // The moment without any is so short that the loop may not have looked.
        Assert.Equal([ShownSource.Relay, ShownSource.Fallback, ShownSource.Relay], changes.Where(s => s != ShownSource.None));
    }

    [Fact]
    public void Sizes_positions_and_pointers_follow_what_is_shown()
    {
        var sizes = new ConcurrentQueue<(int, int)>();
        using var loop = Start(configure: l => l.PictureSizeChanged = (w, h) => sizes.Enqueue((w, h)));
        loop.Loop.Resize(TargetWidth, TargetHeight);
        var emulated = new GuestPicture(FrameType.Bgra, 60, 45, seed: 2).ChangeEverything();
        new FeedDouble(loop.Loop.FallbackSink).Send(emulated);
        WaitFor(loop, ShownSource.Fallback);
        var pointer = CursorTests.MakeShape(CursorType.Color, 8, 8, seed: 5);
        loop.Loop.FallbackSink.UpdateCursor(new CursorUpdate
        {
            HasPosition = true, X = (short)pointer.X, Y = (short)pointer.Y, HasVisibility = true, Visible = true, HasShape = true, Type = pointer.Type,
            Width = 8, Height = 8, PitchBytes = (uint)pointer.Pitch,
        }, pointer.Data);
        PictureAssert.Same(ReferenceRenderer.Render(emulated, new ViewSettings(), TargetWidth, TargetHeight, pointer), loop.Capture());
        Assert.Equal((60, 45), loop.Loop.PictureSize);
        Assert.True(loop.Loop.TryMapToGuest(TargetWidth - 1, TargetHeight - 1, out var x, out var y));
        Assert.Equal((59, 44), (x, y));

        // The relay's guest has a pointer of its own, or none.
        var guest = new GuestPicture(FrameType.Bgra, 120, 90, seed: 4).ChangeEverything();
        loop.Feed.Send(guest);
        WaitFor(loop, ShownSource.Relay);
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings(), TargetWidth, TargetHeight), loop.Capture());
        Assert.True(loop.Loop.TryMapToGuest(TargetWidth - 1, TargetHeight - 1, out x, out y));
        Assert.Equal((119, 89), (x, y));
        Assert.Equal([(60, 45), (120, 90)], sizes);
    }

    [Fact]
    public void Frames_of_the_one_that_is_not_shown_draw_nothing()
    {
        using var loop = Start();
        loop.Feed.Send(new GuestPicture(FrameType.Bgra, 64, 48).ChangeEverything());
        WaitFor(loop, ShownSource.Relay);
        var emulated = new GuestPicture(FrameType.Bgra, 40, 30);
        var fallback = new FeedDouble(loop.Loop.FallbackSink);
        loop.Capture();
        Eventually.True(() => loop.Loop.Statistics is { PresentsPerSecond: 0, Presents: > 0 }, s_patience, "the loop never came to rest");
        var before = loop.Loop.Statistics.Presents;
        for (var i = 0; i < 20; i++)
        {
            Assert.True(fallback.Send(emulated.ChangeEverything()));
        }

        // The relay's next picture comes after all of them: one drawing, and nothing for the others.
        loop.Feed.Send(new GuestPicture(FrameType.Bgra, 64, 48, seed: 9).ChangeEverything());
        Eventually.True(() => loop.Loop.Statistics.Presents > before, s_patience, "the relay's picture was not drawn");
        Assert.Equal(before + 1, loop.Loop.Statistics.Presents);
    }

    [Fact]
    public void A_notice_tells_of_the_change_and_one_replaces_the_other()
    {
        using var loop = new OffscreenLoop();
        var black = new GuestPicture(FrameType.Bgra, 700, 300);
        Array.Clear(black.Bytes);
        black.Damage.SetEverything();
        new FeedDouble(loop.Loop.FallbackSink).Send(black);
        WaitFor(loop, ShownSource.Fallback);
        Eventually.True(() => Bright(loop.Capture()) > 100, s_patience, "no notice appeared (is there a font?)");
        Show("notice-fallback", loop.Capture());
        loop.Feed.Send(black);
        WaitFor(loop, ShownSource.Relay);
        var one = loop.Capture();
        Show("notice-relay", one);
        Assert.True(Bright(one) > 50);
        Assert.Equal(0, Bright(one.Crop(0, 0, 700, 240)));
        Eventually.True(() => Bright(loop.Capture()) == 0, s_patience, "the notice stayed");
    }

    [Fact]
    public void The_words_come_when_both_are_gone_and_over_the_last_picture()
    {
        using var loop = Start();
        var emulated = new GuestPicture(FrameType.Bgra, 640, 400, seed: 2).ChangeEverything();
        new FeedDouble(loop.Loop.FallbackSink).Send(emulated);
        WaitFor(loop, ShownSource.Fallback);
        var picture = loop.Capture();
        loop.Loop.Sink.UpdateStatus(new RelayStatus(RelayState.NoProducer, "/dev/shm/test", "the memory holds no session"));
        PictureAssert.Same(picture, loop.Capture());
        loop.Loop.FallbackSink.UpdateStatus(s_waiting);
        Eventually.True(() => loop.Loop.ShownSource == ShownSource.None && loop.Capture()[0, 0] != picture[0, 0], s_patience, "the last picture was not dimmed");
        loop.Loop.FallbackSink.UpdateStatus(OffscreenLoop.Live);
        new FeedDouble(loop.Loop.FallbackSink).Send(emulated);
        WaitFor(loop, ShownSource.Fallback);
        PictureAssert.Same(picture, loop.Capture());
    }

    [Fact]
    public void Changing_back_and_forth_costs_frames_nothing()
    {
        using var presented = new AutoResetEvent(false);
        using var loop = Start(configure: l => l.FramePresented = _ => presented.Set());
        var (guest, emulated) = (new GuestPicture(FrameType.Bgra, 64, 48).ChangeEverything(), new GuestPicture(FrameType.Bgra, 64, 48).ChangeEverything());
        var fallback = new FeedDouble(loop.Loop.FallbackSink);
        for (var i = 0; i < 500; i++)
        {
            loop.Loop.Sink.UpdateStatus(OffscreenLoop.Live);
            loop.Feed.Send(guest.ChangeSome(2));
            Assert.True(presented.WaitOne(s_patience));
            WaitFor(loop, ShownSource.Relay);
            loop.Loop.Sink.UpdateStatus(s_silent);
            fallback.Send(emulated.ChangeSome(2));
            WaitFor(loop, ShownSource.Fallback);
        }

        loop.Loop.Dispose();
        Assert.Equal(0, loop.Loop.Statistics.AllocatedBytes);
    }

    private static OffscreenLoop Start(bool mapped = true, Action<RenderLoop>? configure = null) =>
        new(mapped: mapped, configure: configure, showSourceNotices: false);

    private static void WaitFor(OffscreenLoop loop, ShownSource source) =>
        Eventually.True(() => loop.Loop.ShownSource == source, s_patience, () => $"{source} was due, {loop.Loop.ShownSource} is shown");

    private static int Bright(RgbImage image) => image.Rgb.Count(b => b > 180);

    private static void Show(string name, RgbImage picture)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_GALLERY") is { Length: > 0 } folder)
        {
            picture.SavePng(Path.Combine(folder, $"source-{name}.png"));
        }
    }
}
