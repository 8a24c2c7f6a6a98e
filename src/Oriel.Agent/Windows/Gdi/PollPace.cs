using System.Diagnostics;

namespace Oriel.Agent.Windows.Gdi;

/// <summary>
/// How often a source that must be looked at is looked at: as often as the frame limit allows, never for more than a third of a processor, and slowly while
/// nothing changes and the user does nothing. Pure arithmetic over timestamps that are handed in.
/// </summary>
internal sealed class PollPace
{
    private static readonly long s_quickTicks = Stopwatch.Frequency / 60;
    private static readonly long s_slowTicks = Stopwatch.Frequency / 10;
    private static readonly long s_quietAfterTicks = Stopwatch.Frequency;

    private readonly long _leastTicks;
    private long _lastChange;
    private long _lastLook;
    private long _cost;
    private uint _input;

    /// <summary>Makes it.</summary>
    /// <param name="framesPerSecond">Limit of the frame rate; 0 = none.</param>
    public PollPace(int framesPerSecond) => _leastTicks = Math.Max(framesPerSecond == 0 ? 0 : Stopwatch.Frequency / framesPerSecond, s_quickTicks);

    /// <summary>A look began and ended.</summary>
    /// <param name="began">Timestamp.</param>
    /// <param name="ended">Timestamp.</param>
    /// <param name="changed">It found something new.</param>
    public void Looked(long began, long ended, bool changed)
    {
        _lastLook = began;

        // The dearest look counts, forgotten slowly: one that was interrupted must not slow the next hundred.
        _cost = Math.Max(ended - began, _cost - (_cost / 8));
        if (changed || _lastChange == 0)
        {
            _lastChange = ended;
        }
    }

    /// <summary>When to look next. Asked again after every short wait, so that what the user does makes it quick at once.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="lastInputTick">Changes when the user does something.</param>
    public long NextLook(long now, uint lastInputTick)
    {
        if (lastInputTick != _input)
        {
            _input = lastInputTick;
            _lastChange = now;
        }

        var quiet = now - _lastChange > s_quietAfterTicks;
        return _lastLook + Math.Max(3 * Math.Min(_cost, s_slowTicks), quiet ? s_slowTicks : _leastTicks);
    }

    /// <summary>Longest wait before asking again.</summary>
    public static long LongestWaitTicks => s_quickTicks;
}
