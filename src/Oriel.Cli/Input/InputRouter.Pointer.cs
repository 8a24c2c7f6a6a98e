using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <content>
/// Motion, buttons and wheel. Outside capture the guest's pointer follows the host's: with positions where the server takes them. Else with motion, and then the router
/// reckons where the guest's pointer is: it starts from the place the relay tells, sends the difference to where it should be, and compares when both have come to rest,
/// because a guest that accelerates its mouse goes elsewhere than told.
/// </content>
internal sealed partial class InputRouter
{
    // Longer than motion takes to come back as a pointer position from any guest but a slow emulated one; that one is seen by its pointer still moving.
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan s_still = TimeSpan.FromMilliseconds(30);

    // Programs hide the pointer for a moment too, while somebody types.
    private static readonly TimeSpan s_hiddenLongEnough = TimeSpan.FromMilliseconds(300);

    private const int MaxCorrections = 5;

    private readonly WheelNotches _wheel = new();
    private readonly PointerTrap _trap = new();
    private int _buttons;
    private bool _isInside;
    private bool _isExpectedKnown;
    private (int X, int Y) _expected;
    private (int X, int Y) _target;
    private TimeSpan _sentAt;
    private TimeSpan? _settleDue;
    private int _corrections;
    private int _lastError;

    // The latest motion, if the guest's pointer was at rest before it: what it did shows how the guest scales motion.
    private (int X, int Y, int Sent)? _probe;

    private void OnEntered()
    {
        _isInside = true;
        UpdateGrab();
    }

    private void OnLeft()
    {
        _isInside = false;
        UpdateGrab();
    }

    private void OnMotion(in WindowEvent e)
    {
        if (e.IsRelative)
        {
            OnCapturedMotion(e.DeltaX, e.DeltaY);
        }
        else if (!IsCaptured && CanPoint && _map.TryToGuest(e.X, e.Y, clamp: true, out var x, out var y))
        {
            PointAt(x, y);
            if (_options.AutoCapture && _hasFocus && _isInside && _pointer.Read() is { IsKnown: true, IsVisible: false } hidden && Now - hidden.ChangedAt > s_hiddenLongEnough)
            {
                BeginCapture(isAutomatic: true);
            }
        }
    }

    private void OnCapturedMotion(int dx, int dy)
    {
        if (!IsCaptured || !CanPoint)
        {
            return;
        }

        if (_isAutomatic && _pointer.Read() is { IsKnown: true, IsVisible: true })
        {
            // The guest's doing, not the user's: what he holds stays held.
            EndCapture(isRelease: false);
            return;
        }

        (dx, dy) = _motion.Apply(dx, dy);
        if ((dx | dy) == 0)
        {
            return;
        }

        var now = Now;
        if (_guest.MouseMode == MouseModes.Server)
        {
            _guest.Move(dx, dy);
            WatchGuest(Math.Abs(dx) + Math.Abs(dy), isRelative: true, now);
            return;
        }

        WarnOfTablet(now);
        var (width, height) = _map.GuestSize;
        if (width > 0 && height > 0)
        {
            _target = (Math.Clamp(_target.X + dx, 0, width - 1), Math.Clamp(_target.Y + dy, 0, height - 1));
            _guest.MoveTo((uint)_target.X, (uint)_target.Y);
        }
    }

    // Where reckoned positions start when captured.
    private void StartReckoning()
    {
        if (_pointer.Read() is { IsKnown: true } guest)
        {
            _target = (guest.X, guest.Y);
        }
    }

    private void PointAt(int x, int y)
    {
        var now = Now;
        var before = _target;
        _target = (x, y);
        if (_guest.MouseMode == MouseModes.Client)
        {
            if (before != _target || !_isExpectedKnown)
            {
                _isExpectedKnown = true;
                _guest.MoveTo((uint)x, (uint)y);
                WatchGuest(Math.Abs(x - before.X) + Math.Abs(y - before.Y), isRelative: false, now);
            }

            return;
        }

        _corrections = 0;
        _lastError = int.MaxValue;
        TrustGuest(now);
        MoveToTarget(now, scale: 1);
    }

    // Takes the guest's own word for where its pointer is, when there is one and nothing of ours is on the way.
    private void TrustGuest(TimeSpan now)
    {
        var guest = _pointer.Read();
        _probe = null;
        if (guest is { IsKnown: true, IsVisible: true })
        {
            if (!_isExpectedKnown || (now - _sentAt > s_settle && now - guest.ChangedAt > s_still))
            {
                _expected = (guest.X, guest.Y);
                _probe = (guest.X, guest.Y, 0);
            }
        }
        else if (!_isExpectedKnown)
        {
            // Nobody knows: the motion is right from here on, the place is not.
            _expected = _target;
        }

        _isExpectedKnown = true;
    }

    private void MoveToTarget(TimeSpan now, double scale)
    {
        var (dx, dy) = (Scaled(_target.X - _expected.X, scale), Scaled(_target.Y - _expected.Y, scale));
        if ((dx | dy) == 0)
        {
            return;
        }

        _guest.Move(dx, dy);
        _probe = _probe is { } start ? start with { Sent = Math.Abs(dx) + Math.Abs(dy) } : null;
        _expected = _target;
        _sentAt = now;
        _settleDue = _pointer.Read() is { IsKnown: true, IsVisible: true } ? now + s_settle : null;
        WatchGuest(Math.Abs(dx) + Math.Abs(dy), isRelative: true, now);
    }

    // The mouse rests: is the guest's pointer where it should be? Gives up when a correction does not help, because then the guest wants it elsewhere.
    private void Settle(TimeSpan now)
    {
        _settleDue = null;
        var guest = _pointer.Read();
        if (IsCaptured || !CanPoint || _guest.MouseMode != MouseModes.Server || guest is not { IsKnown: true, IsVisible: true })
        {
            return;
        }

        if (now - guest.ChangedAt <= s_still)
        {
            _settleDue = guest.ChangedAt + s_still + TimeSpan.FromMilliseconds(1);
            return;
        }

        var error = Math.Abs(_target.X - guest.X) + Math.Abs(_target.Y - guest.Y);
        if (error == 0 || error >= _lastError || _corrections >= MaxCorrections)
        {
            return;
        }

        // A guest that made twice as much of the last motion gets half as much of this one.
        var scale = 1.0;
        if (_probe is { Sent: > 0 } probe && Math.Abs(guest.X - probe.X) + Math.Abs(guest.Y - probe.Y) is > 0 and var went)
        {
            scale = Math.Clamp((double)probe.Sent / went, 0.25, 4);
        }

        (_lastError, _corrections) = (error, _corrections + 1);
        _expected = (guest.X, guest.Y);
        _probe = (guest.X, guest.Y, 0);
        MoveToTarget(now, scale);
    }

    // Never to nothing: one count is the least a mouse can move.
    private static int Scaled(int delta, double scale) => delta == 0 || scale == 1 ? delta : (int)Math.Round(delta * scale) is not 0 and var scaled ? scaled : Math.Sign(delta);

    private void WatchGuest(int distance, bool isRelative, TimeSpan now)
    {
        if (_trap.Sent(distance, isRelative, _guest, _pointer.Read(), now) is { } words)
        {
            _feedback.ShowNotice(words);
        }
    }

    private void OnButtonDown(in WindowEvent e)
    {
        var button = ButtonOf(e.Button);
        if (button == 0 || !CanPoint || (_buttons & (1 << (int)button)) != 0)
        {
            return;
        }

        if (!IsCaptured)
        {
            // The bars beside the picture are not the guest's.
            if (!_map.TryToGuest(e.X, e.Y, clamp: false, out var x, out var y))
            {
                return;
            }

            PointAt(x, y);
        }

        _buttons |= 1 << (int)button;
        _guest.ButtonDown(button);
    }

    private void ReleaseButton(PointerButton pressed)
    {
        var button = ButtonOf(pressed);
        if ((_buttons & (1 << (int)button)) == 0 || button == 0)
        {
            return;
        }

        _buttons &= ~(1 << (int)button);
        _guest.ButtonUp(button);
    }

    private void OnWheel(in WindowEvent e)
    {
        if (!CanPoint)
        {
            _wheel.Reset();
            return;
        }

        if (_wheel.Add(e.WheelY) is not 0 and var notches)
        {
            _guest.Wheel(notches);
        }
    }

    private static MouseButton ButtonOf(PointerButton button) => button switch
    {
        PointerButton.Left => MouseButton.Left,
        PointerButton.Middle => MouseButton.Middle,
        PointerButton.Right => MouseButton.Right,
        PointerButton.Side => MouseButton.Side,
        PointerButton.Extra => MouseButton.Extra,
        _ => 0,
    };
}
