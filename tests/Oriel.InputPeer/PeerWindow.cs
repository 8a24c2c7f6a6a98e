using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Oriel.Display;
using Oriel.Spice;

namespace Oriel.InputPeer;

/// <summary>The window, the router, and a guest whose screen fills the window. Commands come from a Unix socket.</summary>
internal sealed class PeerWindow : IInputFeedback, IPictureMap, IDisposable
{
    private readonly SdlWindow _window;
    private readonly RenderLoop? _render;
    private readonly SpiceSession? _session;
    private readonly PrintingGuest _printing;
    private readonly InputRouter _router;
    private readonly GuestPointer _pointer = new(TimeProvider.System);
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private bool _isStopping;

    public PeerWindow(InputOptions options, WindowDriver driver, (int Width, int Height) guest, int modes, string? spiceSocket, bool isRendered, string? commands)
    {
        GuestSize = guest;
        var windowOptions = new WindowOptions { Title = "input peer", Width = guest.Width, Height = guest.Height, Driver = driver };
        _window = new SdlWindow(windowOptions, error => Print($"lost {error.Seen}"));
        _window.Show();
        if (isRendered)
        {
            _render = new RenderLoop(new RenderOptions(), _window.Surface);
            _render.Start();
        }

        _printing = new PrintingGuest((MouseModes)modes);
        IGuestInput target = _printing;
        if (spiceSocket is not null)
        {
            _session = new SpiceSession(new SpiceOptions { UnixPath = spiceSocket }, []);
            _session.Inputs.ReadyChanged = ready => Post(() =>
            {
                Print($"ready {ready}");
                _router!.GuestReadyChanged(ready);
            });
            _session.Inputs.LocksChanged = locks => Post(() => _router!.GuestLocksChanged(locks));
            _session.StatusChanged = status => Post(() =>
            {
                Print($"status {status.State} mode {(int)status.MouseMode} of {(int)status.SupportedMouseModes} {status.Detail}");
                _router!.GuestModesChanged();
            });
            target = new SpiceGuestInput(_session);
        }

        _router = new InputRouter(options, _window, target, this, _pointer, this, TimeProvider.System);
        _router.SetPictureShown(true);
        _session?.Start();
        if (commands is not null)
        {
            var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            server.Bind(new UnixDomainSocketEndPoint(commands));
            server.Listen(1);
            new Thread(() => ReadCommands(server)) { IsBackground = true }.Start();
        }
    }

    public (int Width, int Height) GuestSize { get; }

    public void Run()
    {
        Print($"window {_window.Size.Width}x{_window.Size.Height} {_window.Description}");
        while (!_isStopping)
        {
            if (_window.TryWait(_router.UntilTick, out var e))
            {
                Handle(e);
            }

            _router.Tick();
        }
    }

    public void Dispose()
    {
        _router.Close();
        _session?.DisposeAsync().AsTask().Wait();
        _render?.Dispose();
        _window.Dispose();
        Print("closed");
    }

    public void ShowNotice(string text) => Print($"notice {text}");

    public void ShowHelp(IReadOnlyList<string> lines) => Print($"help {lines.Count}");

    public void HideHelp() => Print("help off");

    public bool TryToGuest(int x, int y, bool clamp, out int guestX, out int guestY)
    {
        (guestX, guestY) = clamp ? (Math.Clamp(x, 0, GuestSize.Width - 1), Math.Clamp(y, 0, GuestSize.Height - 1)) : (x, y);
        return x >= 0 && y >= 0 && x < GuestSize.Width && y < GuestSize.Height || clamp;
    }

    public bool TryToWindow(int guestX, int guestY, out int x, out int y)
    {
        (x, y) = (guestX, guestY);
        return true;
    }

    internal static void Print(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    private void Handle(in WindowEvent e)
    {
        switch (e.Kind)
        {
            case WindowEventKind.Woken:
                while (_posted.TryDequeue(out var action))
                {
                    action();
                }

                while (_commands.TryDequeue(out var command))
                {
                    Obey(command.Split(' '));
                }

                break;
            case WindowEventKind.CloseRequested:
                _isStopping = true;
                break;
            case WindowEventKind.Resized:
                _render?.Resize(e.Width, e.Height);
                break;
            case WindowEventKind.FocusGained or WindowEventKind.FocusLost or WindowEventKind.PointerEntered or WindowEventKind.PointerLeft:
                Print($"event {e.Kind}");
                break;
            case WindowEventKind.DropBegan or WindowEventKind.DropCompleted or WindowEventKind.DropFile or WindowEventKind.DropText:
                Print($"event {e.Kind} {e.Text}");
                break;
            case WindowEventKind.KeyDown when e.IsRepeat:
                Print($"repeat {e.Key}");
                break;
        }

        if (_router.Take(e) is not ViewerCommand.None and var asked)
        {
            Print($"command {asked}");
            _isStopping |= asked == ViewerCommand.Quit;
        }
    }

    private void Obey(string[] words)
    {
        switch (words[0])
        {
            case "pointer":
                _pointer.Set(Number(words[1]), Number(words[2]), words[3] == "1");
                break;
            case "guest-locks":
                _router.GuestLocksChanged((KeyLocks)Number(words[1]));
                break;
            case "host-locks":
                Print($"host-locks {_window.SetLocks((LockKeys)Number(words[1]))} {(int)_window.Locks}");
                break;
            case "focus?":
                Print($"focus {_window.IsFocused}");
                break;
            case "confine":
                _window.SetPointerConfined(words[1] == "1");
                break;
            case "cursor":
                Print($"cursor {_window.SetCursorImage(new CursorImage(16, 16, 3, 4, new byte[1024]))}");
                break;
            case "awake":
                _window.SetScreenSaverInhibited(words[1] == "1");
                break;
        }

        // Whatever was asked of the window system has been asked when this line is read.
        Print($"done {string.Join(' ', words)}");
    }

    private void ReadCommands(Socket server)
    {
        using (server)
        using (var stream = new NetworkStream(server.Accept(), ownsSocket: true))
        using (var reader = new StreamReader(stream))
        {
            while (reader.ReadLine() is { } line)
            {
                _commands.Enqueue(line);
                _window.Wake();
            }
        }
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        _window.Wake();
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
