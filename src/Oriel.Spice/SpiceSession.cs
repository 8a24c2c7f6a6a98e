using Oriel.Spice.Agent;
using Oriel.Spice.Link;
using Oriel.Spice.Main;
using Oriel.Spice.Session;

namespace Oriel.Spice;

/// <summary>
/// A session with one server that takes care of itself: links main, then the channels of the handlers it was given as far as the server lists them, relinks a channel that ended alone, and
/// reconnects when the server comes back (spice.md section 15). All of it runs on the pool; members are for any thread.
/// </summary>
public sealed partial class SpiceSession : IAsyncDisposable
{
    /// <summary>Nothing here takes longer; a handler that blocks does not keep the program from ending.</summary>
    private static readonly TimeSpan s_disposeLimit = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly SpiceOptions _options;
    private readonly ChannelLinker _linker;
    private readonly MainChannel _main;
    private readonly StatusBoard _board;
    private readonly CancellationTokenSource _disposing = new();
    private readonly SemaphoreSlim _retry = new(0, 1);
    private readonly List<IChannelHandler> _wanted = [];
    private Task? _run;
    private bool _disposed;

    /// <summary>Prepares a session.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="handlers">Channels to link besides main and inputs, which are always there. All are wanted until <see cref="SetWanted"/> says otherwise.</param>
    public SpiceSession(SpiceOptions options, IReadOnlyList<IChannelHandler> handlers)
        : this(options, handlers, new AgentLink())
    {
    }

    /// <summary>Prepares a session with an agent of the caller's own making.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="handlers">Channels to link besides main and inputs, which are always there.</param>
    /// <param name="agent">The guest agent's stream; for this session only.</param>
    public SpiceSession(SpiceOptions options, IReadOnlyList<IChannelHandler> handlers, AgentLink agent)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handlers);
        ArgumentNullException.ThrowIfNull(agent);
        _options = options;
        _linker = new ChannelLinker(options);
        Agent = agent;
        var events = new Events(this);
        _main = new MainChannel(agent, events);
        _events = events;
        _board = new StatusBoard(s => StatusChanged?.Invoke(s));
        _wanted.Add(Inputs.Handler);
        _wanted.AddRange(handlers);
    }

    /// <summary>Keyboard and mouse.</summary>
    public SpiceInputs Inputs { get; } = new();

    /// <summary>The guest's SPICE agent.</summary>
    public AgentLink Agent { get; }

    /// <summary>The latest snapshot.</summary>
    public SpiceStatus Status => _board.Current;

    /// <summary>The server's millisecond clock now (spice.md section 6.4); wraps, and means nothing before the first connection.</summary>
    public uint MultiMediaTime => _main.MultiMediaTime;

    /// <summary>Called with every new snapshot, on the pool, one at a time and in order. Set it before Start; it must only post elsewhere.</summary>
    public Action<SpiceStatus>? StatusChanged { get; set; }

    /// <summary>NOTIFY messages and other facts for the log. Set it before Start.</summary>
    public Action<string>? Logged { get; set; }

    /// <summary>Begins.</summary>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_run is not null)
            {
                throw new InvalidOperationException("the session was started before");
            }

            _run = Task.Run(RunAsync);
        }
    }

    /// <summary>Tries again now (after TakenOver or Refused), with another password if one is given.</summary>
    public void Retry(string? ticket = null)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (ticket is not null)
            {
                _linker.Ticket = ticket;
            }

            if (_retry.CurrentCount == 0)
            {
                _retry.Release();
            }
        }
    }

    /// <summary>
    /// Asks for a mouse mode; the answer is a new <see cref="SpiceStatus.MouseMode"/>, or none. The wish is kept: it is repeated after a reconnect and when the server begins to
    /// support the mode. At the start it is <see cref="MouseModes.Client"/>.
    /// </summary>
    public void RequestMouseMode(MouseModes mode) => _main.RequestMouseMode(mode);

    /// <summary>Links or unlinks an optional channel while the session runs (the display while the fallback picture is wanted, record while the microphone is on).</summary>
    public void SetWanted(IChannelHandler handler, bool wanted)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            _wanted.Remove(handler);
            if (wanted)
            {
                _wanted.Add(handler);
            }

            Reconcile();
        }
    }

    /// <summary>Releases what is pressed, says goodbye and closes; bounded by about a second.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? run;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            run = _run;
        }

        Inputs.ReleaseAll();
        await _disposing.CancelAsync().ConfigureAwait(false);
        if (run is null || await EndsAsync(run).ConfigureAwait(false))
        {
            _disposing.Dispose();
            _retry.Dispose();
        }

        _board.Update(_ => new SpiceStatus());
    }

    private static async Task<bool> EndsAsync(Task run)
    {
        try
        {
            await run.WaitAsync(s_disposeLimit).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
