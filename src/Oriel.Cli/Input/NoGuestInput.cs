using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>Nowhere: a viewer without SPICE. Never ready.</summary>
internal sealed class NoGuestInput : IGuestInput
{
    /// <inheritdoc/>
    public bool IsReady => false;

    /// <inheritdoc/>
    public MouseModes MouseMode => MouseModes.None;

    /// <inheritdoc/>
    public MouseModes SupportedMouseModes => MouseModes.None;

    /// <inheritdoc/>
    public bool HasAgent => false;

    /// <inheritdoc/>
    public KeyLocks Locks => KeyLocks.None;

    /// <inheritdoc/>
    public void KeyDown(PcKey key)
    {
    }

    /// <inheritdoc/>
    public void KeyUp(PcKey key)
    {
    }

    /// <inheritdoc/>
    public void Chord(ReadOnlySpan<PcKey> keys)
    {
    }

    /// <inheritdoc/>
    public void SetLocks(KeyLocks locks)
    {
    }

    /// <inheritdoc/>
    public void ReleaseAll()
    {
    }

    /// <inheritdoc/>
    public void Move(int dx, int dy)
    {
    }

    /// <inheritdoc/>
    public void MoveTo(uint x, uint y)
    {
    }

    /// <inheritdoc/>
    public void ButtonDown(MouseButton button)
    {
    }

    /// <inheritdoc/>
    public void ButtonUp(MouseButton button)
    {
    }

    /// <inheritdoc/>
    public void Wheel(int notches)
    {
    }

    /// <inheritdoc/>
    public void RequestMouseMode(MouseModes mode)
    {
    }
}
