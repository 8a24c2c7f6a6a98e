using System.Diagnostics;
using Oriel.Interop.Linux.Sdl;

namespace Oriel.Display.Windowing;

/// <content>The event wait: SDL's events become ours.</content>
public sealed partial class SdlWindow
{
    private nint _waylandDisplay;

    /// <inheritdoc/>
    public bool TryWait(TimeSpan? limit, out WindowEvent e)
    {
        AssertThread();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = limit - Stopwatch.GetElapsedTime(started);
            SDL_Event native;
            if (left is { } time)
            {
                if (!SdlApi.Wait(out native, (int)Math.Max(0, Math.Ceiling(time.TotalMilliseconds))))
                {
                    e = default;
                    return false;
                }
            }
            else if (!SdlApi.Wait(out native))
            {
                throw Lost($"SDL_WaitEvent failed: {SdlApi.GetError()}");
            }

            if (TryTranslate(native, out e))
            {
                return true;
            }

            if (left <= TimeSpan.Zero)
            {
                return false;
            }
        }
    }

    private bool TryTranslate(in SDL_Event native, out WindowEvent e)
    {
        e = default;
        switch (native.type)
        {
            case var type when type == _wakeEvent:
                Volatile.Write(ref _wakePending, 0);
                e = new WindowEvent(WindowEventKind.Woken);
                return true;
            case SdlConstants.QuitEvent:
                // With its signal handlers and last-window rule off, SDL sends this only when its Wayland connection broke.
                if (_waylandDisplay != 0 && SdlApi.GetWaylandError(_waylandDisplay) is not 0 and var error)
                {
                    throw Lost($"the Wayland compositor closed the connection (error {error})");
                }

                e = new WindowEvent(WindowEventKind.CloseRequested);
                return true;
            case SdlConstants.KeyDown or SdlConstants.KeyUp when native.key.repeat == 0:
                var kind = native.type == SdlConstants.KeyDown ? WindowEventKind.KeyDown : WindowEventKind.KeyUp;
                e = new WindowEvent(kind) { Key = (PhysicalKey)native.key.keysym.scancode };
                return true;
            case SdlConstants.WindowEvent:
                return TryTranslateWindow(native.window, out e);
            default:
                return false;
        }
    }

    private bool TryTranslateWindow(in SDL_WindowEvent native, out WindowEvent e)
    {
        switch (native.@event)
        {
            case SdlConstants.WindowClose:
                e = new WindowEvent(WindowEventKind.CloseRequested);
                return true;
            case SdlConstants.WindowFocusGained:
                e = new WindowEvent(WindowEventKind.FocusGained);
                return true;
            case SdlConstants.WindowFocusLost:
                e = new WindowEvent(WindowEventKind.FocusLost);
                return true;
            case SdlConstants.WindowSizeChanged or SdlConstants.WindowDisplayChanged or SdlConstants.WindowShown or SdlConstants.WindowExposed:
                // The pixel size can change without the size (another output's scale), and the first one is known only when the window is mapped.
                var size = _window.SizeInPixels;
                if (size != _reported)
                {
                    _reported = size;
                    e = new WindowEvent(WindowEventKind.Resized) { Width = size.Width, Height = size.Height };
                    return true;
                }

                e = new WindowEvent(WindowEventKind.Exposed);
                return native.@event is not SdlConstants.WindowSizeChanged;
            default:
                e = default;
                return false;
        }
    }
}
