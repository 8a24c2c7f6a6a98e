namespace Oriel.Display.Windowing;

/// <summary>
/// A key by its place on the keyboard, whatever the layout prints on it: the usage numbers of the USB HID keyboard page, which SDL's scancodes are too.
/// Every number is a valid value; the names are those this program acts on.
/// </summary>
public enum PhysicalKey
{
    /// <summary>No key, or an unknown one.</summary>
    Unknown = 0,

    /// <summary>Where a US keyboard has D.</summary>
    D = 7,

    /// <summary>Where a US keyboard has F.</summary>
    F = 9,

    /// <summary>Where a US keyboard has Q.</summary>
    Q = 20,

    /// <summary>Where a US keyboard has R.</summary>
    R = 21,

    /// <summary>Scroll Lock: the escape key.</summary>
    ScrollLock = 71,
}
