using System.Collections.Concurrent;
using System.Diagnostics;
using Oriel.Display.Drawing;
using Oriel.Interop.Linux;
using Oriel.Memory;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <summary>
/// Owns the render thread: the EGL context, the upload ring and everything drawn. With a surface it presents to a window; without one it draws off-screen
/// at the frame's own size (the headless twin), or at the size given to <see cref="Resize"/>. Public members may be called from any thread; none waits for the
/// GPU except <see cref="CaptureAsync"/>'s result. Stop the feed before disposing it.
/// </summary>
public sealed partial class RenderLoop : IDisposable
{
    private static readonly TimeSpan s_stopPatience = TimeSpan.FromSeconds(3);

    private readonly RenderOptions _options;
    private readonly NativeSurface? _surface;
    private readonly WakeEvent _wake = new();
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly ConcurrentQueue<TaskCompletionSource<CapturedPicture>> _captures = new();
    private readonly RenderFigures _figures = new();
    private readonly ManualResetEventSlim _started = new();
    private Thread? _thread;
    private Exception? _failure;
    private int _requests;
    private ulong _size;
    private ViewSettings _settings;
    private RelayCounters? _counters;
    private Func<ClockEstimate>? _clock;
    private PictureLayout? _layout;
    private string[]? _panel;
    private string _renderer = "";
    private string _presentation = "";
    private bool _isFullScreen;
    private string _statusNote = "";
    private StatusAdvice? _statusAdvice;
    private string? _indicator;
    private bool _isDisposed;

    /// <summary>Prepares a loop. <paramref name="surface"/> null = off-screen.</summary>
    public RenderLoop(RenderOptions options, NativeSurface? surface)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _surface = surface;
        _settings = options.Settings;
        _size = surface is { } window ? PackSize(window.Width, window.Height) : 0;
    }

    /// <summary>What the feed fills. Valid once <see cref="Start"/> returned.</summary>
    public IFrameSink Sink => _relay?.Sink ?? throw new InvalidOperationException("the loop was not started");

    /// <summary>Figures, refreshed about twice a second and readable from any thread.</summary>
    public RenderStatistics Statistics
    {
        get
        {
            var f = _figures.Latest;
            return new RenderStatistics
            {
                PresentsPerSecond = f.PresentsPerSecond,
                UpdatesPerSecond = f.FramesPerSecond,
                FramesUploaded = f.Frames,
                Presents = f.Presents,
                Overwritten = f.Overwritten,
                SeenToCopiedNs = f.Copy,
                CopiedToSubmittedNs = f.Submit,
                SubmittedToPresentedNs = f.Present,
                AllocatedBytes = f.Allocated,
                BytesUploaded = (_relay?.Uploaded.Bytes ?? 0) + (_fallback?.Uploaded.Bytes ?? 0),
                UploadCalls = (_relay?.Uploaded.Calls ?? 0) + (_fallback?.Uploaded.Calls ?? 0),
                Upload = _relay?.Direct is { IsInUse: true } ? UploadPath.DmaBuf : (UploadPath)Volatile.Read(ref _uploadPath),
                Renderer = Volatile.Read(ref _renderer),
                Presentation = Volatile.Read(ref _presentation),
                RefreshHz = f.Presentation.RefreshNs > 0 ? 1e9 / f.Presentation.RefreshNs : 0,
                QueueDepth = _surface is null ? -1 : f.Presentation.Depth,
                MissedRefreshes = f.Presentation.Missed,
                Discarded = f.Presentation.Discarded,
                Confirmed = f.Presentation.Told,
                Unconfirmed = f.Presentation.Untold,
                LeadNs = f.Presentation.LeadNs,
            };
        }
    }

    /// <summary>Called on the render thread when the picture's displayed size or rotation changed (pixels after rotation). Set it before Start; it must only post elsewhere.</summary>
    public Action<int, int>? PictureSizeChanged { get; set; }

    /// <summary>Called on the render thread when it ended by itself: the GPU or the window went away. Set it before Start; it must only post elsewhere.</summary>
    public Action<OrielException>? Failed { get; set; }

    /// <summary>Called on a thread of the renderer when something is missing that it can do without (fonts), for the log. Set it before Start.</summary>
    public Action<string>? Warned { get; set; }

    /// <summary>
    /// Called on the render thread for every picture that showed a new frame, in order, with the stages it passed: once the window system told when it was shown, at most a quarter of a second
    /// later; pictures that were replaced before they were shown are left out. Set it before Start; it must neither block nor allocate.
    /// </summary>
    public Action<FrameTimes>? FramePresented { get; set; }

    /// <summary>The picture's displayed size, pixels after rotation; 0, 0 before the first frame.</summary>
    public (int Width, int Height) PictureSize => Volatile.Read(ref _layout) is { } layout ? (layout.PictureWidth, layout.PictureHeight) : (0, 0);

    /// <summary>False while the render thread runs, also when <see cref="Dispose"/> had to leave it behind: the surface must then not be closed under it.</summary>
    public bool IsStopped => _thread is not { IsAlive: true };

    /// <summary>Creates the context on the render thread. Throws <see cref="OrielException"/> here, on the caller, when EGL or GL is missing something.</summary>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _thread = new Thread(Run) { Name = "oriel-render", IsBackground = true };
        _thread.Start();
        _started.Wait();
        if (_failure is { } failure)
        {
            _thread.Join();
            throw failure as OrielException ?? new OrielException(DisplayErrors.RenderFailed, failure.Message, "a working renderer", "report this as a bug", failure);
        }
    }

    /// <summary>The window's drawable changed size (device pixels). Off-screen: draws at this size from now on instead of the picture's own; 0, 0 goes back to that.</summary>
    public void Resize(int width, int height)
    {
        Volatile.Write(ref _size, PackSize(width, height));
        Request(LoopRequest.Resize);
    }

    /// <summary>Takes new settings with the next drawing.</summary>
    public void Apply(ViewSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Volatile.Write(ref _settings, settings);
        Request(LoopRequest.Settings);
    }

    /// <summary>The window covers a whole display, or no longer does: presenting can be more direct there (<see cref="ViewSettings.VariableRefresh"/>).</summary>
    public void SetFullScreen(bool isFullScreen)
    {
        Volatile.Write(ref _isFullScreen, isFullScreen);
        Request(LoopRequest.Presentation);
    }

    /// <summary>Draws again although nothing changed (window exposed).</summary>
    public void Invalidate() => Request(LoopRequest.Invalidate);

    /// <summary>The host's counters to show in the HUD.</summary>
    public void AttachCounters(RelayCounters counters) => Volatile.Write(ref _counters, counters);

    /// <summary>Where the HUD reads how the guest's clock stands to ours, on the render thread, twice a second; must neither block nor allocate.</summary>
    public void AttachClock(Func<ClockEstimate> clock) => Volatile.Write(ref _clock, clock);

    /// <summary>Shows a short notice over the picture for some seconds.</summary>
    public void ShowNotice(string text)
    {
        if (!Volatile.Read(ref _settings).ShowNotices)
        {
            return;
        }

        _notices.Enqueue(text);
        Request(LoopRequest.Notice);
    }

    /// <summary>A sentence to add to the words that are shown instead of a picture: what else is missing, and what to do. Empty = none.</summary>
    public void SetStatusNote(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        Volatile.Write(ref _statusNote, note);
        Request(LoopRequest.Status);
    }

    /// <summary>Better words for the state that keeps the picture away, from somebody who looked closer; null = those of the state itself.</summary>
    public void SetStatusAdvice(StatusAdvice? advice)
    {
        Volatile.Write(ref _statusAdvice, advice);
        Request(LoopRequest.Status);
    }

    /// <summary>Shows a mark over the picture until it is taken away with null: the microphone is on, the guest asks for something.</summary>
    public void SetIndicator(string? text)
    {
        Volatile.Write(ref _indicator, text);
        Request(LoopRequest.Status);
    }

    /// <summary>The next drawn picture as RGB rows, top first: the window's content (with a surface) or the off-screen picture at 1:1.</summary>
    public Task<CapturedPicture> CaptureAsync(CancellationToken cancel = default)
    {
        var capture = new TaskCompletionSource<CapturedPicture>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (cancel.CanBeCanceled)
        {
            var registration = cancel.Register(static (state, token) => ((TaskCompletionSource<CapturedPicture>)state!).TrySetCanceled(token), capture);
            _ = capture.Task.ContinueWith(static (_, state) => ((CancellationTokenRegistration)state!).Dispose(), registration, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _captures.Enqueue(capture);
        Request(LoopRequest.Capture);
        if (Volatile.Read(ref _isDisposed) || _failure is not null)
        {
            CancelCaptures();
        }

        return capture.Task;
    }

    /// <summary>Maps a point in window device pixels to guest desktop pixels (after the guest's own rotation); false outside the picture.</summary>
    public bool TryMapToGuest(int windowX, int windowY, out int guestX, out int guestY)
    {
        guestX = guestY = 0;
        return Volatile.Read(ref _layout)?.TryMapToGuest(windowX, windowY, out guestX, out guestY) ?? false;
    }

    /// <summary>The guest's desktop, pixels (after its own rotation): what <see cref="TryMapToGuest"/> counts in. 0, 0 before the first frame.</summary>
    public (int Width, int Height) GuestSize => Volatile.Read(ref _layout) is { } layout ? (layout.ScreenWidth, layout.ScreenHeight) : (0, 0);

    /// <summary>As <see cref="TryMapToGuest"/>, for the nearest point of the picture when the given one is beside it; false only without a picture.</summary>
    public bool TryMapNearestToGuest(int windowX, int windowY, out int guestX, out int guestY)
    {
        guestX = guestY = 0;
        return Volatile.Read(ref _layout)?.TryMapNearestToGuest(windowX, windowY, out guestX, out guestY) ?? false;
    }

    /// <summary>The way back: where in the window (device pixels) a pixel of the guest's desktop is shown; false without a picture, or when it is not shown.</summary>
    public bool TryMapToWindow(int guestX, int guestY, out int windowX, out int windowY)
    {
        windowX = windowY = 0;
        return Volatile.Read(ref _layout)?.TryMapToTarget(guestX, guestY, out windowX, out windowY) ?? false;
    }

    /// <summary>Shows lines over the picture until <see cref="HidePanel"/>: the first is the headline, a tab parts the others into two columns. Replaces what was shown.</summary>
    public void ShowPanel(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Volatile.Write(ref _panel, [.. lines]);
        Request(LoopRequest.Panel);
    }

    /// <summary>Takes the panel away.</summary>
    public void HidePanel()
    {
        Volatile.Write(ref _panel, null);
        Request(LoopRequest.Panel);
    }

    /// <summary>
    /// Stops the thread and frees the context. When the driver does not return from a swap (a hidden window with a swap interval), the thread is left behind
    /// after three seconds instead of hanging the program.
    /// </summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        Volatile.Write(ref _isDisposed, true);
        Request(LoopRequest.Stop);
        if (_thread is null || _thread.Join(s_stopPatience))
        {
            _wake.Dispose();
            _started.Dispose();
        }

        CancelCaptures();
    }

    private static ulong PackSize(int width, int height) => ((ulong)(uint)Math.Max(0, width) << 32) | (uint)Math.Max(0, height);

    private void Request(LoopRequest request)
    {
        if ((Interlocked.Or(ref _requests, (int)request) & (int)request) != 0)
        {
            return;
        }

        try
        {
            _wake.Signal();
        }
        catch (ObjectDisposedException) when (Volatile.Read(ref _isDisposed))
        {
            // A feed that outlives the loop has nobody to wake any more.
        }
    }

    private void CancelCaptures()
    {
        while (_captures.TryDequeue(out var capture))
        {
            capture.TrySetCanceled();
        }
    }

    [Conditional("DEBUG")]
    private void AssertRenderThread() => Debug.Assert(Thread.CurrentThread == _thread, "only the render thread may be here");
}
