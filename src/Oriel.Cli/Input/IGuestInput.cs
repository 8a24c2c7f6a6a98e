using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>Where keyboard and mouse go: the guest's devices behind a SPICE server. Nothing blocks; while it is not ready everything is dropped.</summary>
internal interface IGuestInput
{
    /// <summary>Linked: what is sent arrives.</summary>
    bool IsReady { get; }

    /// <summary>The mouse mode in force.</summary>
    MouseModes MouseMode { get; }

    /// <summary>The mouse modes the server can do now.</summary>
    MouseModes SupportedMouseModes { get; }

    /// <summary>The guest runs a SPICE agent: absolute positions may be the agent's instead of a tablet's.</summary>
    bool HasAgent { get; }

    /// <summary>The guest's lock keys as last told.</summary>
    KeyLocks Locks { get; }

    /// <summary>A key that was up goes down.</summary>
    void KeyDown(PcKey key);

    /// <summary>A key that was down goes up.</summary>
    void KeyUp(PcKey key);

    /// <summary>All down in order, then all up in reverse order; what is held stays held.</summary>
    void Chord(ReadOnlySpan<PcKey> keys);

    /// <summary>The locks the guest should have.</summary>
    void SetLocks(KeyLocks locks);

    /// <summary>Every key and button that is down goes up.</summary>
    void ReleaseAll();

    /// <summary>Relative motion, guest counts.</summary>
    void Move(int dx, int dy);

    /// <summary>Absolute position, pixels of the guest's screen.</summary>
    void MoveTo(uint x, uint y);

    /// <summary>A button goes down.</summary>
    void ButtonDown(MouseButton button);

    /// <summary>A button goes up.</summary>
    void ButtonUp(MouseButton button);

    /// <summary>Whole notches, positive = away from the user.</summary>
    void Wheel(int notches);

    /// <summary>Asks for a mouse mode; <see cref="MouseMode"/> tells when it came.</summary>
    void RequestMouseMode(MouseModes mode);
}
