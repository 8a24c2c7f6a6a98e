using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Session;

/// <summary>
/// The capture thread: owns the backend, captures what changed when somebody watches, opens the source again when it is lost.
/// </summary>
internal sealed class CaptureLoop
{
    private const long SecondNs = 1_000_000_000;
    private const long FirstRetryNs = 50_000_000;
    private const long LastRetryNs = 250_000_000;

    /// <summary>A waiting picture nobody fetched is brought up to date this often, not at every change: its consumer is slow anyway.</summary>
    private static readonly long s_refreshTicks = Stopwatch.Frequency / 125;

    private readonly SessionContext _session;
    private readonly Func<ICaptureBackend> _open;
    private readonly bool _failFast;
    private readonly long _frameTicks;
    private readonly DamageMerger _merger = new();
    private readonly AllocationMeter _allocations = new();
    private readonly DamageList _changed = new();
    private ICaptureBackend? _backend;
    private FrameMailbox? _mailbox;
    private long _retryNs = FirstRetryNs;
    private long _changedAt;
    private long _nextFrameAt;
    private bool _everOpened;
    private bool _full;
    private int _fullRequested;
    private int _touchRequested;
    private int _waitsForFetch;
    private ErrorCode? _lastProblem;

    /// <summary>Creates the loop.</summary>
    /// <param name="session">What it shares.</param>
    /// <param name="open">Opens the source; throws <see cref="OrielException"/>.</param>
    /// <param name="maxFramesPerSecond">Upper limit, 0 = none.</param>
    /// <param name="failFast">Ends the session when the source cannot be opened the first time, whatever the reason.</param>
    public CaptureLoop(SessionContext session, Func<ICaptureBackend> open, int maxFramesPerSecond, bool failFast)
    {
        _session = session;
        _open = open;
        _failFast = failFast;
        _frameTicks = maxFramesPerSecond == 0 ? 0 : Stopwatch.Frequency / maxFramesPerSecond;
    }

    /// <summary>Where pictures wait for the publisher; null while there is no source.</summary>
    public FrameMailbox? Mailbox => Volatile.Read(ref _mailbox);

    /// <summary>The whole picture is wanted, changed or not. Any thread.</summary>
    public void RequestFull()
    {
        Volatile.Write(ref _fullRequested, 1);
        _session.WakeCapture.Raise();
    }

    /// <summary>A frame is wanted although nothing changed, as small as it can be: its header has news. Any thread.</summary>
    public void RequestTouch()
    {
        Volatile.Write(ref _touchRequested, 1);
        _session.WakeCapture.Raise();
    }

    /// <summary>A picture was fetched, or an image of a retired mailbox came back. Publish thread.</summary>
    public void NotifyFetched(bool retired)
    {
        Interlocked.MemoryBarrier();
        if (retired || Volatile.Read(ref _waitsForFetch) != 0)
        {
            _session.WakeCapture.Raise();
        }
    }

    /// <summary>Runs until the session stops. Capture thread.</summary>
    public void Run()
    {
        try
        {
            while (!_session.IsStopping)
            {
                if (_backend is null && !TryOpen())
                {
                    _ = _session.Stop.Wait(_retryNs);
                    _retryNs = Math.Min(_retryNs * 2, LastRetryNs);
                }
                else if (!_session.IsWatched)
                {
                    Park();
                }
                else
                {
                    Work();
                }
            }
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Frame after frame until nobody watches or the source is lost.</summary>
    private void Work()
    {
        var outcome = CaptureOutcome.Changed;
        while (outcome is CaptureOutcome.Changed or CaptureOutcome.Unchanged && _session.IsWatched && !_session.IsStopping)
        {
            outcome = Step();
        }

        _session.Statistics.AddCaptureAllocation(_allocations.Restart());
        if (outcome == CaptureOutcome.ModeChanged)
        {
            _session.Statistics.AddModeChange();
            _session.Log.ModeChanged(_backend!.Mode);
            PrepareAgain();
        }
        else if (outcome == CaptureOutcome.Lost && !_session.IsStopping)
        {
            _session.Log.SourceLost(_backend!.Name);
            Close();
        }
    }

    private void PrepareAgain()
    {
        try
        {
            _ = TryPrepare();
        }
        catch (OrielException error)
        {
            _session.Log.SourceUnavailable(error.Code.Id, error.Seen, error.Remedy);
            _session.Guest.Unavailable(error);
            Close();
        }
    }

    private CaptureOutcome Step()
    {
        if (_frameTicks != 0)
        {
            _ = _session.Stop.Wait(SessionContext.NanosecondsUntil(_nextFrameAt));
        }

        if (_mailbox!.HasPending)
        {
            WaitForFetch();
        }

        _full |= Interlocked.Exchange(ref _fullRequested, 0) != 0;
        var touch = Interlocked.Exchange(ref _touchRequested, 0) != 0;
        var outcome = _backend!.Wait(_full || touch ? 0 : SecondNs, _changed);
        if (outcome is CaptureOutcome.ModeChanged or CaptureOutcome.Lost)
        {
            return outcome;
        }

        // A picture somebody asked for again shows what is there now, however long ago it changed.
        _changedAt = outcome == CaptureOutcome.Changed ? _backend.ChangedAt : 0;
        if (_full)
        {
            _changed.SetEverything();
        }
        else if (touch && _changed.IsEmpty)
        {
            // No rectangle would mean that everything changed.
            _changed.Add(new DamageRect(0, 0, 1, 1));
        }

        return _changed.IsEmpty ? CaptureOutcome.Unchanged : CaptureChanged();
    }

    /// <summary>
    /// Until the publisher fetched the waiting picture, or until it is worth bringing up to date: what changes meanwhile is kept in the source's account,
    /// which costs nothing.
    /// </summary>
    private void WaitForFetch()
    {
        // Exchange, not a plain write: the look at the mailbox must not move before it, or a fetch could go unnoticed.
        Interlocked.Exchange(ref _waitsForFetch, 1);
        if (_mailbox!.HasPending)
        {
            _ = _session.WakeCapture.Wait(SessionContext.NanosecondsUntil(_nextFrameAt + s_refreshTicks));
            _ = _session.WakeCapture.Lower();
        }

        Volatile.Write(ref _waitsForFetch, 0);
    }

    private CaptureOutcome CaptureChanged()
    {
        var replaces = _mailbox!.HasPending;
        var image = _mailbox.TakeForCapture();
        foreach (var each in _mailbox.Images)
        {
            _merger.Add(each.Stale, _changed);
        }

        _merger.Add(image.Damage, _changed);
        var started = Stopwatch.GetTimestamp();
        var pixels = CountPixels(image);
        var outcome = _backend!.Capture(image, image.Stale);
        if (outcome != CaptureOutcome.Changed)
        {
            _mailbox.Discard(image);
            return outcome;
        }

        image.Stale.Clear();
        image.CapturedAt = _changedAt > 0 && _changedAt <= started && started - _changedAt < Stopwatch.Frequency ? _changedAt : started;
        _mailbox.Post(image);
        _session.WakePublisher.Set();
        _changed.Clear();
        _full = false;
        _nextFrameAt = started + _frameTicks;
        _allocations.CountFrame();
        _session.Statistics.AddCapture(Stopwatch.GetTimestamp() - started, pixels);
        if (replaces)
        {
            _session.Statistics.AddReplaced();
        }

        return outcome;
    }

    private static long CountPixels(CaptureImage image)
    {
        if (image.Stale.IsEverything)
        {
            return (long)image.Mode.Width * image.Mode.Height;
        }

        var sum = 0L;
        foreach (ref readonly var rect in image.Stale.Rects)
        {
            sum += (long)rect.Width * rect.Height;
        }

        return sum;
    }

    private void Park()
    {
        // Nothing of what changes meanwhile is looked at, so the next picture is a whole one. The server's account holds one event at most.
        _full = true;
        WakeFlag.WaitForEither(_session.WakeCapture, _session.Stop);
        _ = _session.WakeCapture.Lower();
    }

    private bool TryOpen()
    {
        try
        {
            _backend = _open();
            _session.Statistics.AddSourceOpen();
            _session.Log.SourceOpened(_backend.Name, _backend.Mode);
            if (!TryPrepare())
            {
                return false;
            }

            (_everOpened, _lastProblem, _retryNs) = (true, null, FirstRetryNs);
            return true;
        }
        catch (OrielException error)
        {
            Close();
            _session.Guest.Unavailable(error);
            var hopeless = error.Code == AgentErrors.MissingExtension || error.Code == AgentErrors.UnsupportedPixels || error.Code == AgentErrors.BadDisplayName
                || error.Code == AgentErrors.SharedMemoryRefused || error.Code == AgentErrors.WaylandSession || error.Code == AgentErrors.MissingLibrary;
            if (!_everOpened && (_failFast || hopeless))
            {
                _session.Fail(error);
            }
            else if (_lastProblem != error.Code)
            {
                // Once per reason; it is tried again silently.
                _lastProblem = error.Code;
                _session.Log.SourceUnavailable(error.Code.Id, error.Seen, error.Remedy);
            }

            return false;
        }
    }

    /// <summary>Makes images for the current mode, after the old ones came back.</summary>
    private bool TryPrepare()
    {
        ReleaseImages();
        var first = _backend!.TryCreateImage();
        var second = first is null ? null : _backend.TryCreateImage();
        if (second is null)
        {
            first?.Dispose();
            Close();
            return false;
        }

        _full = true;
        _changed.Clear();
        Volatile.Write(ref _mailbox, new FrameMailbox(first!, second));
        _session.Mode = _backend.Mode;
        _session.Guest.Opened(_backend.Name, _backend.Mode, _session.Stop);
        _session.WakeCursor.Raise();
        return true;
    }

    /// <summary>Waits until the publisher gave its image back, which it does within a copy's time or when it sees that the mailbox is gone.</summary>
    private void ReleaseImages()
    {
        var mailbox = _mailbox;
        if (mailbox is null)
        {
            return;
        }

        Volatile.Write(ref _mailbox, null);
        _session.WakePublisher.Set();
        while (!mailbox.TryEmpty())
        {
            _ = _session.WakeCapture.Wait(SecondNs / 100);
            _ = _session.WakeCapture.Lower();
        }

        foreach (var image in mailbox.Images)
        {
            image.Dispose();
        }
    }

    private void Close()
    {
        _session.Mode = null;
        ReleaseImages();
        _backend?.Dispose();
        _backend = null;
        _full = true;
    }
}
