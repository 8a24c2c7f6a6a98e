using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>A SPICE session as the place where keyboard and mouse go.</summary>
internal sealed class SpiceGuestInput(SpiceSession session, Action<int, int>? placed = null) : IGuestInput
{
    private readonly SpiceInputs _inputs = session.Inputs;

    /// <inheritdoc/>
    public bool IsReady => _inputs.IsReady;

    /// <inheritdoc/>
    public MouseModes MouseMode => session.Status.MouseMode;

    /// <inheritdoc/>
    public MouseModes SupportedMouseModes => session.Status.SupportedMouseModes;

    /// <inheritdoc/>
    public bool HasAgent => session.Status.HasAgent;

    /// <inheritdoc/>
    public KeyLocks Locks => _inputs.GuestLocks;

    /// <inheritdoc/>
    public void KeyDown(PcKey key) => _inputs.KeyDown(key);

    /// <inheritdoc/>
    public void KeyUp(PcKey key) => _inputs.KeyUp(key);

    /// <inheritdoc/>
    public void Chord(ReadOnlySpan<PcKey> keys) => _inputs.Chord(keys);

    /// <inheritdoc/>
    public void SetLocks(KeyLocks locks) => _inputs.SetLocks(locks);

    /// <inheritdoc/>
    public void ReleaseAll() => _inputs.ReleaseAll();

    /// <inheritdoc/>
    public void Move(int dx, int dy) => _inputs.Move(dx, dy);

    /// <inheritdoc/>
    public void MoveTo(uint x, uint y)
    {
        _inputs.MoveTo(x, y);
        placed?.Invoke((int)x, (int)y);
    }

    /// <inheritdoc/>
    public void ButtonDown(MouseButton button) => _inputs.ButtonDown(button);

    /// <inheritdoc/>
    public void ButtonUp(MouseButton button) => _inputs.ButtonUp(button);

    /// <inheritdoc/>
    public void Wheel(int notches) => _inputs.Wheel(notches);

    /// <inheritdoc/>
    public void RequestMouseMode(MouseModes mode) => session.RequestMouseMode(mode);
}
