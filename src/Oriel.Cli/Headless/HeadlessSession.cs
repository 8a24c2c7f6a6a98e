using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Guest;
using Oriel.Cli.Sound;
using Oriel.Display;
using Oriel.Display.Latency;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Headless;

/// <summary>
/// A viewer without a window: feed and off-screen renderer, for figures and machines without a display.
/// Used by <c>oriel view --headless</c> and <c>oriel latency</c>. One use; the thread that runs it only waits.
/// </summary>
internal sealed class HeadlessSession : IDisposable
{
    private readonly HeadlessOptions _options;
    private readonly RenderLoop _render;
    private readonly FeedLoop _feed;
    private readonly GuestLink? _guest;
    private readonly FrameMeter _meter;
    private readonly ManualResetEvent _stop = new(initialState: false);
    private OrielException? _failure;

    public HeadlessSession(HeadlessOptions options)
    {
        _options = options;
        _meter = new FrameMeter(options.Frames);
        // Nobody reads notices here, and a picture that is saved is the guest's alone.
        _render = new RenderLoop(options.Render with { ShowSourceNotices = false }, surface: null)
        {
            ShownSourceChanged = source => _guest?.ShowSource(source),
            FramePresented = OnPresented,
            Warned = static text => Console.Error.WriteLine($"oriel: {text}"),
            Failed = failure =>
            {
                _failure = failure;
                _stop.Set();
            },
        };
        try
        {
            _render.Start();
        }
        catch
        {
            _render.Dispose();
            _meter.Dispose();
            _stop.Dispose();
            throw;
        }

        _feed = new FeedLoop(new FeedOptions { Source = options.Source }, options.Tap?.Invoke(_render.Sink) ?? _render.Sink);
        _render.AttachCounters(_feed.Counters);
        _render.AttachClock(() => _feed.ClockEstimate);
        if (options.Guest is { } guest)
        {
            guest = guest with { Sound = new SoundSettings { Enabled = false }, Clipboard = new ClipboardOptions { ToGuest = false, ToHost = false, Files = false } };
            _guest = new GuestLink(guest, _render, surface: null, static () => { }, takeBack: "", NullLogger.Instance);
        }
    }

    /// <summary>The renderer, for what a measurement wants of it.</summary>
    public RenderLoop Render => _render;

    /// <summary>The feed, for its status and counters.</summary>
    public FeedLoop Feed => _feed;

    /// <summary>The line to the SPICE server; null without one.</summary>
    public GuestLink? Guest => _guest;

    /// <summary>Shows frames until there are enough of them, the time is over, or <see cref="RequestStop"/>. False when it was stopped before the first one.</summary>
    public bool RunToEnd()
    {
        Start();
        if (!WaitForFirst())
        {
            return false;
        }

        WaitForEnd();
        ThrowIfFailed();
        return true;
    }

    /// <summary>Ends <see cref="Run"/> or <see cref="RunToEnd"/> soon. From any thread.</summary>
    public void RequestStop() => _stop.Set();

    /// <summary>Runs as the options say, prints the figures as one JSON line to standard output, and returns the exit status. SIGINT and SIGTERM end it early, with figures.</summary>
    public int Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (!RunToEnd())
        {
            return ExitCodes.Success;
        }

        // Before the picture is read back: its array is the one thing that is allocated, and not by drawing frames.
        var renderBytes = _render.Statistics.AllocatedBytes;
        if (_options.Screenshot is { } path)
        {
            Save(path);
        }

        var figures = Finish() with { RenderAllocatedBytes = renderBytes };
        // The figures share standard output with a picture only when nobody asked for the picture there.
        (_options.Screenshot == "-" ? Console.Error : Console.Out).WriteLine(JsonSerializer.Serialize(figures, HeadlessJsonContext.Default.HeadlessFigures));
        return ExitCodes.Success;
    }

    /// <summary>Writes a picture, or says why it cannot.</summary>
    public static void Save(string path, CapturedPicture picture) => Save(path, output => PngFile.Write(output, picture), file => PngFile.Write(file, picture));

    /// <inheritdoc cref="Save(string, CapturedPicture)"/>
    public static void Save(string path, DeepImage picture) => Save(path, output => PngFile.Write(output, picture), file => PngFile.Write(file, picture));

    private static void Save(string path, Action<Stream> toStream, Action<string> toFile)
    {
        try
        {
            if (path == "-")
            {
                using var output = Console.OpenStandardOutput();
                toStream(output);
            }
            else
            {
                toFile(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(CliErrors.CannotWrite, $"{path}: {error.Message}", "a place where a file can be made", "name another file, or change the folder's permissions", error);
        }
    }

    /// <summary>Why a picture was waited for in vain.</summary>
    /// <param name="status">The relay's.</param>
    /// <param name="spice">What SPICE adds, or nothing.</param>
    /// <param name="frames">Frames that came.</param>
    /// <param name="patience">How long was waited.</param>
    public static OrielException WhyNoPicture(RelayStatus status, string spice, long frames, TimeSpan patience)
    {
        if (status.Error is { } error)
        {
            return spice.Length == 0 ? error : new OrielException(error.Code, error.Seen + spice, error.Expected, error.Remedy);
        }

        var seen = $"{status.Source}: {status.Detail}{spice} ({frames} frames in {patience.TotalSeconds:0.#} s)";
        return status.State == RelayState.VersionMismatch
            ? new OrielException(CliErrors.VersionMismatch, seen, "a version this build knows", "install matching versions in guest and host; 'oriel inspect' shows both")
            : new OrielException(CliErrors.NoPicture, seen, "a running agent in the guest, writing to this region", "start the agent in the guest; 'oriel list' shows what is alive");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Dispose();
        _guest?.Dispose();
        _render.Dispose();
        _meter.Dispose();
        _stop.Dispose();
    }

    private void Start()
    {
        _feed.Start();
        _guest?.Start();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        RequestStop();
    }

    // On the render thread.
    private void OnPresented(FrameTimes times)
    {
        _meter.Count(times);
        _options.FramePresented?.Invoke(times);
    }

    // False when it was asked to stop before any frame came.
    private bool WaitForFirst()
    {
        switch (WaitHandle.WaitAny([_meter.First, _stop], _options.Patience))
        {
            case 0:
                return true;
            case 1:
                ThrowIfFailed();
                return false;
            default:
                throw WhyNoPicture();
        }
    }

    private void WaitForEnd()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = _options.Duration > TimeSpan.Zero ? _options.Duration - Stopwatch.GetElapsedTime(began) : _options.Patience;
            var before = _meter.Frames;
            var outcome = WaitHandle.WaitAny([_meter.Enough, _stop], left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (outcome != WaitHandle.WaitTimeout || _options.Duration > TimeSpan.Zero || _options.Frames == 0)
            {
                return;
            }

            // Waiting for frames that do not come any more: a guest that stands still is no error, but there is nothing left to wait for.
            if (_meter.Frames == before)
            {
                throw WhyNoPicture();
            }
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    private OrielException WhyNoPicture() =>
        WhyNoPicture(_feed.Status, _guest?.Session.Status is { Detail.Length: > 0 } other ? $"; SPICE: {other.Detail}" : "", _meter.Frames, _options.Patience);

    private CapturedPicture Capture() => _render.CaptureAsync().WaitAsync(_options.Patience).GetAwaiter().GetResult();

    private void Save(string path) => Save(path, Capture());

    private HeadlessFigures Finish()
    {
        var (width, height) = _render.PictureSize;
        _feed.Dispose();
        _guest?.Dispose();
        _render.Dispose();
        var counters = _feed.Counters;
        var statistics = _render.Statistics;
        var seconds = (_meter.LastNs - _meter.FirstNs) / 1e9;
        using var process = Process.GetCurrentProcess();
        var launchToNowMs = (DateTimeOffset.UtcNow.UtcDateTime - process.StartTime.ToUniversalTime()).TotalMilliseconds;
        return new HeadlessFigures
        {
            Frames = _meter.Frames,
            Seconds = Math.Round(seconds, 3),
            Fps = seconds > 0 ? Math.Round((_meter.Frames - 1) / seconds, 1) : 0,
            Width = width,
            Height = height,
            FirstPictureMs = Math.Round(launchToNowMs - ((FrameTimes.Now() - _meter.FirstNs) / 1e6), 1),
            PublishedToSeenUs = _meter.MeanUs(FrameStage.Wake),
            SeenToCopiedUs = _meter.MeanUs(FrameStage.Copy),
            CopiedToSubmittedUs = _meter.MeanUs(FrameStage.Render),
            SubmittedToPresentedUs = _meter.MeanUs(FrameStage.Present),
            LatencyUs = _meter.MeanUs(FrameStage.FromPublished),
            LatencyMaxUs = _meter.WorstLatencyUs,
            CopiedBytes = counters.Bytes,
            FeedAllocatedBytes = _feed.AllocatedBytes,
            Drops = new HeadlessDrops(statistics.Overwritten, counters.Superseded, counters.NoSlot, counters.Missed, counters.Stalled, counters.Torn, counters.RejectedTotal),
            CursorMessages = counters.Cursors,
            UploadedBytes = statistics.BytesUploaded,
            Renderer = statistics.Renderer,
            State = _feed.Status.State.ToString(),
        };
    }
}
