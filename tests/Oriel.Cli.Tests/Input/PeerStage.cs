using System.Net.Sockets;
using System.Text;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Input;

/// <summary>The input peer in a window of a private display server, and what its guest was sent.</summary>
internal sealed class PeerStage : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IDisposable _server;
    private readonly Socket _commands = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly XvfbServer _x;
    private readonly List<TestProcess> _others = [];
    private int _read;

    private PeerStage(IDisposable server, XvfbServer x, IReadOnlyDictionary<string, string?> environment, string[] options)
    {
        (_server, _x) = (server, x);
        try
        {
            Peer = TestProcess.Start(Executables.Find("Oriel.InputPeer", "oriel-input-peer"), ["--commands", _folder.File("commands"), .. options], environment);
            Peer.WaitForLine("^window ", Patience);
            _commands.Connect(new UnixDomainSocketEndPoint(_folder.File("commands")));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public TestProcess Peer { get; } = null!;

    public XvfbServer X => _x;

    /// <summary>The peer's window, on X11.</summary>
    public string Window { get; private set; } = "";

    /// <summary>On X11 with openbox, focused, the pointer in the middle of the window.</summary>
    public static PeerStage StartOnX11(params string[] options)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed");
        var x = XvfbServer.StartWithWindowManagerOrSkip("1280x1024");
        x.Run("xdotool", "mousemove", "5", "5");
        var stage = new PeerStage(x, x, x.Environment(), options);
        stage.Window = Eventually.NotNull(() => x.TryRun("xdotool", "search", "--onlyvisible", "--name", "input peer")?.Split('\n')[^1], Patience, "the window");
        stage.Peer.WaitForLine("event FocusGained", Patience);
        x.Run("xdotool", "mousemove", "--window", stage.Window, "320", "240");
        stage.Peer.WaitForLine("event PointerEntered", Patience);
        stage.Settle();
        return stage;
    }

    /// <summary>On Weston nested in Xvfb; keys and mouse go to the outer server.</summary>
    public static PeerStage StartOnWayland(params string[] options)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed");
        var weston = WestonServer.StartOrSkip();
        return new PeerStage(weston, weston.Outer, weston.Environment(), ["--driver", "wayland", "--render", .. options]);
    }

    /// <summary>Sends a command and waits until it was obeyed.</summary>
    public void Tell(string command)
    {
        var before = Count("done " + command);
        _commands.Send(Encoding.UTF8.GetBytes(command + "\n"));
        Eventually.True(() => Count("done " + command) > before, Patience, () => $"'{command}' to be obeyed\n{Peer.Output}");
    }

    /// <summary>Presses keys, moves, clicks: real events of the X server. What was done has reached the peer when this returns.</summary>
    public void Do(params string[] words)
    {
        _x.Run("xdotool", words);
        Settle();
    }

    /// <summary>What the guest was sent since the last time, joined by spaces; events and notes are left out.</summary>
    public string Sent() => string.Join(", ", Lines().Where(l => l.Split(' ')[0] is "key+" or "key-" or "chord" or "release" or "move" or "to" or "button+" or "button-" or "wheel" or "mode"));

    /// <summary>All lines since the last time.</summary>
    public IReadOnlyList<string> Lines()
    {
        var lines = Peer.LinesFrom(_read);
        _read += lines.Count;
        return lines;
    }

    /// <summary>Waits for a line.</summary>
    public void WaitFor(string pattern) => Peer.WaitForLine(pattern, Patience);

    /// <summary>Opens another window; the desktop gives it the focus.</summary>
    public string OpenAnother()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xterm"), "xterm is not installed");
        _others.Add(TestProcess.Start("xterm", ["-geometry", "20x5+0+0", "-title", "another"], _x.Environment()));
        var window = Eventually.NotNull(() => _x.TryRun("xdotool", "search", "--onlyvisible", "--name", "another")?.Split('\n')[^1], Patience, "another window");
        WaitForFocus(window);
        Settle();
        return window;
    }

    /// <summary>Waits until this window has the focus.</summary>
    public void WaitForFocus(string window) => Eventually.True(() => _x.TryRun("xdotool", "getwindowfocus") == window, Patience, () => $"focus on {window}\n{Peer.Output}");

    public void Dispose()
    {
        foreach (var other in _others)
        {
            other.Stop();
            other.Dispose();
        }

        _commands.Dispose();
        Peer?.Stop();
        Peer?.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    // The X server delivers in order, SDL reads in order, and the command is one more event behind them: but only once SDL has looked at its socket since.
    public void Settle()
    {
        // A round trip through the window: a property changed behind the events is seen by SDL after them. The peer answers from its event loop.
        Tell("focus?");
        Tell("focus?");
    }

    private int Count(string line) => Peer.LinesFrom(0).Count(l => l == line);
}
