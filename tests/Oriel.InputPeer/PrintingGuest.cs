using Oriel.Spice;

namespace Oriel.InputPeer;

/// <summary>A guest that prints what it is sent.</summary>
internal sealed class PrintingGuest(MouseModes supported) : IGuestInput
{
    public bool IsReady => true;

    public MouseModes MouseMode { get; private set; } = (supported & MouseModes.Client) != 0 ? MouseModes.Client : MouseModes.Server;

    public MouseModes SupportedMouseModes => supported;

    public bool HasAgent => false;

    public KeyLocks Locks => KeyLocks.None;

    public void KeyDown(PcKey key) => PeerWindow.Print($"key+ {key.Code:X2}");

    public void KeyUp(PcKey key) => PeerWindow.Print($"key- {key.Code:X2}");

    public void Chord(ReadOnlySpan<PcKey> keys) => PeerWindow.Print("chord " + string.Join('+', keys.ToArray().Select(k => $"{k.Code:X2}")));

    public void SetLocks(KeyLocks locks) => PeerWindow.Print($"locks {(int)locks}");

    public void ReleaseAll() => PeerWindow.Print("release all");

    public void Move(int dx, int dy) => PeerWindow.Print($"move {dx} {dy}");

    public void MoveTo(uint x, uint y) => PeerWindow.Print($"to {x} {y}");

    public void ButtonDown(MouseButton button) => PeerWindow.Print($"button+ {(int)button}");

    public void ButtonUp(MouseButton button) => PeerWindow.Print($"button- {(int)button}");

    public void Wheel(int notches) => PeerWindow.Print($"wheel {notches}");

    public void RequestMouseMode(MouseModes mode)
    {
        MouseMode = mode;
        PeerWindow.Print($"mode {(int)mode}");
    }
}
