using Xunit;

namespace Oriel.Testing;

/// <summary>
/// A Wayland compositor for tests: Weston as a client of a private Xvfb (its headless backend offers no seat, and SDL needs one).
/// What it shows is read from the X server, so screenshots stay independent of Wayland.
/// </summary>
public sealed class WestonServer : IDisposable
{
    /// <summary>Colour of the empty desktop, 0xRRGGBB.</summary>
    public const int Background = 0x204060;

    private const string Socket = "wayland-oriel";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly XvfbServer _outer;
    private readonly TempFolder _runtime = new();
    private readonly TestProcess _server;

    private WestonServer(XvfbServer outer, int width, int height, int scale)
    {
        _outer = outer;

        // No panel and a plain background: a full-screen picture then starts at the origin, and anything else is recognisable.
        File.WriteAllText(_runtime.File("weston.ini"), "[core]\nidle-time=0\n[shell]\npanel-position=none\nbackground-color=0xff204060\nlocking=false\nanimation=none\nstartup-animation=none\n");
        _server = TestProcess.Start(
            "weston",
            ["--backend=x11-backend.so", "--use-pixman", $"--width={width}", $"--height={height}", $"--scale={scale}", $"--socket={Socket}", $"--config={_runtime.File("weston.ini")}"],
            outer.Environment(("XDG_RUNTIME_DIR", _runtime.Path)));
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason =>
        XvfbServer.MissingReason ?? (TestProcess.IsInstalled("weston") ? null : "weston is not installed (package weston)");

    /// <summary>The compositor's process.</summary>
    public TestProcess Process => _server;

    /// <summary>The X server around it.</summary>
    public XvfbServer Outer => _outer;

    /// <summary>Starts one, or skips the test where that is impossible.</summary>
    /// <param name="width">Output, device pixels.</param>
    /// <param name="height">Output, device pixels.</param>
    /// <param name="scale">Device pixels per Wayland unit; must divide both.</param>
    public static WestonServer StartOrSkip(int width = 1024, int height = 768, int scale = 1)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        var outer = XvfbServer.StartOrSkip($"{width}x{height}");
        WestonServer? server = null;
        try
        {
            server = new WestonServer(outer, width / scale, height / scale, scale);
            server.WaitUntilShown();
            return server;
        }
        catch
        {
            if (server is null)
            {
                outer.Dispose();
            }

            server?.Dispose();
            throw;
        }
    }

    /// <summary>Environment that makes programs use this compositor and no X server.</summary>
    public Dictionary<string, string?> Environment(params (string Name, string? Value)[] more) =>
        _outer.Environment([("XDG_RUNTIME_DIR", _runtime.Path), ("WAYLAND_DISPLAY", Socket), ("DISPLAY", null), .. more]);

    /// <summary>What the compositor shows.</summary>
    public RgbImage Screenshot() => _outer.Screenshot();

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Stop();
        _server.Dispose();
        _outer.Dispose();
        _runtime.Dispose();
    }

    // Weston draws a pointer of its own, at the start in the middle or in the top left corner: look at the other corners.
    private void WaitUntilShown() => Eventually.True(
        () =>
        {
            Assert.False(_server.HasExited, "weston ended: " + _server.Output);
            var screen = Screenshot();
            return screen[0, screen.Height - 1] == Background
                && screen[screen.Width - 1, 0] == Background
                && File.Exists(Path.Combine(_runtime.Path, Socket));
        },
        s_patience,
        () => "weston shows no desktop: " + _server.Output);
}
