namespace Oriel.Display.Windowing;

/// <summary>Buttons of a mouse, numbered as SDL does. Others than these are not reported.</summary>
public enum PointerButton
{
    /// <summary>No button.</summary>
    None = 0,

    /// <summary>Left.</summary>
    Left = 1,

    /// <summary>Middle, often the wheel.</summary>
    Middle = 2,

    /// <summary>Right.</summary>
    Right = 3,

    /// <summary>Side: back.</summary>
    Side = 4,

    /// <summary>Extra: forward.</summary>
    Extra = 5,
}
