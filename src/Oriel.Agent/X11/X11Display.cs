using Oriel.Agent.Capture;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.X11;

/// <summary>Opens connections to a display and says in words what it lacks.</summary>
internal static class X11Display
{
    /// <summary>Connects and looks for the extensions. Throws <see cref="OrielException"/>.</summary>
    public static XConnection Open(string? display, WakeFlag stop)
    {
        try
        {
            var connection = XConnection.TryOpen(display, stop, out var failure);
            if (connection is null)
            {
                throw Refused(display, failure);
            }

            if (connection.TryQueryExtensions())
            {
                return connection;
            }

            connection.Dispose();
            throw Refused(display, XConnectFailure.Unreachable);
        }
        catch (DllNotFoundException error)
        {
            throw new OrielException(AgentErrors.MissingLibrary, error.Message, "libxcb and its MIT-SHM, DAMAGE, XFIXES and RANDR parts",
                "install libxcb1 libxcb-shm0 libxcb-damage0 libxcb-xfixes0 libxcb-randr0 (and libxcb-xinput0 for the smoothest pointer)", error);
        }
    }

    /// <summary>Throws when an extension that capturing needs is missing.</summary>
    public static void RequireCaptureExtensions(XConnection connection)
    {
        var found = connection.Extensions;
        Require(found.ShmVersion, 102, "MIT-SHM", "a local X server of version 1.15 or later; forwarded displays cannot share memory");
        Require(found.DamageVersion, 101, "DAMAGE", "an X server with the DAMAGE extension enabled");
        Require(found.XFixesVersion, 200, "XFIXES", "an X server with the XFIXES extension enabled");
    }

    /// <summary>Throws when the server is Xwayland: its root window shows nothing of the desktop, so a black picture would be all there is.</summary>
    public static void RefuseWayland(XConnection connection)
    {
        var monitors = connection.TryGetMonitors();
        if (monitors is { Count: > 0 } && monitors.All(m => m.Name.StartsWith("XWAYLAND", StringComparison.Ordinal)))
        {
            throw new OrielException(AgentErrors.WaylandSession, $"Xwayland (output {monitors[0].Name}): programs draw to the compositor, not to this X server",
                "a desktop session running on an X server", "choose an X11 session at the login screen (for example 'GNOME on Xorg')");
        }
    }

    /// <summary>What a root window's pixels are called in frames. Throws when there is no name for them.</summary>
    public static FrameType FrameTypeOf(XScreenFormat format)
    {
        if (format is { BitsPerPixel: 32, LittleEndian: true, TrueColor: true })
        {
            switch (format.RedMask, format.GreenMask, format.BlueMask)
            {
                case (0xFF0000, 0xFF00, 0xFF):
                    return FrameType.Bgra;
                case (0xFF, 0xFF00, 0xFF0000):
                    return FrameType.Rgba;
                case (0x3FF, 0xFFC00, 0x3FF00000):
                    return FrameType.Rgba10;
                default:
                    break;
            }
        }

        throw new OrielException(AgentErrors.UnsupportedPixels,
            $"depth {format.Depth}, {format.BitsPerPixel} bits per pixel, masks {format.RedMask:x}/{format.GreenMask:x}/{format.BlueMask:x}, "
            + (format.LittleEndian ? "little endian" : "big endian"),
            "a TrueColor screen with 8 bits per channel in 32-bit pixels (or 10 bits with red lowest)",
            "run the X server with depth 24 (DefaultDepth 24 in the Screen section)");
    }

    /// <summary>Finds what to capture: the whole screen, or a head by name or number. Null when the connection was lost.</summary>
    public static CaptureMode? ReadMode(XConnection connection, FrameType type, string? output)
    {
        if (!connection.TryGetSize(out var width, out var height))
        {
            return null;
        }

        if (string.IsNullOrEmpty(output))
        {
            return new CaptureMode(type, width, height, 0, 0, FrameRotation.None, "screen");
        }

        if (connection.TryGetMonitors() is not { } monitors)
        {
            return null;
        }

        var head = monitors.FirstOrDefault(m => string.Equals(m.Name, output, StringComparison.OrdinalIgnoreCase))
            ?? (int.TryParse(output, out var index) && index >= 0 && index < monitors.Count ? monitors[index] : null);
        if (head is null)
        {
            throw new OrielException(AgentErrors.NoSuchOutput, $"'{output}'",
                monitors.Count == 0 ? "no output is connected" : "one of " + string.Join(", ", monitors.Select((m, i) => $"{m.Name} ({i})")),
                "list them with 'oriel-agent outputs'");
        }

        // A head may reach beyond the root window while a mode is being set.
        var (x, y) = (Math.Clamp(head.X, 0, width - 1), Math.Clamp(head.Y, 0, height - 1));
        return new CaptureMode(type, Math.Clamp(head.Width, 1, width - x), Math.Clamp(head.Height, 1, height - y), x, y, FrameRotation.None, head.Name);
    }

    private static void Require(int version, int minimum, string name, string remedy)
    {
        if (version < minimum)
        {
            throw new OrielException(AgentErrors.MissingExtension, version == 0 ? $"no {name}" : $"{name} {version / 100}.{version % 100}",
                $"{name} {minimum / 100}.{minimum % 100} or later", "use " + remedy);
        }
    }

    private static OrielException Refused(string? display, XConnectFailure failure)
    {
        var name = display ?? Environment.GetEnvironmentVariable("DISPLAY");
        return failure switch
        {
            XConnectFailure.BadDisplayName => new OrielException(AgentErrors.BadDisplayName, name is null ? "DISPLAY is not set" : $"'{name}'",
                "a display such as :0", "set DISPLAY, or use --display"),
            XConnectFailure.NoSuchScreen => new OrielException(AgentErrors.BadDisplayName, $"'{name}': the server has no screen of that number",
                "an existing screen", "leave the part after the dot out"),
            _ => new OrielException(AgentErrors.NoDisplay, $"nobody answers at '{name}', or access was refused", "a running X server this user may use",
                "start the desktop session; check DISPLAY and XAUTHORITY"),
        };
    }
}
