using Microsoft.Extensions.Logging;
using Oriel.Agent.Capture;
using Oriel.Agent.Logging;
using Oriel.Memory;

namespace Oriel.Agent.Windows;

/// <summary>
/// Which backend captures. The first of the list that opens. One that is lost is opened again before another is tried (mode changes, prompts and driver updates end it
/// for a moment); after repeated failures the others get their turn; while a later one captures, the earlier ones are tried again in the background, rarer and rarer.
/// Each reason for a refusal is logged once. Capture thread.
/// </summary>
internal sealed class BackendSelection
{
    /// <summary>A backend that was lost gets this long, and at least so many tries, before others are asked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>First pause before the preferred backend is tried again; doubled each time.</summary>
    public static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(30);

    private const int LeastTries = 3;
    private const int MostProbeDoublings = 5;

    private readonly IReadOnlyList<WindowsBackend> _backends;
    private readonly WindowsCaptureOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Dictionary<string, string> _refusals = new(StringComparer.Ordinal);
    private int _current = -1;
    private int _tellsPointer;
    private int _failures;
    private int _probes;
    private bool _isOpen;
    private long _openedAt;
    private long _failingSince;
    private long _probeAt;
    private ICaptureBackend? _probed;
    private int _probedIndex;

    /// <summary>Makes it over the backends allowed, best first.</summary>
    public BackendSelection(IReadOnlyList<WindowsBackend> backends, WindowsCaptureOptions options, TimeProvider clock, ILogger log)
    {
        ArgumentOutOfRangeException.ThrowIfZero(backends.Count);
        (_backends, _options, _clock, _log) = (backends, options, clock, log);
    }

    /// <summary>The backend that captures now tells the pointer's shape. Any thread.</summary>
    public bool TellsPointer => Volatile.Read(ref _tellsPointer) != 0;

    /// <summary>Opens the backend to use now. Throws <see cref="OrielException"/> with the reason that says most when none works.</summary>
    public ICaptureBackend Open(WakeFlag stop, WakeFlag wake)
    {
        if (_probed is { } better)
        {
            _probed = null;
            return Use(_probedIndex, better, stop, wake);
        }

        if (_current >= 0 && IsWorthAnotherTry())
        {
            return Use(_current, OpenOne(_current, stop, wake), stop, wake);
        }

        return OpenAny(stop, wake);
    }

    /// <summary>Tries better backends when it is time; true when one opened: the next <see cref="Open"/> hands it out. For the one that captures now.</summary>
    public bool TryImprove(WakeFlag stop, WakeFlag wake)
    {
        if (_current <= 0 || _clock.GetTimestamp() < _probeAt)
        {
            return false;
        }

        for (var index = 0; index < _current; index++)
        {
            try
            {
                _probed = OpenOne(index, stop, wake);
                _probedIndex = index;
                _log.BetterBackend(_backends[index].Name, _backends[index].Title);
                return true;
            }
            catch (OrielException)
            {
                // Logged if the reason is new.
            }
        }

        PlanProbe();
        return false;
    }

    /// <summary>Closes what was opened and not handed out.</summary>
    public void Close()
    {
        _probed?.Dispose();
        _probed = null;
    }

    private bool IsWorthAnotherTry()
    {
        var now = _clock.GetTimestamp();
        if (_isOpen && _clock.GetElapsedTime(_openedAt, now) > Patience + Patience)
        {
            // It worked for a while: whatever ended it is news.
            _failures = 0;
        }

        _failingSince = _failures == 0 ? now : _failingSince;
        _isOpen = false;
        _failures++;
        return _failures <= LeastTries || _clock.GetElapsedTime(_failingSince, now) < Patience;
    }

    private ICaptureBackend OpenAny(WakeFlag stop, WakeFlag wake)
    {
        List<OrielException> reasons = [];
        for (var turn = 0; turn < _backends.Count; turn++)
        {
            // The one that failed comes last.
            var index = _current < 0 ? turn : turn == _backends.Count - 1 ? _current : turn < _current ? turn : turn + 1;
            try
            {
                var opened = OpenOne(index, stop, wake);
                _failures = 0;
                return Use(index, opened, stop, wake);
            }
            catch (OrielException error)
            {
                reasons.Add(error);
            }
        }

        throw reasons.Find(r => r.Code == AgentErrors.NoActiveOutput) ?? reasons.Find(r => r.Code == AgentErrors.ScreenRefused) ?? reasons[0];
    }

    private ICaptureBackend OpenOne(int index, WakeFlag stop, WakeFlag wake)
    {
        var backend = _backends[index];
        try
        {
            return backend.Open(_options, stop, wake);
        }
        catch (OrielException error)
        {
            if (_backends.Count > 1 && !(_refusals.TryGetValue(backend.Name, out var before) && before == error.Code.Id + error.Seen))
            {
                _refusals[backend.Name] = error.Code.Id + error.Seen;
                _log.BackendRefused(backend.Name, backend.Title, error.Code.Id, error.Seen);
            }

            throw;
        }
    }

    private ICaptureBackend Use(int index, ICaptureBackend opened, WakeFlag stop, WakeFlag wake)
    {
        if (index != _current)
        {
            (_current, _probes) = (index, 0);
            PlanProbe();
        }

        Volatile.Write(ref _tellsPointer, _backends[index].TellsPointer ? 1 : 0);
        (_isOpen, _openedAt) = (true, _clock.GetTimestamp());
        return index == 0 ? opened : new ImprovableBackend(opened, this, stop, wake);
    }

    private void PlanProbe()
    {
        var pause = FirstProbe * (1 << Math.Min(_probes, MostProbeDoublings));
        _probes++;
        _probeAt = _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency);
    }
}
