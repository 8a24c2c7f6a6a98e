namespace Oriel.Display.Presentation;

/// <summary>How buffers are swapped: what was asked for, as far as driver and window system can do it.</summary>
/// <param name="Interval">Swap interval for EGL.</param>
/// <param name="IsPaced">The next picture waits until the one before was shown, as far as that is told.</param>
/// <param name="IsUnlessLate">A picture that comes late is not held back for the next refresh.</param>
/// <param name="Words">The same for people.</param>
internal readonly record struct SwapChoice(int Interval, bool IsPaced, bool IsUnlessLate, string Words)
{
    /// <summary>Chooses.</summary>
    /// <param name="asked">0 = off, 1 = on, -1 = adaptive.</param>
    /// <param name="isWayland">A compositor takes whole pictures only: nothing ever tears, and a swap interval is only a wait inside the driver, for ever while the window is hidden.</param>
    /// <param name="hasFeedback">The window system tells when pictures are shown.</param>
    /// <param name="least">Smallest swap interval of the driver; below 0 it can tear when late.</param>
    /// <param name="most">Largest; the same as the smallest where the driver knows none (Mesa's software renderer on X11).</param>
    public static SwapChoice Make(int asked, bool isWayland, bool hasFeedback, int least, int most) => asked switch
    {
        0 => new(0, false, false, "vsync off"),
        _ when least == most && !isWayland => new(0, false, false, "vsync off: the driver cannot wait for the display"),
        < 0 when isWayland && hasFeedback => new(0, true, true, "vsync adaptive, paced by the compositor's word"),
        < 0 when least < 0 => new(-1, true, false, "vsync adaptive"),
        < 0 when most >= 1 && hasFeedback => new(1, true, true, "vsync adaptive, by turns on and off: the driver has no such interval"),
        < 0 when most >= 1 => new(1, true, false, "vsync on: the driver cannot adapt"),
        > 0 when isWayland && hasFeedback => new(0, true, false, "vsync on, paced by the compositor's word"),
        > 0 when most >= 1 => new(1, true, false, "vsync on"),
        _ => new(0, false, false, "vsync off: the driver cannot wait for the display"),
    };
}
