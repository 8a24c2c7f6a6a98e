using System.Text.RegularExpressions;
using Xunit;

namespace Oriel.Testing;

/// <summary>A private X server without a screen, on a display number it chooses itself; with a real window manager when asked.</summary>
public sealed class XvfbServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly TestProcess _server;
    private readonly TempFolder _home = new();
    private TestProcess? _windowManager;

    private XvfbServer(TestProcess server, string display)
    {
        _server = server;
        Display = display;
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason => TestProcess.IsInstalled("Xvfb") ? null : "Xvfb is not installed (package xvfb)";

    /// <summary>Value for DISPLAY, for example ":7".</summary>
    public string Display { get; }

    /// <summary>The server's process, to stop, freeze or kill.</summary>
    public TestProcess Process => _server;

    /// <summary>Starts a server, or skips the test where there is none.</summary>
    /// <param name="screens">Size of each screen, <c>WxH</c>; one 1280x1024 screen when empty. RANDR can make a screen smaller, never larger.</param>
    public static XvfbServer StartOrSkip(params string[] screens) => Start(windowManager: false, screens);

    /// <summary>Starts a server with openbox, or skips the test where either is missing.</summary>
    public static XvfbServer StartWithWindowManagerOrSkip(params string[] screens) => Start(windowManager: true, screens);

    /// <summary>Environment that makes X11 programs use this server and nothing else of the user's session.</summary>
    public Dictionary<string, string?> Environment(params (string Name, string? Value)[] more)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DISPLAY"] = Display,
            ["WAYLAND_DISPLAY"] = null,
            ["SDL_VIDEODRIVER"] = null,
            ["XAUTHORITY"] = null,
            ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:",
            ["HOME"] = _home.Path,
            ["XDG_CONFIG_HOME"] = _home.Path,
            ["XDG_CACHE_HOME"] = _home.Path,
            ["XDG_RUNTIME_DIR"] = _home.Path,
        };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>The whole screen as an independent program sees it.</summary>
    public RgbImage Screenshot() => XScreenshot.Take(Display);

    /// <summary>Runs an X11 program (xdotool, wmctrl, xrandr, xprop) to its end and returns what it printed.</summary>
    public string Run(string program, params string[] arguments) => TestProcess.Run(program, arguments, Environment());

    /// <summary>Tries to run an X11 program; null when it failed.</summary>
    public string? TryRun(string program, params string[] arguments)
    {
        using var child = TestProcess.Start(program, arguments, Environment());
        return child.WaitForExit(s_patience) == 0 ? child.Output : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _windowManager?.Stop();
        _windowManager?.Dispose();
        _server.Stop();
        _server.Dispose();
        RemoveLeftovers();
        _home.Dispose();
    }

    private static XvfbServer Start(bool windowManager, string[] screens)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        Assert.SkipWhen(windowManager && !TestProcess.IsInstalled("openbox"), "openbox is not installed (package openbox)");
        List<string> arguments = ["-displayfd", "1", "-nolisten", "tcp", "-noreset", "+extension", "RANDR", "+extension", "GLX"];
        var sizes = screens.Length == 0 ? ["1280x1024"] : screens;
        for (var i = 0; i < sizes.Length; i++)
        {
            arguments.AddRange(["-screen", $"{i}", sizes[i] + "x24"]);
        }

        var process = TestProcess.Start("Xvfb", arguments);
        try
        {
            var number = process.WaitForLine("^([0-9]+)$", s_patience).Groups[1].Value;
            var server = new XvfbServer(process, ":" + number);
            if (windowManager)
            {
                server.StartWindowManager();
            }

            return server;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private void StartWindowManager()
    {
        _windowManager = TestProcess.Start("openbox", ["--sm-disable"], Environment());

        // EWMH: the property appears when the manager has taken the selection and handles requests.
        Eventually.True(
            () => _windowManager.HasExited || TryRun("xprop", "-root", "_NET_SUPPORTING_WM_CHECK") is { } text && text.Contains("window id", StringComparison.Ordinal),
            s_patience,
            () => "openbox did not announce itself: " + _windowManager.Output);
        Assert.False(_windowManager.HasExited, "openbox ended: " + _windowManager.Output);
    }

    // A server that a test killed cannot remove its own lock and socket; only ours (by process id) are touched.
    private void RemoveLeftovers()
    {
        var number = Display[1..];
        var lockFile = $"/tmp/.X{number}-lock";
        if (File.Exists(lockFile) && Regex.IsMatch(File.ReadAllText(lockFile), $@"^\s*{_server.Id}\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            File.Delete($"/tmp/.X11-unix/X{number}");
            File.Delete(lockFile);
        }
    }
}
