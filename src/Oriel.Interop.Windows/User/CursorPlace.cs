namespace Oriel.Interop.Windows.User;

/// <summary>Where the pointer is and whether it is shown.</summary>
/// <param name="X">Hotspot on the virtual screen, pixels.</param>
/// <param name="Y">Hotspot on the virtual screen, pixels.</param>
/// <param name="Shown">The system draws it (a touch or a pen hides it, programs do).</param>
/// <param name="Cursor">Handle of its shape; 0 = none.</param>
public readonly record struct CursorPlace(int X, int Y, bool Shown, nint Cursor);
