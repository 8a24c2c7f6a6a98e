namespace Oriel.Spice;

/// <summary>Mouse buttons (spice.md section 8.4), as the button byte has them.</summary>
public enum MouseButton
{
    /// <summary>Left.</summary>
    Left = 1,

    /// <summary>Middle.</summary>
    Middle = 2,

    /// <summary>Right.</summary>
    Right = 3,

    /// <summary>Side (back).</summary>
    Side = 6,

    /// <summary>Extra (forward).</summary>
    Extra = 7,
}
