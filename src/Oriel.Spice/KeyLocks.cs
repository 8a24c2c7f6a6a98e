namespace Oriel.Spice;

/// <summary>Lock keys (spice.md section 8.1), as the wire has them.</summary>
[Flags]
public enum KeyLocks
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
