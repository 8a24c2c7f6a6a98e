using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Cli.View;
using Oriel.Display.Windowing;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary>The viewer's composition and window role on the headless window: no display, real feed, real (off-screen) renderer.</summary>
public sealed class ViewerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly TempRegion _region = new(16 << 20);
    private readonly HeadlessWindow _window = new(new WindowOptions());
    private readonly Viewer _viewer;
    private readonly Task _run;

    public ViewerTests()
    {
        try
        {
            _viewer = new Viewer(new ViewOptions { Source = _region.Path }, _window, NullLogger.Instance);
        }
        catch (OrielException error) when (error.Code.ExitCode == ExitCodes.Display)
        {
            _region.Dispose();
            Assert.Skip($"no off-screen renderer here: {error.Message}");
            throw;
        }

        _run = Task.Factory.StartNew(_viewer.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public void The_window_is_shown_named_and_sized_by_what_the_relay_says()
    {
        Assert.True(_window.IsShown);
        Eventually.True(() => _window.Title == "Oriel: no agent in the guest", s_patience, () => _window.Title);
        Assert.True(_window.IsCursorVisible, "the pointer over words is the host's");

        using var guest = new Guest(_region, 640, 400);

        Eventually.True(() => _window.Size == (640, 400), s_patience, () => $"{_window.Size}");
        Eventually.True(() => _window.Title == "Oriel", s_patience, () => _window.Title);
        Eventually.True(() => !_window.IsCursorVisible, s_patience, "the guest's cursor alone");
        End();
    }

    [Fact]
    public void Keys_turn_the_picture_and_the_window_with_it()
    {
        using var guest = new Guest(_region, 640, 400);
        Eventually.True(() => _window.Size == (640, 400), s_patience, () => $"{_window.Size}");

        Key(PhysicalKey.ScrollLock, PhysicalKey.R);

        Eventually.True(() => _window.Size == (400, 640), s_patience, () => $"{_window.Size}");
        Key(PhysicalKey.ScrollLock, PhysicalKey.F);
        Eventually.True(() => _window.IsFullScreen, s_patience, "full screen");
        End();
    }

    [Fact]
    public void The_guests_wishes_reach_the_desktop_and_end_with_it()
    {
        using (var guest = new Guest(_region, 640, 400))
        {
            Eventually.True(() => _window.Size == (640, 400), s_patience, () => $"{_window.Size}");
            Assert.False(_window.IsScreenSaverInhibited);
            guest.Wish(FrameFlags.BlockScreensaver);
            Eventually.True(() => _window.IsScreenSaverInhibited, s_patience, "a film keeps the screen on");
            Assert.Equal(0, _window.AttentionRequests);
            guest.Wish(FrameFlags.BlockScreensaver | FrameFlags.RequestActivation);
            Eventually.True(() => _window.AttentionRequests > 0, s_patience, "a window of the guest wants attention");
            guest.Wish(FrameFlags.None);
            Eventually.True(() => !_window.IsScreenSaverInhibited, s_patience, "the film is over");
            guest.Wish(FrameFlags.BlockScreensaver);
            Eventually.True(() => _window.IsScreenSaverInhibited, s_patience, "another film");
        }

        Eventually.True(() => !_window.IsScreenSaverInhibited, s_patience, "a guest that is gone keeps nobody awake");
        End();
    }

    [Fact]
    public void Quit_ends_it()
    {
        Key(PhysicalKey.ScrollLock, PhysicalKey.Q);
        WaitForEnd();
    }

    [Fact]
    public void Closing_frees_the_guest()
    {
        using var guest = new Guest(_region, 320, 200);
        Eventually.True(() => _window.Size == (320, 200), s_patience, () => $"{_window.Size}");
        Assert.True(guest.IsWatched);

        End();
        _viewer.Dispose();

        Eventually.True(() => !guest.IsWatched, s_patience, "the viewer to leave the queues");
    }

    public void Dispose()
    {
        if (!_run.IsCompleted)
        {
            End();
        }

        _viewer.Dispose();
        _region.Dispose();
    }

    private void End()
    {
        _window.Inject(new WindowEvent(WindowEventKind.CloseRequested));
        WaitForEnd();
    }

    private void WaitForEnd() => Eventually.True(() => _run.IsCompleted, s_patience, "the viewer to end");

    private void Key(params PhysicalKey[] keys)
    {
        foreach (var key in keys)
        {
            _window.Inject(new WindowEvent(WindowEventKind.KeyDown) { Key = key });
        }

        foreach (var key in keys.Reverse())
        {
            _window.Inject(new WindowEvent(WindowEventKind.KeyUp) { Key = key });
        }
    }

    private sealed class Guest : IDisposable
    {
        private readonly Region _memory;
        private readonly PatternProducer _pattern;

        public Guest(TempRegion region, uint width, uint height)
        {
            _memory = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
            _pattern = new PatternProducer(
                _memory, new ProducerOptions(), new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, width, height, PatternDamage.Moving) });
            _pattern.Start();
        }

        public void Wish(FrameFlags wishes) => _pattern.Wishes = wishes;

        public bool IsWatched => _pattern.Producer.HasSubscribers;

        public void Dispose()
        {
            _pattern.Dispose();
            _memory.Dispose();
        }
    }
}
