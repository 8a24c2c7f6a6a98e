namespace Oriel.Interop.Linux.X11;

/// <summary>A rectangle on the root window, pixels.</summary>
public readonly record struct XRect(int X, int Y, int Width, int Height);
