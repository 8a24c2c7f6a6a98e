using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>The pointer as the desktop duplication tells it: its shapes need no conversion and none is missed, but it moves only as fast as frames are acquired.</summary>
internal sealed class DuplicationCursorSource : ICursorSource
{
    /// <summary>How long a stop request may go unnoticed.</summary>
    private const long SliceNs = 250_000_000;

    private readonly PointerSlot _slot;
    private readonly Action<int, int> _moveTo;
    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private long _shapeSeen;
    private bool _reported;

    /// <summary>Listens to a slot.</summary>
    /// <param name="slot">Filled by a <see cref="DuplicationSource"/>.</param>
    /// <param name="moveTo">Moves the pointer on the whole desktop.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public DuplicationCursorSource(PointerSlot slot, Action<int, int> moveTo, WakeFlag stop, WakeFlag wake)
    {
        (_slot, _moveTo, _stop, _wake) = (slot, moveTo, stop, wake);
        slot.Listen(wake);
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor)
    {
        var started = Stopwatch.GetTimestamp();
        while (!_stop.IsRaised)
        {
            if (_slot.Read(cursor, ref _shapeSeen) || !_reported)
            {
                _reported = true;
                return CaptureOutcome.Changed;
            }

            var leftNs = timeoutNs < 0 ? SliceNs : Math.Min(SliceNs, timeoutNs - (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            if (leftNs <= 0)
            {
                return CaptureOutcome.Unchanged;
            }

            if (_wake.Wait(leftNs))
            {
                _ = _wake.Lower();
                return _slot.Read(cursor, ref _shapeSeen) ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
            }
        }

        return CaptureOutcome.Lost;
    }

    /// <inheritdoc/>
    public void MoveTo(int x, int y) => _moveTo(x, y);

    /// <inheritdoc/>
    public void Dispose() => _slot.Listen(null);
}
