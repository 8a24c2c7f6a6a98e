namespace Oriel.Interop.Linux.X11;

/// <summary>A head of a screen as RandR describes it.</summary>
/// <param name="Name">Output or monitor name, for example <c>HDMI-1</c>.</param>
/// <param name="Primary">The user's main head.</param>
/// <param name="X">Left edge on the root window, pixels.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, pixels.</param>
/// <param name="Height">Height, pixels.</param>
public sealed record XMonitor(string Name, bool Primary, int X, int Y, int Width, int Height);
