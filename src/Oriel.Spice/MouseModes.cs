namespace Oriel.Spice;

/// <summary>Mouse modes (spice.md section 6.3), as the wire has them.</summary>
[Flags]
public enum MouseModes
{
    /// <summary>None known yet.</summary>
    None = 0,

    /// <summary>Relative motion.</summary>
    Server = 1,

    /// <summary>Absolute positions.</summary>
    Client = 2,
}
