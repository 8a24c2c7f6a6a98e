using Xunit;

namespace Oriel.Testing;

/// <summary>
/// A second Wayland compositor for tests: Sway, on another code base (wlroots) than <see cref="WestonServer"/>, as a client of a private Xvfb. Weston honours only the
/// newest of several clipboard offers to one client; the compositors people use honour all, and this is one of them.
/// </summary>
public sealed class SwayServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly Lazy<bool> s_canUnshare = new(() =>
    {
        using var child = TestProcess.Start("unshare", ["--user", "--map-user=1000", "--map-group=1000", "true"]);
        return child.WaitForExit(s_patience) == 0;
    });

    private readonly XvfbServer _outer;
    private readonly TempFolder _runtime = new();
    private readonly TestProcess _server;
    private string _socket = "";

    private SwayServer(XvfbServer outer)
    {
        _outer = outer;
        File.WriteAllText(_runtime.File("config"), "xwayland disable\nfocus_on_window_activation focus\ndefault_border none\n");

        // Sway refuses to run as root. In a user namespace it is somebody else who may do no more than we, which a test machine's root needs and everybody else does not mind.
        _server = TestProcess.Start(
            "unshare",
            ["--user", "--map-user=1000", "--map-group=1000", "sway", "--config", _runtime.File("config")],
            outer.Environment(("XDG_RUNTIME_DIR", _runtime.Path), ("WLR_BACKENDS", "x11"), ("WLR_RENDERER", "pixman"), ("WLR_X11_OUTPUTS", "1"), ("SWAYSOCK", null)));
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason =>
        XvfbServer.MissingReason ?? (!TestProcess.IsInstalled("sway") ? "sway is not installed (package sway)" : s_canUnshare.Value ? null : "user namespaces are switched off");

    /// <summary>What it printed.</summary>
    public string Output => _server.Output;

    /// <summary>Starts one, or skips the test where that is impossible.</summary>
    public static SwayServer StartOrSkip()
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        var outer = XvfbServer.StartOrSkip("1024x768");
        SwayServer? server = null;
        try
        {
            server = new SwayServer(outer);
            server.WaitUntilReady();
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
        _outer.Environment([("XDG_RUNTIME_DIR", _runtime.Path), ("WAYLAND_DISPLAY", _socket), ("DISPLAY", null), .. more]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Stop();
        _server.Dispose();
        _outer.Dispose();
        _runtime.Dispose();
    }

    private void WaitUntilReady() => Eventually.True(
        () =>
        {
            Assert.False(_server.HasExited, "sway ended: " + _server.Output);
            _socket = Directory.GetFiles(_runtime.Path, "wayland-*").Select(Path.GetFileName).FirstOrDefault(f => !f!.EndsWith(".lock", StringComparison.Ordinal)) ?? "";
            return _socket.Length > 0 && Directory.GetFiles(_runtime.Path, "sway-ipc*").Length > 0;
        },
        s_patience,
        () => "sway has no socket: " + _server.Output);
}
