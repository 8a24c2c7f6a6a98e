using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Session;

/// <summary>
/// What the loops of one session share: the producer, the stop flag, who is watching, and the mode last captured. Single words written by one role and read by
/// others; no locks.
/// </summary>
internal sealed class SessionContext : IDisposable
{
    private int _watched;
    private CaptureMode? _mode;
    private OrielException? _failure;

    /// <summary>Creates it for a producer.</summary>
    public SessionContext(RelayProducer producer, AgentStatistics statistics, GuestStatusReporter guest, ILogger log)
    {
        Guest = guest;
        Producer = producer;
        Statistics = statistics;
        Log = log;
    }

    /// <summary>The producer; each of its operations belongs to one loop.</summary>
    public RelayProducer Producer { get; }

    /// <summary>Counters.</summary>
    public AgentStatistics Statistics { get; }

    /// <summary>What the desktop asks of the viewer's; null when the system does not tell.</summary>
    public IDesktopSignals? Signals { get; init; }

    /// <summary>What viewers are told about the agent; thread-safe.</summary>
    public GuestStatusReporter Guest { get; }

    /// <summary>Log; thread-safe.</summary>
    public ILogger Log { get; }

    /// <summary>Keeps the machine awake. Told by the tick thread.</summary>
    public IWakeLock WakeLock { get; init; } = NoWakeLock.Instance;

    /// <summary>Raised once: everybody ends.</summary>
    public WakeFlag Stop { get; } = new();

    /// <summary>Wakes the capture thread: a picture was fetched, somebody came, a full picture is wanted.</summary>
    public WakeFlag WakeCapture { get; } = new();

    /// <summary>Wakes the cursor thread: somebody came, or the cursor is to be moved.</summary>
    public WakeFlag WakeCursor { get; } = new();

    /// <summary>Wakes the publish thread: a picture is ready, a subscriber came.</summary>
    public AutoResetEvent WakePublisher { get; } = new(initialState: false);

    /// <summary>True once the session is to end.</summary>
    public bool IsStopping => Stop.IsRaised;

    /// <summary>Somebody is subscribed. Written by the tick thread.</summary>
    public bool IsWatched
    {
        get => Volatile.Read(ref _watched) != 0;
        set => Volatile.Write(ref _watched, value ? 1 : 0);
    }

    /// <summary>What is captured; null while there is no source. Written by the capture thread.</summary>
    public CaptureMode? Mode
    {
        get => Volatile.Read(ref _mode);
        set => Volatile.Write(ref _mode, value);
    }

    /// <summary>Why the session ended by itself; null when it was asked to.</summary>
    public OrielException? Failure => Volatile.Read(ref _failure);

    /// <summary>Ends the session because of an environment error. The first one counts.</summary>
    public void Fail(OrielException error)
    {
        Interlocked.CompareExchange(ref _failure, error, comparand: null);
        RequestStop();
    }

    /// <summary>Ends the session.</summary>
    public void RequestStop()
    {
        Stop.Raise();
        WakePublisher.Set();
    }

    /// <summary>Nanoseconds left until a stopwatch timestamp, at least 0.</summary>
    public static long NanosecondsUntil(long timestamp) =>
        Math.Max(0, (long)((timestamp - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency)));

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop.Dispose();
        WakeCapture.Dispose();
        WakeCursor.Dispose();
        WakePublisher.Dispose();
    }
}
