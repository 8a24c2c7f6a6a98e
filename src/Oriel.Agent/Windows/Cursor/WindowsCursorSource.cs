using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.User;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>
/// The pointer of a Windows desktop: place and visibility from the system, woken by its announcements; the shape from the system or, exacter, from the capture
/// backend (<see cref="PointerSlot"/>). Also watches what the same message queue tells about windows that ask for attention.
/// </summary>
internal sealed class WindowsCursorSource : ICursorSource
{
    private const nint NoShape = -1;
    private const nint UnreadableShape = -2;
    private static readonly long s_desktopTicks = Stopwatch.Frequency / 4;

    private readonly WakeFlag _stop;
    private readonly WakeFlag _wake;
    private readonly PointerSlot _slot;
    private readonly Func<bool> _slotIsFed;
    private readonly DesktopSignals _signals;
    private readonly InputDesktop? _desktop;
    private readonly PointerEvents _events = new();
    private readonly CursorBits _bits = new();
    private readonly CursorPace _pace = new();
    private nint _shape = NoShape;
    private long _shapeSeen;
    private bool _shapeVisible;
    private bool _asked;
    private long _lookAtDesktopAt;

    private WindowsCursorSource(InputDesktop? desktop, PointerSlot slot, Func<bool> slotIsFed, DesktopSignals signals, WakeFlag stop, WakeFlag wake)
    {
        (_desktop, _slot, _slotIsFed, _signals, _stop, _wake) = (desktop, slot, slotIsFed, signals, stop, wake);
        slot.Listen(wake);
    }

    /// <summary>Goes to the desktop that is shown and starts watching. Throws <see cref="OrielException"/>.</summary>
    /// <param name="slot">Where the capture backend leaves the pointer.</param>
    /// <param name="slotIsFed">Whether the backend that captures now does so.</param>
    /// <param name="signals">Told what the message queue brings besides.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    public static ICursorSource Open(PointerSlot slot, Func<bool> slotIsFed, DesktopSignals signals, WakeFlag stop, WakeFlag wake)
    {
        var desktop = InputDesktop.TryAttach(out var error);
        if ((desktop is null && error == WindowsOutputs.AccessDenied) || !CursorReader.TryRead(out _))
        {
            desktop?.Dispose();
            throw new OrielException(AgentErrors.ScreenRefused, $"the pointer of the desktop that is shown cannot be read (Windows error {error})",
                "a desktop that this program may look at", "install the agent as a service, which may look at every desktop");
        }

        return new WindowsCursorSource(desktop, slot, slotIsFed, signals, stop, wake);
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor)
    {
        var announced = false;
        if (_asked)
        {
            announced = _events.Wait(_stop, _wake, Math.Min(timeoutNs, _pace.WaitNs(Stopwatch.GetTimestamp())));
            _ = _wake.Lower();
        }

        _asked = true;
        var now = Stopwatch.GetTimestamp();
        _signals.Update(now, _events.TakeFlashes());
        if (now >= _lookAtDesktopAt)
        {
            _lookAtDesktopAt = now + s_desktopTicks;
            if (_desktop is not null && !_desktop.IsCurrent())
            {
                return CaptureOutcome.Lost;
            }
        }

        if (!CursorReader.TryRead(out var place))
        {
            return CaptureOutcome.Lost;
        }

        var before = (cursor.X, cursor.Y, cursor.Visible);
        var changed = UpdateShape(place, cursor, out var visible);
        changed |= before != (place.X, place.Y, visible);
        (cursor.X, cursor.Y, cursor.Visible) = (place.X, place.Y, visible);
        _pace.Asked(now, announced, changed);
        return changed ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
    }

    /// <inheritdoc/>
    public void MoveTo(int x, int y)
    {
        _ = CursorReader.TryMove(x, y);
        _asked = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Window and hook first: a thread that has them may not leave its desktop.
        _slot.Listen(null);
        _events.Dispose();
        _desktop?.Dispose();
    }

    /// <summary>
    /// The shape, and whether it is to be seen. A duplication says the pointer is hidden also when the system draws it into the picture, where a second one
    /// would be wrong; its place is left to user32, which knows it without waiting for a frame.
    /// </summary>
    private bool UpdateShape(in CursorPlace place, CursorSnapshot cursor, out bool visible)
    {
        if (_slotIsFed() && _slot.HasShape)
        {
            var before = _shapeSeen;
            _ = _slot.Read(cursor, ref _shapeSeen);
            visible = cursor.Visible;
            _shape = NoShape;
            return _shapeSeen != before;
        }

        // A shape of the slot that was shown before is told again when the slot is next believed.
        _shapeSeen = 0;
        var changed = UpdateSystemShape(place, cursor);
        visible = place.Shown && _shapeVisible;
        return changed;
    }

    private bool UpdateSystemShape(in CursorPlace place, CursorSnapshot cursor)
    {
        if (place.Cursor == _shape || place.Cursor == 0)
        {
            return false;
        }

        var read = CursorReader.TryReadBits(place.Cursor, _bits);
        if (!read && _shape != NoShape)
        {
            // A shape whose owner destroyed it is asked for again at the next look; the one before it is the best guess meanwhile.
            return false;
        }

        // Without any shape nobody would see a pointer. Where shapes of other programs cannot be read at all (Wine), the arrow stands for all of them.
        if (!read && !CursorReader.TryReadBits(CursorReader.StandardArrow, _bits))
        {
            return false;
        }

        _shape = read ? place.Cursor : UnreadableShape;
        _shapeVisible = CursorShapes.Convert(_bits, cursor);
        return true;
    }
}
