using System.Collections.Concurrent;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;

namespace Oriel.Display.Clipboard;

/// <summary>
/// The clipboard and the primary selection of an X server, on a connection and a thread of its own: what other programs do with selections cannot hold up the window, and
/// SDL's handling of them (text only, pushed) is not involved.
/// </summary>
public sealed partial class X11Clipboard : IHostClipboard
{
    private const int MaxConversions = 16;
    private const int MaxDeliveries = 64;

    private readonly ClipboardLimits _limits;
    private readonly WakeFlag _stop = new();
    private readonly WakeFlag _wake = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly XConnection _x;
    private readonly X11Atoms _atoms;
    private readonly uint _window;
    private readonly Thread _thread;
    private readonly HostContentType[]?[] _wantedOffers = new HostContentType[]?[2];
    private volatile bool _isClosed;
    private bool _isDisposed;

    /// <summary>Connects. Throws <see cref="OrielException"/> (ORL360).</summary>
    /// <param name="display">For example <c>:0</c>; null = the one in DISPLAY.</param>
    /// <param name="limits">Bounds; null = the defaults.</param>
    public X11Clipboard(string? display = null, ClipboardLimits? limits = null)
    {
        _limits = limits ?? new ClipboardLimits();
        var x = Open(display, _stop);
        _x = x;
        _atoms = new X11Atoms(x);
        _window = x.CreateHiddenWindow();
        foreach (var selection in Enum.GetValues<HostSelection>())
        {
            _ = x.TryWatchOwner(_window, _atoms.Of(selection));
        }

        _thread = new Thread(Run) { Name = "oriel-clipboard", IsBackground = true };
    }

    /// <inheritdoc/>
    public string Description => "X11 selections";

    /// <inheritdoc/>
    public bool HasPrimary => true;

    /// <inheritdoc/>
    public Action<HostSelection, IReadOnlyList<HostContentType>>? Changed { get; set; }

    /// <inheritdoc/>
    public Action<HostSelection>? Lost { get; set; }

    /// <inheritdoc/>
    public Action<HostRequest>? Requested { get; set; }

    /// <inheritdoc/>
    public void Start() => _thread.Start();

    /// <inheritdoc/>
    public void Offer(HostSelection selection, IReadOnlyList<HostContentType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        Want(selection, [.. types]);
    }

    /// <inheritdoc/>
    public void Withdraw(HostSelection selection) => Want(selection, []);

    /// <inheritdoc/>
    public Task<HostAnswer> FetchAsync(HostSelection selection, HostContentType type, CancellationToken cancel = default)
    {
        var done = new TaskCompletionSource<HostAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancel.Register(() => done.TrySetResult(new HostAnswer(HostAnswerOutcome.Cancelled, default)));
        Post(() => Ask(selection, type, done, cancel));
        if (_isClosed)
        {
            _ = done.TrySetResult(new HostAnswer(HostAnswerOutcome.Lost, default));
        }

        _ = done.Task.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return done.Task;
    }

    /// <summary>Ends the thread; selections that are ours become empty.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _stop.Raise();
        if ((_thread.ThreadState & ThreadState.Unstarted) == 0 && !_thread.Join(TimeSpan.FromSeconds(5)))
        {
            // A server that does not answer holds the thread; what it uses stays open until the process ends.
            return;
        }

        _x.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private static XConnection Open(string? display, WakeFlag stop)
    {
        XConnection? x;
        XConnectFailure failure;
        try
        {
            x = XConnection.TryOpen(display, stop, out failure);
        }
        catch (DllNotFoundException error)
        {
            throw Unavailable(error.Message.Split('\n')[0], "libxcb.so.1 and libxcb-xfixes.so.0", "install them (Debian, Ubuntu: libxcb1 and libxcb-xfixes0)");
        }

        if (x is null)
        {
            throw Unavailable($"no connection to the X server {display ?? Environment.GetEnvironmentVariable("DISPLAY") ?? "(DISPLAY is unset)"}: {failure}",
                "an X server that takes one more client", "look at the server's limit of clients and at its access control");
        }

        if (x.TryQueryExtensions() && x.Extensions.XFixesVersion > 0)
        {
            return x;
        }

        x.Dispose();
        throw Unavailable("an X server without the XFIXES extension", "XFIXES, which tells when a selection changes", "use another X server");
    }

    private static OrielException Unavailable(string seen, string expected, string remedy) => new(ClipboardErrors.Unavailable, seen, expected, remedy);

    // Latest wins: a guest that offers faster than the X server answers costs nothing.
    private void Want(HostSelection selection, HostContentType[] types)
    {
        if (Interlocked.Exchange(ref _wantedOffers[(int)selection], types) is null)
        {
            Post(() =>
            {
                var wanted = Interlocked.Exchange(ref _wantedOffers[(int)selection], null);
                if (wanted is { Length: > 0 })
                {
                    Take(selection, wanted);
                }
                else
                {
                    GiveUp(selection);
                }
            });
        }
    }

    private void Post(Action command)
    {
        if (!_isClosed)
        {
            _commands.Enqueue(command);
            _wake.Raise();
        }
    }

    private void Run()
    {
        foreach (var selection in Enum.GetValues<HostSelection>())
        {
            OnOwner(selection, _x.GetSelectionOwner(_atoms.Of(selection)), time: 0);
        }

        while ((_x.Wait(_wake, NextDueNs()) & (XEvents.Lost | XEvents.Stopped)) == 0)
        {
            while (_commands.TryDequeue(out var command))
            {
                command();
            }

            while (_x.TryTakeSelectionEvent(out var e))
            {
                Handle(e);
            }

            Expire();
        }

        Close();
    }

    private void Handle(in XSelectionEvent e)
    {
        switch (e.Kind)
        {
            case XSelectionEventKind.OwnerChanged when _atoms.Selection(e.Selection) is { } selection:
                OnOwner(selection, e.Window, e.Time);
                break;
            case XSelectionEventKind.Cleared when _atoms.Selection(e.Selection) is { } selection:
                OnCleared(selection, e.Time);
                break;
            case XSelectionEventKind.Requested:
                OnRequested(e);
                break;
            case XSelectionEventKind.Converted when e.Window == _window:
                OnConverted(e);
                break;
            case XSelectionEventKind.PropertySet when e.Window == _window && e.Property == _atoms.Time:
                OnTime(e.Time);
                break;
            case XSelectionEventKind.PropertySet when e.Window == _window:
                OnPiece(e.Property);
                break;
            case XSelectionEventKind.PropertyDeleted:
                OnPieceTaken(e.Window, e.Property);
                break;
            case XSelectionEventKind.WindowDestroyed:
                OnRequestorGone(e.Window);
                break;
            default:
                break;
        }
    }

    private long NextDueNs()
    {
        var due = long.MaxValue;
        foreach (var fetch in _fetches)
        {
            due = Math.Min(due, fetch.Due);
        }

        foreach (var delivery in _deliveries)
        {
            due = Math.Min(due, delivery.Due);
        }

        return due == long.MaxValue ? -1 : Math.Max(0, due - Environment.TickCount64 + 1) * 1_000_000;
    }

    private void Expire()
    {
        var now = Environment.TickCount64;
        foreach (var fetch in _fetches.Where(f => f.Due <= now).ToArray())
        {
            EndFetch(fetch, HostAnswerOutcome.TimedOut);
        }

        foreach (var delivery in _deliveries.Where(d => d.Due <= now).ToArray())
        {
            if (delivery.Pieces is null)
            {
                Finish(delivery, converted: false);
            }

            Drop(delivery);
        }
    }

    private void Close()
    {
        _isClosed = true;
        foreach (var fetch in _fetches.ToArray())
        {
            EndFetch(fetch, HostAnswerOutcome.Lost);
        }

        foreach (var delivery in _deliveries.ToArray())
        {
            Drop(delivery);
        }

        // Requests that came too late to be asked end here; on the closed connection asking fails at once.
        while (_commands.TryDequeue(out var command))
        {
            command();
        }
    }

    private static long After(TimeSpan patience) => Environment.TickCount64 + (long)patience.TotalMilliseconds;
}
