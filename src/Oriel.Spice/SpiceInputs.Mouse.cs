using System.Buffers.Binary;

namespace Oriel.Spice;

/// <summary>Motion with flow control (spice.md section 8.5), buttons and wheel (section 8.4).</summary>
public sealed partial class SpiceInputs
{
    private const ushort MotionMessage = 111;
    private const ushort PositionMessage = 112;
    private const ushort PressMessage = 113;
    private const ushort ReleaseMessage = 114;

    /// <summary>Motion messages that may be on their way; one acknowledgement stands for four.</summary>
    private const int MaxUnacknowledged = 8;
    private const int PerAcknowledgement = 4;

    /// <summary>No hand turns a wheel further at once.</summary>
    private const int MaxNotches = 256;

    private const int WheelUp = 4;
    private const int WheelDown = 5;

    private int _buttons;
    private int _unacknowledged;
    private long _dx;
    private long _dy;
    private (uint X, uint Y, byte Display)? _position;

    /// <summary>Relative motion in guest counts (server mode); summed while the server is behind.</summary>
    public void Move(int dx, int dy)
    {
        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            _position = null; // The mode has changed since; the guest would ignore it.
            _dx = Math.Clamp(_dx + dx, int.MinValue, int.MaxValue);
            _dy = Math.Clamp(_dy + dy, int.MinValue, int.MaxValue);
            SendMotionIfDue();
        }
    }

    /// <summary>Absolute position in pixels of the display (client mode); the newest wins while the server is behind.</summary>
    public void MoveTo(uint x, uint y, byte display = 0)
    {
        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            (_dx, _dy) = (0, 0);
            _position = (x, y, display);
            SendMotionIfDue();
        }
    }

    /// <summary>A button goes down; pending motion is sent first.</summary>
    public void ButtonDown(MouseButton button)
    {
        lock (_gate)
        {
            if (_sender is null || (_buttons & Mask(button)) != 0)
            {
                return;
            }

            SendMotion();
            _buttons |= Mask(button);
            SendButton(PressMessage, (int)button, _buttons);
        }
    }

    /// <summary>A button goes up; pending motion is sent first. Ignored when it is not down.</summary>
    public void ButtonUp(MouseButton button)
    {
        lock (_gate)
        {
            Release(button);
        }
    }

    /// <summary>Whole notches, positive = away from the user (up).</summary>
    public void Wheel(int notches)
    {
        lock (_gate)
        {
            if (_sender is null || notches == 0)
            {
                return;
            }

            SendMotion();
            var button = notches > 0 ? WheelUp : WheelDown;
            for (var left = Math.Min(Math.Abs((long)notches), MaxNotches); left > 0; left--)
            {
                SendButton(PressMessage, button, _buttons | (1 << (button - 1)));
                SendButton(ReleaseMessage, button, _buttons);
            }
        }
    }

    private static int Mask(MouseButton button) => 1 << ((int)button - 1);

    private void ReleaseButtons()
    {
        foreach (var button in Enum.GetValues<MouseButton>())
        {
            Release(button);
        }
    }

    private void Release(MouseButton button)
    {
        if (_sender is null || (_buttons & Mask(button)) == 0)
        {
            return;
        }

        SendMotion();
        _buttons &= ~Mask(button);
        SendButton(ReleaseMessage, (int)button, _buttons);
    }

    private void SendButton(ushort message, int button, int mask)
    {
        Span<byte> body = stackalloc byte[3];
        body[0] = (byte)button;
        BinaryPrimitives.WriteUInt16LittleEndian(body[1..], (ushort)mask);
        _sender?.Send(message, body);
    }

    private void SendMotionIfDue()
    {
        if (_unacknowledged < MaxUnacknowledged)
        {
            SendMotion();
        }
    }

    /// <summary>Sends what is pending, if anything, whether the server is behind or not: before a button nothing may wait.</summary>
    private void SendMotion()
    {
        Span<byte> body = stackalloc byte[11];
        if (_position is var (x, y, display))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(body, x);
            BinaryPrimitives.WriteUInt32LittleEndian(body[4..], y);
            BinaryPrimitives.WriteUInt16LittleEndian(body[8..], (ushort)_buttons);
            body[10] = display;
            _position = null;
            _unacknowledged++;
            _sender?.Send(PositionMessage, body);
        }
        else if ((_dx, _dy) != (0, 0))
        {
            BinaryPrimitives.WriteInt32LittleEndian(body, (int)_dx);
            BinaryPrimitives.WriteInt32LittleEndian(body[4..], (int)_dy);
            BinaryPrimitives.WriteUInt16LittleEndian(body[8..], (ushort)_buttons);
            (_dx, _dy) = (0, 0);
            _unacknowledged++;
            _sender?.Send(MotionMessage, body[..10]);
        }
    }

    private void Acknowledged()
    {
        lock (_gate)
        {
            _unacknowledged = Math.Max(0, _unacknowledged - PerAcknowledgement);
            SendMotionIfDue();
        }
    }
}
