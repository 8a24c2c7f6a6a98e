namespace Oriel.Spice;

/// <summary>
/// The INPUTS channel (spice.md section 8): keys, locks, buttons, wheel, motion with flow control. For any thread; nothing blocks. While the channel is not linked
/// everything is dropped, and <see cref="IsReady"/> is false.
/// </summary>
public sealed class SpiceInputs
{
    /// <summary>Linked and INIT seen.</summary>
    public bool IsReady => throw new NotSupportedException();

    /// <summary>Locks as the server last told (1 scroll, 2 num, 4 caps).</summary>
    public KeyLocks GuestLocks => throw new NotSupportedException();

    /// <summary>Called when the server tells the guest's locks, on the pool. Set it before the session starts; it must only post elsewhere.</summary>
    public Action<KeyLocks>? LocksChanged { get; set; }

    /// <summary>Called when the channel becomes ready, or is lost (false: the server released all keys). Same rules.</summary>
    public Action<bool>? ReadyChanged { get; set; }

    /// <summary>A key goes down. Remembered, so that <see cref="ReleaseAll"/> knows it; a key that is down already is sent again (repeat) only when <paramref name="repeat"/>.</summary>
    public void KeyDown(PcKey key, bool repeat = false) => throw new NotSupportedException();

    /// <summary>A key goes up; ignored when it is not down.</summary>
    public void KeyUp(PcKey key) => throw new NotSupportedException();

    /// <summary>All presses, then all releases in reverse order, in as few messages as the server allows (Ctrl+Alt+Del and the like). Keys held by the user stay held.</summary>
    public void Chord(ReadOnlySpan<PcKey> keys) => throw new NotSupportedException();

    /// <summary>Sends the wanted locks (on focus gain). Ignored when they cannot be trusted (after Pause: section 8.3).</summary>
    public void SetLocks(KeyLocks locks) => throw new NotSupportedException();

    /// <summary>Releases every key and button that is down.</summary>
    public void ReleaseAll() => throw new NotSupportedException();

    /// <summary>Relative motion in guest counts (server mode); summed while the server is behind.</summary>
    public void Move(int dx, int dy) => throw new NotSupportedException();

    /// <summary>Absolute position in pixels of the display (client mode); the newest wins while the server is behind.</summary>
    public void MoveTo(uint x, uint y, byte display = 0) => throw new NotSupportedException();

    /// <summary>A button goes down; pending motion is sent first.</summary>
    public void ButtonDown(MouseButton button) => throw new NotSupportedException();

    /// <summary>A button goes up.</summary>
    public void ButtonUp(MouseButton button) => throw new NotSupportedException();

    /// <summary>Whole notches, positive = away from the user (up).</summary>
    public void Wheel(int notches) => throw new NotSupportedException();
}
