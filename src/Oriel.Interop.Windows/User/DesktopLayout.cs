namespace Oriel.Interop.Windows.User;

/// <summary>Heads, their place on the virtual screen, and their modes, as user32 lists them. Allocates; not for the frame path, except <see cref="VirtualScreen"/>.</summary>
public static unsafe class DesktopLayout
{
    private const int MostAdapters = 64;
    private const int MostModes = 4096;

    /// <summary>Makes the process see and set pixels, not scaled units, on every monitor. Once, before anything else of this room.</summary>
    public static bool TryUsePixels()
    {
        try
        {
            return User32.SetProcessDpiAwarenessContext(User32.DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2) != 0 || User32.SetProcessDPIAware() != 0;
        }
        catch (EntryPointNotFoundException)
        {
            return User32.SetProcessDPIAware() != 0;
        }
    }

    /// <summary>Bounds of all heads together, pixels.</summary>
    public static (int X, int Y, int Width, int Height) VirtualScreen() => (
        User32.GetSystemMetrics(User32.SM_XVIRTUALSCREEN), User32.GetSystemMetrics(User32.SM_YVIRTUALSCREEN),
        User32.GetSystemMetrics(User32.SM_CXVIRTUALSCREEN), User32.GetSystemMetrics(User32.SM_CYVIRTUALSCREEN));

    /// <summary>All heads, attached or not, in the system's order; mirror drivers are left out.</summary>
    public static IReadOnlyList<DisplayHead> ReadHeads()
    {
        var heads = new List<DisplayHead>();
        for (var index = 0u; index < MostAdapters; index++)
        {
            var display = new DISPLAY_DEVICEW { cb = (uint)sizeof(DISPLAY_DEVICEW) };

            // SAFETY: cb says how much may be written; names end with a zero within their arrays.
            if (User32.EnumDisplayDevicesW(null, index, &display, 0) == 0)
            {
                break;
            }

            if ((display.StateFlags & DISPLAY_DEVICEW.DISPLAY_DEVICE_MIRRORING_DRIVER) == 0)
            {
                heads.Add(Describe(display));
            }
        }

        return heads;
    }

    /// <summary>Bounds of one head now, without allocating. False when it is not attached any more.</summary>
    public static bool TryGetBounds(string device, out int x, out int y, out int width, out int height)
    {
        ArgumentNullException.ThrowIfNull(device);
        fixed (char* name = device)
        {
            var found = TryRead(name, User32.ENUM_CURRENT_SETTINGS, out var mode) && mode.dmPelsWidth != 0;
            (x, y, width, height) = (mode.dmPositionX, mode.dmPositionY, (int)mode.dmPelsWidth, (int)mode.dmPelsHeight);
            return found;
        }
    }

    /// <summary>Sizes a head can be set to.</summary>
    public static IReadOnlyList<(int Width, int Height)> ReadSizes(string device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var sizes = new List<(int Width, int Height)>();
        fixed (char* name = device)
        {
            for (var index = 0u; index < MostModes && TryRead(name, index, out var mode); index++)
            {
                var size = ((int)mode.dmPelsWidth, (int)mode.dmPelsHeight);
                if (!sizes.Contains(size))
                {
                    sizes.Add(size);
                }
            }
        }

        return sizes;
    }

    /// <summary>Sets a head to a size, until the session ends (the user's stored mode stays as it is). False when the system refused.</summary>
    public static bool TrySetSize(string device, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(device);
        fixed (char* name = device)
        {
            if (!TryRead(name, User32.ENUM_CURRENT_SETTINGS, out var mode))
            {
                return false;
            }

            mode.dmPelsWidth = (uint)width;
            mode.dmPelsHeight = (uint)height;
            mode.dmFields = DEVMODEW.DM_PELSWIDTH | DEVMODEW.DM_PELSHEIGHT;

            // SAFETY: the mode is complete and lives on the stack for the call; a dry run first, because a refused change can leave the screen black for a second.
            return User32.ChangeDisplaySettingsExW(name, &mode, 0, User32.CDS_TEST, null) == User32.DISP_CHANGE_SUCCESSFUL
                && User32.ChangeDisplaySettingsExW(name, &mode, 0, 0, null) == User32.DISP_CHANGE_SUCCESSFUL;
        }
    }

    private static bool TryRead(char* device, uint index, out DEVMODEW mode)
    {
        var read = new DEVMODEW { dmSize = (ushort)sizeof(DEVMODEW) };

        // SAFETY: dmSize says how much may be written; dmDriverExtra is 0.
        var found = User32.EnumDisplaySettingsExW(device, index, &read, 0) != 0;
        mode = read;
        return found;
    }

    private static DisplayHead Describe(in DISPLAY_DEVICEW display)
    {
        fixed (char* name = display.DeviceName)
        fixed (char* adapter = display.DeviceString)
        {
            var monitor = new DISPLAY_DEVICEW { cb = (uint)sizeof(DISPLAY_DEVICEW) };

            // SAFETY: as above; a connector without a monitor answers no.
            var hasMonitor = User32.EnumDisplayDevicesW(name, 0, &monitor, 0) != 0;
            var attached = (display.StateFlags & DISPLAY_DEVICEW.DISPLAY_DEVICE_ATTACHED_TO_DESKTOP) != 0;
            DEVMODEW mode = default;
            attached = attached && TryRead(name, User32.ENUM_CURRENT_SETTINGS, out mode);
            return new DisplayHead(
                Text(name, 32), Text(adapter, 128), hasMonitor ? Text(monitor.DeviceString, 128) : "", attached,
                (display.StateFlags & DISPLAY_DEVICEW.DISPLAY_DEVICE_PRIMARY_DEVICE) != 0, mode.dmPositionX, mode.dmPositionY, (int)mode.dmPelsWidth, (int)mode.dmPelsHeight,
                (int)mode.dmDisplayFrequency);
        }
    }

    private static string Text(char* text, int most)
    {
        // SAFETY: an array of that many characters.
        var span = new ReadOnlySpan<char>(text, most);
        var end = span.IndexOf('\0');
        return (end < 0 ? span : span[..end]).ToString();
    }
}
