using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Session;

/// <summary>
/// One life of a region in the agent: a producer and four loops, each on its own thread (capture, publish, cursor, tick). Everything ends together: first all are
/// told to stop, then all are joined, then things are disposed of in reverse order.
/// </summary>
internal sealed class AgentSession : IDisposable
{
    private static readonly TimeSpan s_joinPatience = TimeSpan.FromSeconds(3);

    private readonly SessionContext _context;
    private readonly List<Thread> _threads = [];
    private readonly IRegionSources? _regionSources;
    private bool _abandoned;

    /// <summary>Starts the loops.</summary>
    /// <param name="region">Mapped region; stays open until after this is disposed of.</param>
    /// <param name="producer">Its producer.</param>
    /// <param name="sources">Where pictures and the cursor come from.</param>
    /// <param name="limits">Frame rate, number of frames, what to do when there is no source.</param>
    /// <param name="statistics">Counters that outlive the session.</param>
    /// <param name="guest">What viewers are told; outlives the session too.</param>
    /// <param name="log">Log.</param>
    /// <param name="wakeLock">Keeps the machine awake while somebody watches; null = nothing does.</param>
    public AgentSession(Region region, RelayProducer producer, ICaptureSources sources, SessionLimits limits, AgentStatistics statistics, GuestStatusReporter guest, ILogger log, IWakeLock? wakeLock = null)
    {
        _context = new SessionContext(producer, statistics, guest, log) { Signals = sources.Signals, WakeLock = wakeLock ?? NoWakeLock.Instance };
        _regionSources = sources as IRegionSources;
        _regionSources?.Attach(region, producer);
        var capture = new CaptureLoop(_context, () => sources.OpenBackend(_context.Stop, _context.WakeCapture), limits.MaxFramesPerSecond, limits.FailFast);
        var publish = new PublishLoop(_context, capture, limits.FrameLimit);
        var cursor = new CursorLoop(_context, () => sources.OpenCursor(_context.Stop, _context.WakeCursor));
        var tick = new TickLoop(_context, region, capture, publish, cursor, limits.AllowResize ? (w, h) => sources.Resize(w, h, _context.Stop) : null);
        Start("capture", capture.Run);
        Start("publish", publish.Run);
        Start("cursor", cursor.Run);
        Start("tick", tick.Run);
    }

    /// <summary>Why it ended by itself; null when it was asked to, or when the region has to be opened again.</summary>
    public OrielException? Failure => _context.Failure;

    /// <summary>Waits until the session ends by itself or the descriptor is raised; then ends it.</summary>
    public void WaitForEnd(WakeFlag stop)
    {
        while (!_context.IsStopping && !stop.IsRaised)
        {
            WakeFlag.WaitForEither(stop, _context.Stop);
        }

        End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        if (!_abandoned)
        {
            _regionSources?.Detach();
            _context.Dispose();
        }
    }

    /// <summary>True when a thread would not end (an X server that stopped answering while we connected): memory it may use must not be unmapped.</summary>
    public bool IsAbandoned => _abandoned;

    private void End()
    {
        _context.RequestStop();
        foreach (var thread in _threads)
        {
            _abandoned |= !thread.Join(s_joinPatience);
        }
    }

    private void Start(string name, Action run)
    {
        var thread = new Thread(new ThreadStart(run)) { Name = name, IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }
}
