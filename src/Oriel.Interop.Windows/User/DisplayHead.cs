namespace Oriel.Interop.Windows.User;

/// <summary>A head of the desktop, or a connector of an adapter that is not part of it.</summary>
/// <param name="Device">The system's name, for example <c>\\.\DISPLAY1</c>.</param>
/// <param name="Adapter">Name of the graphics adapter.</param>
/// <param name="Monitor">Name of the monitor; empty when none is known.</param>
/// <param name="Attached">Part of the desktop.</param>
/// <param name="Primary">The primary one.</param>
/// <param name="X">Left edge on the virtual screen, pixels; 0 when not attached.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Pixels across, as they lie on the desktop (after rotation).</param>
/// <param name="Height">Rows.</param>
/// <param name="FrequencyHz">Refresh rate; 0 or 1 = the hardware's default.</param>
public sealed record DisplayHead(string Device, string Adapter, string Monitor, bool Attached, bool Primary, int X, int Y, int Width, int Height, int FrequencyHz)
{
    /// <summary>The system's name without its prefix: DISPLAY1.</summary>
    public string ShortName => Device.StartsWith(@"\\.\", StringComparison.Ordinal) ? Device[4..] : Device;
}
