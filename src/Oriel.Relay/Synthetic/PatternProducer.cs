using System.Diagnostics;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// A synthetic guest: feeds a <see cref="TestPattern"/> and a moving cursor into a region through a real <see cref="RelayProducer"/>, on a publishing thread and a
/// 10 ms ticking thread of its own. Draws only while somebody is subscribed. The region stays the caller's; <see cref="Dispose"/> ends both threads first.
/// </summary>
public sealed partial class PatternProducer : IDisposable
{
    private const int TickMs = 10;
    private const int WarmUpFrames = 50;

    private readonly PatternOptions _options;
    private readonly RelayProducer _producer;
    private readonly PatternCanvas _canvas;
    private readonly DamageList _pending = new();
    private readonly FrameDescription _frame;
    private uint _wishes;
    private readonly Thread _publisher;
    private readonly Thread _ticker;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEvent _stop = new(false);
    private readonly ManualResetEvent _finished = new(false);
    private readonly long _periodTicks;
    private volatile bool _stopping;
    private long _published, _repeated, _dropped, _busy, _publisherBytes;
    private uint _lastFrame;
    private long _drawnNs;

    /// <summary>What this guest wishes of the desktop (<see cref="FrameFlags.BlockScreensaver"/>, <see cref="FrameFlags.RequestActivation"/>) from its next frame on. From any thread.</summary>
    public FrameFlags Wishes
    {
        get => (FrameFlags)Volatile.Read(ref _wishes);
        set => Volatile.Write(ref _wishes, (uint)value);
    }

    /// <summary>Starts a session in the region; no thread runs yet. Throws as <see cref="RelayProducer"/> does.</summary>
    public PatternProducer(Region region, ProducerOptions producer, PatternOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _producer = new RelayProducer(region, producer);
        _canvas = new PatternCanvas(options.Pattern);
        _frame = Describe(options);
        var turned = options.Rotation is FrameRotation.Clockwise90 or FrameRotation.Clockwise270;
        var pattern = options.Pattern;
        _cursor = new PatternCursor(options.Cursor, turned ? pattern.Height : pattern.Width, turned ? pattern.Width : pattern.Height);
        _periodTicks = options.RateHz > 0 ? (long)(Stopwatch.Frequency / options.RateHz) : 0;
        _publisher = new Thread(RunPublisher) { Name = "pattern publish", IsBackground = true };
        _ticker = new Thread(RunTicker) { Name = "pattern tick", IsBackground = true };
    }

    /// <summary>The producer underneath.</summary>
    public RelayProducer Producer => _producer;

    /// <summary>What ended it early: the region shrank, or a bug. Null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A snapshot. From any thread; allocates.</summary>
    public PatternStatistics Statistics => new(
        Volatile.Read(ref _published), Volatile.Read(ref _repeated), Volatile.Read(ref _dropped), Volatile.Read(ref _busy), Volatile.Read(ref _cursorMessages),
        Volatile.Read(ref _sessions), _producer.Evictions, Volatile.Read(ref _controlMessages),
        Volatile.Read(ref _publisherBytes) + Volatile.Read(ref _tickerBytes), Volatile.Read(ref _lastFrame));

    /// <summary>Starts both threads.</summary>
    public void Start()
    {
        _ticker.Start();
        _publisher.Start();
    }

    /// <summary>Waits until <see cref="PatternOptions.MaxFrames"/> were published and taken, or it failed, or was stopped; false at the limit.</summary>
    public bool WaitForEnd(TimeSpan limit) => _finished.WaitOne(limit);

    /// <summary>Ends both threads and waits for them. The last frame stays in the region.</summary>
    public void Stop()
    {
        _stopping = true;
        _stop.Set();
        _wake.Set();
        Join(_publisher);
        Join(_ticker);
        _finished.Set();
    }

    /// <summary>Stops and releases everything but the region.</summary>
    public void Dispose()
    {
        Stop();
        _producer.Dispose();
        _canvas.Dispose();
        _wake.Dispose();
        _stop.Dispose();
        _finished.Dispose();
    }

    private static FrameDescription Describe(PatternOptions options)
    {
        var pattern = options.Pattern;
        return new FrameDescription
        {
            Type = pattern.Type,
            ScreenWidth = pattern.Width,
            ScreenHeight = pattern.Height,
            FrameWidth = pattern.Width,
            FrameHeight = pattern.Height,
            PitchBytes = FramePitch.For(pattern.Type, pattern.Width),
            Rotation = options.Rotation,
            Flags = pattern.Type == FrameType.Rgba16F ? options.Flags | FrameFlags.Hdr : options.Flags,
        };
    }

    private static void Join(Thread thread)
    {
        if ((thread.ThreadState & System.Threading.ThreadState.Unstarted) == 0)
        {
            thread.Join();
        }
    }

    private void RunPublisher()
    {
        try
        {
            Publish();
        }
        catch (Exception error)
        {
            // The top of the thread: the owner learns about it from Failure.
            Fail(error);
        }

        _finished.Set();
    }

    private void Publish()
    {
        var frame = _options.FirstFrame;
        var due = Stopwatch.GetTimestamp();
        long firstByte = -1;
        while (!_stopping && (_options.MaxFrames == 0 || _published < _options.MaxFrames))
        {
            if (!_producer.HasSubscribers)
            {
                // Nobody looks: nothing is drawn. A lost session looks the same until the ticking thread restarted it.
                _wake.WaitOne(TickMs);
                due = Stopwatch.GetTimestamp();
                continue;
            }

            if (_periodTicks > 0 && !WaitUntil(due))
            {
                continue;
            }

            if (_published >= WarmUpFrames && firstByte < 0)
            {
                firstByte = GC.GetAllocatedBytesForCurrentThread();
            }

            PublishOne(ref frame, ref due);
            if (firstByte >= 0)
            {
                Volatile.Write(ref _publisherBytes, GC.GetAllocatedBytesForCurrentThread() - firstByte);
            }
        }

        AwaitConsumers();
    }

    /// <summary>Draws a frame once and offers it until it is taken or the next one is due.</summary>
    private void PublishOne(ref uint frame, ref long due)
    {
        if (_canvas.Frame != frame || _pending.IsEmpty)
        {
            _drawnNs = _producer.ClockNs;
            _canvas.Draw(frame, _pending);
        }

        var spinner = default(SpinWait);
        due += _periodTicks;
        while (!_stopping)
        {
            var outcome = _producer.Publish(_frame with { Flags = _frame.Flags | (FrameFlags)Volatile.Read(ref _wishes) }, _canvas.Pixels, 0, _canvas.PitchBytes, _pending, _drawnNs);
            if (outcome == PublishOutcome.Published)
            {
                _pending.Clear();
                Volatile.Write(ref _lastFrame, frame);
                Volatile.Write(ref _published, _published + 1);
                break;
            }

            if (outcome != PublishOutcome.Busy)
            {
                // The same frame is offered again to whoever comes next.
                _wake.WaitOne(1);
                return;
            }

            Volatile.Write(ref _busy, _busy + 1);
            if (_periodTicks > 0 && Stopwatch.GetTimestamp() >= due)
            {
                Volatile.Write(ref _dropped, _dropped + 1);
                break;
            }

            spinner.SpinOnce(sleep1Threshold: 200);
        }

        frame = unchecked(frame + 1);
        if (Stopwatch.GetTimestamp() > due + _periodTicks)
        {
            // More than a period late (a stopped process, a blocked consumer): go on from here instead of catching up in a burst.
            due = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Coarse waits on the event, then yields for the rest. False when the loop must look around first.</summary>
    private bool WaitUntil(long due)
    {
        while (true)
        {
            var left = due - Stopwatch.GetTimestamp();
            if (left <= 0)
            {
                return true;
            }

            var leftMs = (int)Math.Min(left * 1000 / Stopwatch.Frequency, 1000);
            if (leftMs == 0)
            {
                Thread.Yield();
            }
            else if (_wake.WaitOne(leftMs))
            {
                if (_stopping)
                {
                    return false;
                }

                GreetFrameSubscribers();
            }
        }
    }

    /// <summary>Somebody new came between two frames: the last picture is shown at once.</summary>
    private void GreetFrameSubscribers()
    {
        if (_producer.Repeat() == PublishOutcome.Published)
        {
            Volatile.Write(ref _repeated, _repeated + 1);
        }
    }

    /// <summary>After the last frame: until every consumer had it, or was too slow.</summary>
    private void AwaitConsumers()
    {
        var began = Stopwatch.GetTimestamp();
        while (!_stopping && _producer.HasUnfinishedFrames && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(1500))
        {
            _wake.WaitOne(1);
        }
    }

    private void Fail(Exception error)
    {
        Failure ??= error;
        _stopping = true;
        _stop.Set();
        _wake.Set();
        _finished.Set();
    }
}
