namespace Oriel.Display.Windowing;

/// <summary>Lock keys of a keyboard.</summary>
[Flags]
public enum LockKeys
{
    /// <summary>All off.</summary>
    None = 0,

    /// <summary>Scroll Lock.</summary>
    Scroll = 1,

    /// <summary>Num Lock.</summary>
    Num = 2,

    /// <summary>Caps Lock.</summary>
    Caps = 4,
}
