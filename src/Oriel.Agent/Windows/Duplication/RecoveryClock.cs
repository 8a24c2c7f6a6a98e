using System.Diagnostics;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>When to try again after access was lost: at once, then with growing pauses, and not for ever.</summary>
internal struct RecoveryClock
{
    private const long FirstPauseNs = 5_000_000;
    private const long LastPauseNs = 100_000_000;

    /// <summary>A mode change takes a second or two on slow monitors; whatever lasts longer is better told in words by opening anew.</summary>
    private const double PatienceSeconds = 5;

    private long _began;
    private long _dueAt;
    private long _pauseNs;

    /// <summary>Time to try.</summary>
    public readonly bool IsDue => Stopwatch.GetTimestamp() >= _dueAt;

    /// <summary>Tried for long enough.</summary>
    public readonly bool IsHopeless => Stopwatch.GetElapsedTime(_began).TotalSeconds > PatienceSeconds;

    /// <summary>Nanoseconds left.</summary>
    public readonly long NanosecondsUntilDue => Math.Max(0, (long)((_dueAt - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency)));

    /// <summary>Access was lost now.</summary>
    public void Begin() => (_began, _dueAt, _pauseNs) = (Stopwatch.GetTimestamp(), 0, FirstPauseNs);

    /// <summary>The try failed.</summary>
    public void Fail()
    {
        _dueAt = Stopwatch.GetTimestamp() + (long)(_pauseNs * (Stopwatch.Frequency / 1e9));
        _pauseNs = Math.Min(_pauseNs * 2, LastPauseNs);
    }
}
