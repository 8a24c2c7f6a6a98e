namespace Oriel.Interop.Linux;

/// <summary>Which window system a surface belongs to.</summary>
public enum NativePlatform
{
    /// <summary>X11: <see cref="NativeSurface.Display"/> is a <c>Display*</c>, <see cref="NativeSurface.Window"/> a window id.</summary>
    X11,

    /// <summary>Wayland: a <c>wl_display*</c> and a <c>wl_surface*</c> (the renderer makes the <c>wl_egl_window</c>).</summary>
    Wayland,
}

/// <summary>What EGL needs to draw into a window that somebody else made. The window must outlive the renderer.</summary>
/// <param name="Platform">Window system.</param>
/// <param name="Display">Native display pointer.</param>
/// <param name="Window">Native window id or pointer.</param>
/// <param name="Width">Size in device pixels.</param>
/// <param name="Height">Size in device pixels.</param>
public readonly record struct NativeSurface(NativePlatform Platform, nint Display, nint Window, int Width, int Height);
