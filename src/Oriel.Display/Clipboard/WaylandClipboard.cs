using System.Collections.Concurrent;
using Oriel.Interop.Linux.Wayland;
using Oriel.Memory;

namespace Oriel.Display.Clipboard;

/// <summary>
/// The clipboard of a Wayland compositor, beside SDL on SDL's connection (see <see cref="WaylandSelections"/>), on a thread of its own. As the protocol has it, other programs' offers
/// are seen while our window has the keyboard, and only then can we offer. There is no primary selection: its protocol is not part of the core.
/// Must be disposed before the window.
/// </summary>
public sealed class WaylandClipboard : IHostClipboard
{
    private const int MaxTransfers = 32;

    private readonly ClipboardLimits _limits;
    private readonly WakeFlag _stop = new();
    private readonly WakeFlag _wake = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly WaylandSelections _wayland;
    private readonly Thread _thread;
    private readonly List<WaylandFetch> _fetches = [];
    private readonly List<WaylandDelivery> _deliveries = [];
    private readonly byte[] _buffer = new byte[64 << 10];
    private IReadOnlyList<string> _offered = [];
    private List<HostContentType>? _ours;
    private HostContentType[]? _wanted;
    private volatile bool _isClosed;
    private bool _isDisposed;

    /// <summary>Joins a connection. Throws <see cref="OrielException"/> (ORL360).</summary>
    /// <param name="display">SDL's <c>wl_display</c>.</param>
    /// <param name="limits">Bounds; null = the defaults.</param>
    public WaylandClipboard(nint display, ClipboardLimits? limits = null)
    {
        _limits = limits ?? new ClipboardLimits();
        _wayland = WaylandSelections.TryOpen(display, _stop, out var problem)
            ?? throw new OrielException(ClipboardErrors.Unavailable, problem, "a Wayland compositor with a seat and wl_data_device_manager", "nothing to do here; without it nothing is copied between host and guest");
        _thread = new Thread(Run) { Name = "oriel-clipboard", IsBackground = true };
    }

    /// <inheritdoc/>
    public string Description => "Wayland data device";

    /// <inheritdoc/>
    public bool HasPrimary => false;

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
        if (selection != HostSelection.Clipboard)
        {
            done.SetResult(new HostAnswer(HostAnswerOutcome.Nothing, default));
            return done.Task;
        }

        var registration = cancel.Register(() =>
        {
            _ = done.TrySetResult(new HostAnswer(HostAnswerOutcome.Cancelled, default));
            _wake.Raise();
        });
        Post(() => Ask(type, done));
        if (_isClosed)
        {
            _ = done.TrySetResult(new HostAnswer(HostAnswerOutcome.Lost, default));
        }

        _ = done.Task.ContinueWith(_ => registration.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return done.Task;
    }

    /// <summary>Ends the thread; an offer of ours is gone.</summary>
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
            return;
        }

        _wayland.Dispose();
        _stop.Dispose();
        _wake.Dispose();
    }

    private void Want(HostSelection selection, HostContentType[] types)
    {
        if (selection == HostSelection.Clipboard && Interlocked.Exchange(ref _wanted, types) is null)
        {
            Post(() =>
            {
                var wanted = Interlocked.Exchange(ref _wanted, null) ?? [];
                if (_isClosed)
                {
                    return;
                }

                _ours = wanted.Length > 0 ? [.. wanted] : null;
                if (wanted.Length > 0)
                {
                    _wayland.Offer([.. ContentNames.All.Where(n => wanted.Contains(n.Type)).Select(n => n.Name)]);
                }
                else
                {
                    _wayland.Withdraw();
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
        List<PipeEnd> pipes = [];
        do
        {
            while (_commands.TryDequeue(out var command))
            {
                command();
            }

            while (_wayland.TryTakeEvent(out var e))
            {
                Handle(e!);
            }

            MoveContent();
            pipes.Clear();
            pipes.AddRange(_fetches.Select(f => f.Pipe));
            pipes.AddRange(_deliveries.Where(d => d.Left is not null).Select(d => d.Pipe));
        }
        while (_wayland.Wait(_wake, pipes, NextDueNs()));

        Close();
    }

    private void Handle(WaylandSelectionEvent e)
    {
        switch (e.Kind)
        {
            case WaylandSelectionEventKind.Offered:
                _offered = e.Types;
                Changed?.Invoke(HostSelection.Clipboard, ContentNames.Types(e.Types));
                break;
            case WaylandSelectionEventKind.Replaced when _ours is not null:
                _ours = null;
                Lost?.Invoke(HostSelection.Clipboard);
                break;
            case WaylandSelectionEventKind.Wanted:
                OnWanted(e.Type, e.Pipe!);
                break;
            default:
                break;
        }
    }

    private void OnWanted(string name, PipeEnd pipe)
    {
        if (_ours is null || Requested is null || _deliveries.Count >= MaxTransfers || ContentNames.TypeOf(name) is not { } type || !_ours.Contains(type))
        {
            pipe.Dispose();
            return;
        }

        var delivery = new WaylandDelivery(pipe, name) { Due = After(_limits.AnswerPatience) };
        _deliveries.Add(delivery);
        Requested(new HostRequest(HostSelection.Clipboard, type, content => Post(() => Deliver(delivery, content))) { Abandoned = delivery.Abandoned });
    }

    private void Deliver(WaylandDelivery delivery, ReadOnlyMemory<byte>? content)
    {
        if (!_deliveries.Contains(delivery))
        {
            return;
        }

        if (content is not { } bytes)
        {
            Drop(delivery);
            return;
        }

        delivery.Left = delivery.Name == "STRING" ? ClipboardText.ToLatin1(bytes.Span) : bytes;
        delivery.Due = After(_limits.RequestorPatience);
    }

    private void Ask(HostContentType type, TaskCompletionSource<HostAnswer> done)
    {
        var name = ContentNames.Best(type, _offered);
        var pipe = _isClosed || done.Task.IsCompleted || name is null || _fetches.Count >= MaxTransfers ? null : _wayland.Receive(name);
        if (pipe is null)
        {
            _ = done.TrySetResult(new HostAnswer(_isClosed ? HostAnswerOutcome.Lost : HostAnswerOutcome.Nothing, default));
            return;
        }

        _fetches.Add(new WaylandFetch(pipe, name!, done) { Due = After(_limits.OwnerPatience) });
    }

    private void MoveContent()
    {
        var now = Environment.TickCount64;
        foreach (var fetch in _fetches.ToArray())
        {
            HostAnswer? answer = null;
            if (fetch.Pipe.IsReady)
            {
                fetch.Due = After(_limits.OwnerPatience);
                answer = fetch.Read(_buffer, _limits.MaxBytes);
            }

            if (answer is null && fetch.Due <= now)
            {
                answer = new HostAnswer(HostAnswerOutcome.TimedOut, default);
            }

            if (answer is not null || fetch.Done.Task.IsCompleted)
            {
                _ = fetch.Done.TrySetResult(answer ?? default);
                _ = _fetches.Remove(fetch);
                fetch.Pipe.Dispose();
            }
        }

        foreach (var delivery in _deliveries.ToArray())
        {
            var before = delivery.Left;
            if ((delivery.Left is not null && !delivery.Write()) || delivery.Due <= now)
            {
                Drop(delivery);
            }
            else if (before is { } was && was.Length != delivery.Left!.Value.Length)
            {
                delivery.Due = After(_limits.RequestorPatience);
            }
        }
    }

    private void Drop(WaylandDelivery delivery)
    {
        _ = _deliveries.Remove(delivery);
        delivery.Pipe.Dispose();
        delivery.Abandon();
    }

    private long NextDueNs()
    {
        var due = _fetches.Select(f => f.Due).Concat(_deliveries.Select(d => d.Due)).DefaultIfEmpty(long.MaxValue).Min();
        return due == long.MaxValue ? -1 : Math.Max(0, due - Environment.TickCount64 + 1) * 1_000_000;
    }

    private void Close()
    {
        _isClosed = true;
        foreach (var fetch in _fetches)
        {
            _ = fetch.Done.TrySetResult(new HostAnswer(HostAnswerOutcome.Lost, default));
            fetch.Pipe.Dispose();
        }

        _fetches.Clear();
        foreach (var delivery in _deliveries.ToArray())
        {
            Drop(delivery);
        }

        while (_commands.TryDequeue(out var command))
        {
            command();
        }
    }

    private static long After(TimeSpan patience) => Environment.TickCount64 + (long)patience.TotalMilliseconds;
}
