using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Input;

/// <summary>
/// Where the guest's own pointer is, as the relay (or the SPICE cursor channel) tells it: latest wins. <see cref="Update"/>, <see cref="Set"/> and <see cref="Forget"/> are for one
/// thread at a time, the feed's; reading is for any.
/// </summary>
internal sealed class GuestPointer(TimeProvider clock)
{
    private const long VisibleBit = 1L << 32;
    private const long KnownBit = 1L << 33;
    private const int CountShift = 34;
    private short _left;
    private short _top;
    private int _hotX;
    private int _hotY;
    private bool _isVisible;
    private bool _hasPosition;
    private long _count;
    private long _word;
    private long _changedAt;

    /// <summary>The latest state.</summary>
    public State Read()
    {
        var word = Volatile.Read(ref _word);
        return new State((short)word, (short)(word >> 16), (word & VisibleBit) != 0, (word & KnownBit) != 0, word >> CountShift, new TimeSpan(Volatile.Read(ref _changedAt)));
    }

    /// <summary>Takes a pointer message of the relay over.</summary>
    public void Update(in CursorUpdate cursor)
    {
        if (cursor.HasShape)
        {
            (_hotX, _hotY) = (cursor.HotspotX, cursor.HotspotY);
        }

        if (cursor.HasPosition)
        {
            (_left, _top, _hasPosition) = (cursor.X, cursor.Y, true);
        }

        if (cursor.HasVisibility)
        {
            _isVisible = cursor.Visible;
        }

        Publish(_left + _hotX, _top + _hotY);
    }

    /// <summary>Takes a position over that already is where the pointer points.</summary>
    public void Set(int x, int y, bool isVisible)
    {
        (_hasPosition, _isVisible) = (true, isVisible);
        Publish(x, y);
    }

    /// <summary>Nobody tells it any more.</summary>
    public void Forget()
    {
        _hasPosition = false;
        Publish(0, 0);
    }

    private void Publish(int x, int y)
    {
        var place = (ushort)Math.Clamp(x, short.MinValue, short.MaxValue) | ((long)(ushort)Math.Clamp(y, short.MinValue, short.MaxValue) << 16);
        var state = place | (_isVisible ? VisibleBit : 0) | (_hasPosition ? KnownBit : 0);
        if (state == (_word & ((1L << CountShift) - 1)))
        {
            return;
        }

        _count++;
        Volatile.Write(ref _changedAt, clock.GetElapsedTime(0).Ticks);
        Volatile.Write(ref _word, state | (_count << CountShift));
    }

    /// <summary>One state of the pointer.</summary>
    /// <param name="X">Where it points, guest pixels.</param>
    /// <param name="Y">Where it points, guest pixels.</param>
    /// <param name="IsVisible">The guest shows it.</param>
    /// <param name="IsKnown">There is a position at all.</param>
    /// <param name="Changes">Counts changes; wraps.</param>
    /// <param name="ChangedAt">Time of the last change, by the clock, from its zero.</param>
    internal readonly record struct State(int X, int Y, bool IsVisible, bool IsKnown, long Changes, TimeSpan ChangedAt);
}
