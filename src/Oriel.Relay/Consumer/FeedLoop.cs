namespace Oriel.Relay.Consumer;

/// <summary>
/// Owns the feed thread: opens the region, attaches to whatever producer lives in it, follows frames and cursor, and
/// starts over when the session, the region or the guest goes away. Never gives up and never throws at its owner after <see cref="Start"/>.
/// </summary>
public sealed partial class FeedLoop : IDisposable
{
    private const int StopMs = 2000;
    private const int HintMs = 50;

    private readonly FeedOptions _options;
    private readonly IFrameSink _sink;
    private readonly FeedWakeup _wakeup = new();
    private readonly StatusReporter _reporter;
    private readonly FrameReceiver _frameReceiver;
    private readonly CursorReceiver _cursorReceiver;
    private readonly ControlSender _control = new();
    private readonly SessionSeeker _seeker;
    private readonly PollPace _pace;
    private readonly GuestStatusReader _guest;
    private readonly FrameTimesReader _times;
    private Thread? _thread;
    private bool _stop;
    private bool _startOver;
    private long _expectedAt;
    private long _allocatedBytes;
    private long _allocatedBase;
    private long _nextAllocationCheck;

    /// <summary>Prepares a feed; nothing is opened yet.</summary>
    public FeedLoop(FeedOptions options, IFrameSink sink)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sink);
        _options = options;
        _sink = sink;
        _reporter = new StatusReporter(options.Source, sink, _wakes);
        _times = new FrameTimesReader(Counters);
        _frameReceiver = new FrameReceiver(options, sink, Counters, _times);
        _cursorReceiver = new CursorReceiver(sink, Counters);
        _seeker = new SessionSeeker(Counters);
        _pace = new PollPace(options);
        _guest = new GuestStatusReader(Counters);
        sink.Direct?.Attach(_wakeup.Wake);
    }

    /// <summary>Counters, readable from any thread.</summary>
    public RelayCounters Counters { get; } = new();

    /// <summary>The latest status, readable from any thread.</summary>
    public RelayStatus Status => _reporter.Current;

    /// <summary>How the producer's clock stands to ours, as of the last frame or look; readable from any thread, without allocation.</summary>
    public ClockEstimate ClockEstimate => _times.Estimate;

    /// <summary>How the feed is woken, as of now. Any thread; makes a new snapshot.</summary>
    public WakeStatus Wake => _wakes.Snapshot();

    /// <summary>Managed bytes the feed thread has allocated since the 50th frame of the session; for the zero-allocation promise; news put into words is not counted. Updated at least once a second.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Starts the feed thread.</summary>
    public void Start()
    {
        if (_thread is not null)
        {
            throw new InvalidOperationException("the feed was started before");
        }

        _thread = new Thread(Run) { Name = "oriel-feed", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>
    /// Asks the guest to move its cursor (kvmfr.md section 8). From any thread; false when there is no session, the feature is off, or the ring is full.
    /// The newest wish wins.
    /// </summary>
    public bool TrySendCursorPosition(int x, int y)
    {
        var posted = _control.TryPostCursor(x, y);
        if (posted)
        {
            _wakeup.Wake();
        }

        return posted;
    }

    /// <summary>Asks the guest to change its mode to the window's size (kvmfr.md section 8). From any thread; false as above.</summary>
    public bool TrySendWindowSize(uint width, uint height)
    {
        var posted = _control.TryPostWindow(width, height);
        if (posted)
        {
            _wakeup.Wake();
        }

        return posted;
    }

    /// <summary>
    /// The user did something that the guest is likely to answer with a new picture: where the feed polls, it looks more often for a tenth of a second. Any thread; costs nothing where a
    /// doorbell rings, and one system call in 50 ms at most elsewhere.
    /// </summary>
    public void ExpectNews()
    {
        var (now, before) = (HostClock.Now, Volatile.Read(ref _expectedAt));
        if (_wakes.Mode == WakeMode.Doorbell || now - before < HostClock.Ms(HintMs))
        {
            return;
        }

        Volatile.Write(ref _expectedAt, now);
        _wakeup.Wake();
    }

    /// <summary>Leaves the session in order and looks for one anew, opening the region again. From any thread; the picture stays until a new frame comes.</summary>
    public void StartOver()
    {
        Volatile.Write(ref _startOver, true);
        _wakeup.Wake();
    }

    /// <summary>Stops the thread within 500 ms, unsubscribes if the session is still ours, and unmaps.</summary>
    public void Dispose()
    {
        if (Volatile.Read(ref _stop))
        {
            return;
        }

        Volatile.Write(ref _stop, true);
        _wakeup.Wake();
        // A sink that blocks against its contract must not block us for ever; what its thread still uses is then left to it.
        if (_thread is null || _thread.Join(StopMs))
        {
            _wakeup.Dispose();
        }
    }

    private void Run()
    {
        while (!Volatile.Read(ref _stop))
        {
            var started = HostClock.Now;
            long next;
            try
            {
                next = Step(started);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The thread's top: whatever went wrong ends this session, not the viewer. Nothing more is written to the region.
                next = Recover(e, started);
            }

            UpdateAllocated(started);
            if (next > started)
            {
                Rest(next);
            }
        }

        Leave();
    }

    private long Recover(Exception e, long now)
    {
        ForgetSession();
        CloseRegion();
        var error = e as OrielException ?? new OrielException(RelayErrors.FeedFailed, e.Message, "a session that ends without an exception",
            "this is a mistake in Oriel: please report it with this text: " + e, e);
        _reporter.Report(new Finding(RelayState.RegionUnusable) { Error = error }, now);
        return now + HostClock.Of(_options.RetryInterval);
    }

    private void UpdateAllocated(long now)
    {
        if (now >= _nextAllocationCheck)
        {
            _nextAllocationCheck = now + HostClock.Ms(200);
            Volatile.Write(ref _allocatedBytes, _allocatedBase > 0 ? FramePathBytes - _allocatedBase : 0);
        }
    }

    /// <summary>What this thread allocated for anything but news.</summary>
    private long FramePathBytes => GC.GetAllocatedBytesForCurrentThread() - _reporter.AllocatedBytes - _guest.AllocatedBytes;
}
