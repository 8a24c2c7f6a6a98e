using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Oriel.Cli.Guest;
using Oriel.Cli.Input;
using Oriel.Display;
using Oriel.Display.Latency;
using Oriel.Display.Windowing;
using Oriel.Interop.Linux;
using Oriel.Memory;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>
/// The viewer with a window: puts window, render loop and feed together and runs the window role. One use. <see cref="Run"/> and everything else here is for
/// the thread that made the window, except <see cref="Abandon"/>.
/// </summary>
internal sealed partial class Viewer : IDisposable, IInputFeedback
{
    private const uint WindowSizeFeature = 2;

    // What the log's line at the end is made of: a minute at 60 Hz.
    private const int LatenciesKept = 4096;

    // Long enough to let a drag settle, short enough to feel immediate.
    private static readonly TimeSpan s_resizeQuiet = TimeSpan.FromMilliseconds(250);

    // After the first picture: by then drivers and runtime have compiled what they need, and freed what that took.
    private static readonly TimeSpan s_startUp = TimeSpan.FromSeconds(10);

    // More than the loops take to stop at worst.
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(5);

    private readonly ViewOptions _options;
    private readonly IWindowSystem _window;
    private readonly ILogger _log;
    private readonly ViewerMailbox _mail;
    private readonly InputRouter _input;
    private readonly GuestPointer _pointer = new(TimeProvider.System);
    private readonly FollowPolicy _follow;
    private readonly OwnershipStack _owned = new();
    private readonly Action<OrielException>? _stuck;
    private readonly ManualResetEventSlim _ended = new();
    private readonly RenderLoop _render;
    private readonly FeedLoop _feed;
    private readonly GuestLink? _guest;
    private readonly PictureAdvisor _advisor;
    private readonly StageLatencies _stages = new(LatenciesKept);
    private readonly DurationSamples _eventToSent = new(LatenciesKept);
    private ViewSettings _settings;
    private RelayStatus? _status;
    private CopyPlan? _toldCopies;
    private (int Width, int Height) _picture;
    private (int Width, int Height)? _guestWish;
    private long _guestWishDue;
    private long? _trimDue;
    private bool _isTrimmed;
    private bool _isFullScreen;
    private bool _isStopping;
    private bool _isDisposed;

    /// <summary>
    /// Shows the window and starts rendering; the feed starts with <see cref="Run"/>. Owns the window from here on. Throws <see cref="OrielException"/>
    /// when EGL or GL is missing something, with everything closed.
    /// </summary>
    /// <param name="options">What to show, and how.</param>
    /// <param name="window">The window, not shown yet.</param>
    /// <param name="log">Where to write.</param>
    /// <param name="stuck">
    /// Called on a thread of its own when a signal asked for the end and the display did not let it happen in time; null = wait for ever.
    /// </param>
    /// <param name="guest">Where keyboard and mouse go; null = nowhere.</param>
    public Viewer(ViewOptions options, IWindowSystem window, ILogger log, Action<OrielException>? stuck = null, IGuestInput? guest = null)
    {
        _stuck = stuck;
        _options = options;
        _window = window;
        _log = log;
        _mail = new ViewerMailbox(window);
        _settings = options.Render.Settings;
        try
        {
            _window.Show();
            _window.SetScreenSaverInhibited(options.KeepAwake == KeepAwake.Always);
            if (options.SizeGiven && !IsHeld && window.Size != (options.Window.Width, options.Window.Height))
            {
                // The scale of the output is known only now.
                _window.RequestSize(options.Window.Width, options.Window.Height);
            }

            _follow = new FollowPolicy(options.Follow, options.SizeGiven, window.Size);
            _render = _owned.Add(new RenderLoop(options.Render, window.Surface)
            {
                PictureSizeChanged = _mail.PostPicture,
                Failed = _mail.PostFailure,
                ShownSourceChanged = _mail.PostSource,
                FramePresented = OnPresented,
                // The render thread writes no files.
                UploadChosen = text => ThreadPool.QueueUserWorkItem(static news => ViewerLog.Upload(news.log, news.text), (log, text), preferLocal: false),
            });
            _render.Start();
            _guest = options.Guest is { } server ? _owned.Add(new GuestLink(server, _render, window.Surface, window.Wake, options.Input.KeysOf(ViewerCommand.Recover), log)) : null;
            _input = new InputRouter(options.Input, window, guest ?? (options.Guest is { SendInput: true } ? _guest?.Input : null) ?? new NoGuestInput(), new RenderPictureMap(_render), _pointer, this, TimeProvider.System);
            _input.SetPictureShown(false);
            _advisor = _owned.Add(new PictureAdvisor(options.Source, _render.SetStatusAdvice));
            _feed = _owned.Add(new FeedLoop(new FeedOptions { Source = options.Source }, new StatusTap(Tapped(options, _render.Sink), _mail, _pointer)));
            _render.AttachCounters(_feed.Counters);
            _render.AttachClock(() => _feed.ClockEstimate);
        }
        catch
        {
            Close();
            throw;
        }

        _atStart = Written();
        if (options.Profile.Notice is { } notice)
        {
            _render.ShowNotice(notice);
        }

        ViewerLog.WindowOpened(log, window.Description, window.Size.Width, window.Size.Height);
        ViewerLog.Renderer(log, _render.Statistics.Renderer);
        TellFullScreen();
        ViewerLog.Presentation(log, _render.Statistics.Presentation);
    }

    /// <summary>The line to the SPICE server, for what a test wants to see; null without one.</summary>
    internal GuestLink? Guest => _guest;

    /// <summary>The renderer, for what a test or a measurement wants of it.</summary>
    internal RenderLoop Render => _render;

    /// <summary>The feed, for its status and counters.</summary>
    internal FeedLoop Feed => _feed;

    /// <summary>Runs until the window is closed, a signal comes, the time is over, or rendering fails (then throws the <see cref="OrielException"/>).</summary>
    public void Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        var started = Stopwatch.GetTimestamp();
        _feed.Start();
        _guest?.Start();
        while (!_isStopping)
        {
            if (_window.TryWait(NextDeadline(started), out var e))
            {
                Handle(e);
            }
            else if (_options.Duration is { } duration && Stopwatch.GetElapsedTime(started) >= duration)
            {
                return;
            }

            _input.Tick();
            SendGuestWish();
            TrimOnce();
        }

        if (_mail.Failure is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Ends <see cref="Run"/> soon. From any thread.</summary>
    public void RequestStop() => _mail.PostStop();

    /// <summary>
    /// Lets go of the guest without touching window or renderer: what is left to do when the display is gone. From any thread; takes at most a moment.
    /// </summary>
    public void Abandon() => _feed?.Dispose();

    /// <summary>Stops the loops, then closes in reverse order: feed, renderer, window.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _input.Close();
        Close();
        _ended.Set();
        var figures = _render.Statistics;
        ViewerLog.Presented(_log, figures.Presentation, figures.RefreshHz, figures.Confirmed, figures.Unconfirmed, figures.Discarded, figures.MissedRefreshes, figures.QueueDepth, figures.AllocatedBytes);
        ViewerLog.Latencies(_log, _stages, _eventToSent);
        ViewerLog.Managed(_log, _feed.AllocatedBytes, figures.AllocatedBytes, GC.CollectionCount(0) - GC.CollectionCount(1), GC.CollectionCount(1) - GC.CollectionCount(2), GC.CollectionCount(2));
        ViewerLog.Ended(_log, figures.FramesUploaded, figures.Presents, figures.Overwritten, _feed.Counters.RejectedTotal);
    }

    private static IFrameSink Tapped(ViewOptions options, IFrameSink sink) => options.Tap?.Invoke(sink) ?? sink;

    // On the render thread.
    private void OnPresented(FrameTimes times)
    {
        _stages.Add(times);
        _options.FramePresented?.Invoke(times);
    }

    private void Close()
    {
        _owned.Dispose();

        // A display that does not answer holds the render thread in the driver. Closing the window would hang here too; the end of the process closes it.
        if (_render is null or { IsStopped: true })
        {
            _window.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_mail.IsStopping)
        {
            // Asked twice: something does not let go.
            ProcessEnd.Now(128 + (context.Signal == PosixSignal.SIGINT ? 2 : 15));
        }

        ViewerLog.Signalled(_log, context.Signal.ToString());
        new Thread(WatchTheEnd) { Name = "oriel-end-watch", IsBackground = true }.Start();
        _mail.PostStop();
    }

    // Even the wake-up goes through the X server: one that does not answer keeps the window role asleep.
    private void WatchTheEnd()
    {
        if (!_ended.Wait(s_endPatience))
        {
            _stuck?.Invoke(new OrielException(
                WindowErrors.DisplayLost, "the display does not answer", "a display that answers while the window is open", "nothing to do here; look after the X server or compositor"));
        }
    }

    private TimeSpan? NextDeadline(long started)
    {
        var end = _options.Duration - Stopwatch.GetElapsedTime(started);
        TimeSpan? wish = _guestWish is null ? null : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _guestWishDue);
        TimeSpan? trim = _trimDue is { } due ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) : null;
        wish = wish is null || trim < wish ? trim ?? wish : wish;
        var next = end is null || wish < end ? wish ?? end : end;
        var tick = _input.UntilTick;
        next = next is null || tick < next ? tick ?? next : next;
        return next < TimeSpan.Zero ? TimeSpan.Zero : next;
    }

    private void Handle(in WindowEvent e)
    {
        switch (e.Kind)
        {
            case WindowEventKind.Woken:
                TakeMail();
                break;
            case WindowEventKind.CloseRequested:
                if (_options.IgnoreClose)
                {
                    _render.ShowNotice($"Closing is switched off: {_options.Input.KeysOf(ViewerCommand.Quit)} ends the viewer");
                    break;
                }

                _isStopping = true;
                break;
            case WindowEventKind.Resized:
                OnResized(e.Width, e.Height);
                break;
            case WindowEventKind.Exposed:
                _render.Invalidate();
                break;
        }

        _guest?.Take(e);
        if (TakeMenu(e))
        {
            return;
        }

        var began = FrameTimes.Now();
        var command = _input.Take(e);
        if (e.Kind is >= WindowEventKind.KeyDown and <= WindowEventKind.Wheel)
        {
            _eventToSent.Add(FrameTimes.Now() - began);
            _feed.ExpectNews();
        }

        Do(command);
    }

    /// <summary>The measurement of copies begins with the feed; its outcome is known, as a rule, when the first picture is.</summary>
    private void TellCopies()
    {
        var plan = CopyPlan.Current;
        if (!ReferenceEquals(plan, _toldCopies))
        {
            _toldCopies = plan;
            ViewerLog.Copies(_log, plan.Description);
        }
    }

    private void TakeMail()
    {
        _isStopping |= _mail.IsStopping || _mail.Failure is not null;
        if (_mail.TakeStatus() is { } status)
        {
            if (status.State != _status?.State || status.Detail != _status.Detail)
            {
                ViewerLog.Status(_log, status.State, status.Detail);
            }

            _status = status;
            _advisor.Follow(status);
            UpdateTitle();
        }

        if (_mail.TakeSource() is { } source)
        {
            _guest?.ShowSource(source);
            _input.SetPointer(source == ShownSource.Fallback && _guest is not null ? _guest.Pointer : _pointer);

            // Over words the pointer is the host's in any case.
            _input.SetPictureShown(source != ShownSource.None);
            UpdateTitle();
        }

        if (_mail.TakePicture() is { } picture)
        {
            _picture = picture;
            TellCopies();
            _trimDue ??= _isTrimmed ? null : Stopwatch.GetTimestamp() + (long)(s_startUp.TotalSeconds * Stopwatch.Frequency);
            ViewerLog.Picture(_log, picture.Width, picture.Height);
            Ask(_follow.OnPicture(picture, _window.LargestSize, IsHeld));
        }

        TakeWishes();
        TakeGuestMail();
    }

    // What the guest wishes of the desktop.
    private void TakeWishes()
    {
        if (_mail.TakeAwake() is { } isAwake && _options.KeepAwake == KeepAwake.Guest)
        {
            _window.SetScreenSaverInhibited(isAwake);
        }

        if (_mail.TakeActivation() && _options.PassAttention && !_window.IsFocused)
        {
            _ = _window.RequestAttention();
        }
    }

    private bool IsHeld => _window.IsFullScreen || _window.IsSizeHeld;

    private void OnResized(int width, int height)
    {
        ViewerLog.Resized(_log, width, height);
        _render.Resize(width, height);
        TellFullScreen();
        Ask(_follow.OnWindow((width, height), _window.LargestSize, IsHeld));
        if (_options.ResizeGuest && _picture != default && (width, height) != _picture)
        {
            _guestWish = (width, height);
            _guestWishDue = Stopwatch.GetTimestamp() + (long)(s_resizeQuiet.TotalSeconds * Stopwatch.Frequency);
        }
    }

    private void TellFullScreen()
    {
        if (_isFullScreen != _window.IsFullScreen)
        {
            _isFullScreen = !_isFullScreen;
            _render.SetFullScreen(_isFullScreen);
        }
    }

    private void Ask((int Width, int Height)? size)
    {
        if (size is { } wanted)
        {
            ViewerLog.AskingForSize(_log, wanted.Width, wanted.Height);
            _window.RequestSize(wanted.Width, wanted.Height);
        }
    }

    private void TrimOnce()
    {
        if (_trimDue is { } due && Stopwatch.GetTimestamp() >= due)
        {
            (_trimDue, _isTrimmed) = (null, true);
            NativeHeap.Trim();
        }
    }

    private void SendGuestWish()
    {
        if (_guestWish is not { } wish || Stopwatch.GetTimestamp() < _guestWishDue)
        {
            return;
        }

        _guestWish = null;
        var outcome = wish == _picture ? "it has it"
            : ((_status?.Features ?? 0) & WindowSizeFeature) == 0 ? "its agent cannot"
            : _feed.TrySendWindowSize((uint)wish.Width, (uint)wish.Height) ? "sent" : "no session";
        ViewerLog.AskingGuest(_log, wish.Width, wish.Height, outcome);
    }
}
