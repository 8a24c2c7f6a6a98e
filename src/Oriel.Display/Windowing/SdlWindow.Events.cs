using System.Diagnostics;
using Oriel.Interop.Linux.Sdl;

namespace Oriel.Display.Windowing;

/// <content>The event wait: SDL's events become ours.</content>
public sealed partial class SdlWindow
{
    private nint _waylandDisplay;
    private int _rawDown;
    private bool _isCommaTurn;

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
            case SdlConstants.SysWmEvent:
                e = TranslateRawKey(native.syswm);
                return true;
            case SdlConstants.KeyDown or SdlConstants.KeyUp when (PhysicalKey)native.key.keysym.scancode == PhysicalKey.KeypadPeriod && _isCommaTurn:
                // SDL takes the Brazilian comma for the keypad's point; the comma itself was reported a moment ago.
                _isCommaTurn = false;
                return false;
            case SdlConstants.KeyDown or SdlConstants.KeyUp:
                var kind = native.type == SdlConstants.KeyDown ? WindowEventKind.KeyDown : WindowEventKind.KeyUp;
                e = new WindowEvent(kind) { Key = (PhysicalKey)native.key.keysym.scancode, IsRepeat = native.key.repeat != 0 };
                return true;
            case SdlConstants.MouseMotion:
                e = TranslateMotion(native.motion);
                return true;
            case SdlConstants.MouseButtonDown or SdlConstants.MouseButtonUp:
                return TryTranslateButton(native.button, out e);
            case SdlConstants.MouseWheel:
                e = new WindowEvent(WindowEventKind.Wheel) { WheelX = native.wheel.preciseX, WheelY = native.wheel.preciseY };
                return true;
            case SdlConstants.DropBegin:
                e = new WindowEvent(WindowEventKind.DropBegan);
                return true;
            case SdlConstants.DropComplete:
                e = new WindowEvent(WindowEventKind.DropCompleted);
                return true;
            case SdlConstants.DropFile or SdlConstants.DropText:
                var text = SdlApi.TakeDropText(native.drop);
                e = new WindowEvent(native.type == SdlConstants.DropFile ? WindowEventKind.DropFile : WindowEventKind.DropText) { Text = text };
                return text is not null;
            case SdlConstants.WindowEvent:
                return TryTranslateWindow(native.window, out e);
            default:
                return false;
        }
    }

    private WindowEvent TranslateRawKey(in SDL_SysWMEvent native)
    {
        var (keycode, isDown) = SdlRawKeys.Read(native);
        var (key, bit) = keycode switch
        {
            93 => (PhysicalKey.ZenkakuHankaku, 1),
            103 => (PhysicalKey.KeypadJisComma, 2),
            _ => (PhysicalKey.KeypadComma, 4),
        };
        _isCommaTurn = key == PhysicalKey.KeypadComma;
        var isRepeat = isDown && (_rawDown & bit) != 0;
        _rawDown = isDown ? _rawDown | bit : _rawDown & ~bit;
        return new WindowEvent(isDown ? WindowEventKind.KeyDown : WindowEventKind.KeyUp) { Key = key, IsRepeat = isRepeat };
    }

    private WindowEvent TranslateMotion(in SDL_MouseMotionEvent native)
    {
        if (_isRelative)
        {
            return new WindowEvent(WindowEventKind.PointerMoved) { DeltaX = native.xrel, DeltaY = native.yrel, IsRelative = true };
        }

        var scale = Scale;
        return new WindowEvent(WindowEventKind.PointerMoved)
        {
            X = ToPixels(native.x, scale),
            Y = ToPixels(native.y, scale),
            DeltaX = ToPixels(native.xrel, scale),
            DeltaY = ToPixels(native.yrel, scale),
        };
    }

    private bool TryTranslateButton(in SDL_MouseButtonEvent native, out WindowEvent e)
    {
        var scale = Scale;
        e = new WindowEvent(native.type == SdlConstants.MouseButtonDown ? WindowEventKind.ButtonDown : WindowEventKind.ButtonUp)
        {
            Button = (PointerButton)native.button,
            X = ToPixels(native.x, scale),
            Y = ToPixels(native.y, scale),
            IsRelative = _isRelative,
        };
        return e.Button is >= PointerButton.Left and <= PointerButton.Extra;
    }

    // Floor, so that a place left of the window stays left of it.
    private static int ToPixels(int units, double scale) => scale == 1 ? units : (int)Math.Floor(units * scale);

    private bool TryTranslateWindow(in SDL_WindowEvent native, out WindowEvent e)
    {
        switch (native.@event)
        {
            case SdlConstants.WindowClose:
                e = new WindowEvent(WindowEventKind.CloseRequested);
                return true;
            case SdlConstants.WindowEnter:
                e = new WindowEvent(WindowEventKind.PointerEntered);
                return true;
            case SdlConstants.WindowLeave:
                e = new WindowEvent(WindowEventKind.PointerLeft);
                return true;
            case SdlConstants.WindowFocusGained:
                e = new WindowEvent(WindowEventKind.FocusGained);
                return true;
            case SdlConstants.WindowFocusLost:
                _rawDown = 0;
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
