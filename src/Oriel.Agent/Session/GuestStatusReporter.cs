using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Session;

/// <summary>
/// Keeps what viewers are told about this agent (docs/protocol-extensions.md section 2): the capture thread says what it opened and what failed, the tick thread who watches, and
/// the tick thread writes it. Outlives sessions, as the machine does.
/// </summary>
internal sealed class GuestStatusReporter
{
    private static readonly long s_refreshTicks = Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private readonly AgentStatistics _statistics;
    private readonly Func<WakeFlag, IReadOnlyList<GuestOutput>?> _listOutputs;
    private GuestStatus _status;
    private GuestStatus? _told;
    private RelayProducer? _toldTo;
    private GuestState _unopened = GuestState.Starting;
    private ulong _clockMs;
    private long _nextRefresh;
    private bool _isOpen;
    private bool _isWatched;

    /// <summary>Creates it.</summary>
    /// <param name="machine">What does not change: agent, system, GPU.</param>
    /// <param name="statistics">Counters.</param>
    /// <param name="listOutputs">Lists the outputs; null = unknown. Called on the capture thread.</param>
    public GuestStatusReporter(GuestStatus machine, AgentStatistics statistics, Func<WakeFlag, IReadOnlyList<GuestOutput>?> listOutputs)
    {
        _status = machine with { State = GuestState.Starting };
        _statistics = statistics;
        _listOutputs = listOutputs;
    }

    /// <summary>What would be told now. Any thread.</summary>
    public GuestStatus Current => Volatile.Read(ref _status);

    /// <summary>A source was opened, or its mode changed. Capture thread.</summary>
    public void Opened(string backend, CaptureMode mode, WakeFlag stop)
    {
        var outputs = ListOutputs(mode, stop);
        lock (_gate)
        {
            _isOpen = true;
            Set(_status with { Backend = backend, Outputs = outputs ?? [], OutputCount = outputs?.Count });
        }
    }

    /// <summary>No source can be opened; it is tried again, or the agent ends. Capture thread.</summary>
    public void Unavailable(OrielException error)
    {
        lock (_gate)
        {
            (_isOpen, _unopened) = (false, StateOf(error.Code));
            if (_status.Error is { } last && last.Code == error.Code.Id && last.Text == Words(error) && Standing == _status.State)
            {
                return;
            }

            Set(_status with { Backend = "", Error = new GuestError(error.Code.Id, Words(error), error.Remedy, _clockMs), State = Standing, StateSinceMs = _clockMs });
        }
    }

    /// <summary>Tells the region when there is news, and once a second. Tick thread; allocates only with news.</summary>
    public void Tell(RelayProducer producer, bool isWatched)
    {
        lock (_gate)
        {
            _clockMs = producer.ClockMs;
            if (isWatched != _isWatched)
            {
                _isWatched = isWatched;
                Set(_status);
            }

            var now = Stopwatch.GetTimestamp();
            if (ReferenceEquals(_status, _told) && ReferenceEquals(producer, _toldTo) && now < _nextRefresh)
            {
                return;
            }

            (_told, _toldTo, _nextRefresh) = (_status, producer, now + s_refreshTicks);
            var counters = new GuestCounters(0, (ulong)_statistics.Published, (ulong)_statistics.Replaced, (ulong)Math.Max(0, _statistics.SourceOpens - 1), (ulong)_statistics.ModeChanges);
            producer.SetStatus(_status, in counters);
        }
    }

    // Two of the codes belong to Windows alone: nothing to capture, and a desktop that this process may not see.
    private static GuestState StateOf(ErrorCode code) => code.Id switch
    {
        "ORL420" => GuestState.NoOutput,
        "ORL421" => GuestState.SecureDesktop,
        _ => GuestState.CaptureFailing,
    };

    private static string Words(OrielException error) => $"{error.Code.Title}: {error.Seen}";

    private IReadOnlyList<GuestOutput>? ListOutputs(CaptureMode mode, WakeFlag stop)
    {
        try
        {
            return _listOutputs(stop) is { } outputs
                ? [.. outputs.Select(o => o with { IsCaptured = mode.Head == "screen" || string.Equals(o.Name, mode.Head, StringComparison.OrdinalIgnoreCase) })]
                : null;
        }
        catch (OrielException)
        {
            // The source goes away at this very moment: the capture thread is about to notice.
            return null;
        }
    }

    private GuestState Standing => !_isOpen ? _unopened : _isWatched ? GuestState.Capturing : GuestState.Idle;

    private void Set(GuestStatus status)
    {
        var state = Standing;
        Volatile.Write(ref _status, state == status.State ? status : status with { State = state, StateSinceMs = _clockMs });
    }
}
