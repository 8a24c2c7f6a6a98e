using Oriel.Cli.Input;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Input;

/// <summary>A guest that knows what is pressed in it and refuses what a keyboard cannot do: a key that goes down twice, or up without having been down.</summary>
internal sealed class ModelGuest : IGuestInput
{
    private readonly HashSet<ushort> _keys = [];
    private readonly HashSet<MouseButton> _buttons = [];

    /// <summary>What happened, in order, as words.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Whether to keep the words (not while allocations are measured).</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>A mode request is obeyed at once.</summary>
    public bool ObeysModes { get; set; } = true;

    public IReadOnlyCollection<ushort> Keys => _keys;

    public IReadOnlyCollection<MouseButton> Buttons => _buttons;

    public (long X, long Y) Moved { get; private set; }

    public (uint X, uint Y)? Place { get; private set; }

    public int Notches { get; private set; }

    /// <summary>Called with every relative motion.</summary>
    public Action<int, int>? OnMove { get; set; }

    public bool IsReady { get; set; } = true;

    public MouseModes MouseMode { get; set; } = MouseModes.Server;

    public MouseModes SupportedMouseModes { get; set; } = MouseModes.Server;

    public bool HasAgent { get; set; }

    public KeyLocks Locks { get; set; }

    public KeyLocks? WantedLocks { get; private set; }

    /// <summary>The server lost the connection: it releases everything.</summary>
    public void Lose()
    {
        IsReady = false;
        _keys.Clear();
        _buttons.Clear();
    }

    public void KeyDown(PcKey key)
    {
        Check(IsReady, "sent while not connected");
        Check(_keys.Add(key.Code), "a key goes down twice", key.Code);
        Note("+", key.Code);
    }

    public void KeyUp(PcKey key)
    {
        Check(_keys.Remove(key.Code), "a key goes up without having been down", key.Code);
        Note("-", key.Code);
    }

    public void Chord(ReadOnlySpan<PcKey> keys)
    {
        if (IsRecording)
        {
            Calls.Add("chord " + string.Join('+', keys.ToArray().Select(k => $"{k.Code:X2}")));
        }
    }

    public void SetLocks(KeyLocks locks) => WantedLocks = locks;

    public void ReleaseAll()
    {
        _keys.Clear();
        _buttons.Clear();
        Note("release all", 0);
    }

    public void Move(int dx, int dy)
    {
        Check(dx != 0 || dy != 0, "motion of nothing");
        Moved = (Moved.X + dx, Moved.Y + dy);
        if (IsRecording)
        {
            Calls.Add($"move {dx},{dy}");
        }

        OnMove?.Invoke(dx, dy);
    }

    public void MoveTo(uint x, uint y)
    {
        Place = (x, y);
        if (IsRecording)
        {
            Calls.Add($"to {x},{y}");
        }
    }

    public void ButtonDown(MouseButton button)
    {
        Check(_buttons.Add(button), "a button goes down twice", (int)button);
        Note("button+", (ushort)button);
    }

    public void ButtonUp(MouseButton button)
    {
        Check(_buttons.Remove(button), "a button goes up without having been down", (int)button);
        Note("button-", (ushort)button);
    }

    public void Wheel(int notches)
    {
        Check(notches != 0, "a wheel that did not turn");
        Notches += notches;
    }

    public void RequestMouseMode(MouseModes mode)
    {
        Check((SupportedMouseModes & mode) == mode, "a mode is not offered", (int)mode);
        if (IsRecording)
        {
            Calls.Add($"mode {mode}");
        }

        if (ObeysModes)
        {
            MouseMode = mode;
        }
    }

    private static void Check(bool condition, string what, int code = 0)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{what} {code:X2}");
        }
    }

    private void Note(string what, ushort code)
    {
        if (IsRecording)
        {
            Calls.Add(code == 0 ? what : $"{what}{code:X2}");
        }
    }
}
