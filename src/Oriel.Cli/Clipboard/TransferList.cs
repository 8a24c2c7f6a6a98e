using Oriel.Spice.Agent;

namespace Oriel.Cli.Clipboard;

/// <summary>Content on its way between host and guest: what to show of it, and how to stop it. Any thread.</summary>
internal sealed class TransferList
{
    // Below this a transfer is over before anybody could read about it.
    private const long WorthShowing = 4 << 20;

    private readonly Lock _gate = new();
    private readonly List<Transfer> _running = [];
    private int _shownPercent = -1;

    /// <summary>Called when <see cref="Words"/> changed; any thread.</summary>
    public Action? Changed { get; set; }

    /// <summary>The largest one that runs, in words; null = none worth a word.</summary>
    public string? Words
    {
        get
        {
            lock (_gate)
            {
                return Largest() is { } transfer && transfer.Progress is var p ? $"{transfer.What}: {Percent(p)} % of {Bytes(p.Total)}" : null;
            }
        }
    }

    /// <summary>Bytes as a person reads them.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} bytes",
        < 10_000_000 => $"{bytes / 1000} kB",
        < 10_000_000_000 => $"{bytes / 1_000_000} MB",
        _ => $"{bytes / 1_000_000_000} GB",
    };

    public Transfer Begin(string what)
    {
        var transfer = new Transfer(this, what);
        lock (_gate)
        {
            _running.Add(transfer);
        }

        return transfer;
    }

    /// <summary>False when nothing ran.</summary>
    public bool CancelAll()
    {
        Transfer[] all;
        lock (_gate)
        {
            all = [.. _running];
        }

        Array.ForEach(all, t => t.Cancel());
        return all.Length > 0;
    }

    private static long Percent(AgentProgress progress) => progress.Total == 0 ? 0 : 100 * progress.Bytes / progress.Total;

    private Transfer? Largest() => _running.Where(t => t.Progress.Total >= WorthShowing).MaxBy(t => t.Progress.Total);

    private void Look()
    {
        bool isNew;
        lock (_gate)
        {
            var percent = Largest() is { } transfer ? (int)Percent(transfer.Progress) : -1;
            isNew = percent != _shownPercent;
            _shownPercent = percent;
        }

        if (isNew)
        {
            Changed?.Invoke();
        }
    }

    private void End(Transfer transfer)
    {
        lock (_gate)
        {
            _ = _running.Remove(transfer);
        }

        Look();
    }

    /// <summary>One transfer, until it is disposed.</summary>
    internal sealed class Transfer(TransferList list, string what) : IProgress<AgentProgress>, IDisposable
    {
        private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
        private readonly CancellationTokenSource _cancel = new();
        private readonly Lock _gate = new();
        private AgentProgress _progress;
        private Func<AgentProgress>? _source;
        private Timer? _timer;
        private bool _isOver;

        public string What { get; } = what;

        public CancellationToken Cancelled => _cancel.Token;

        public AgentProgress Progress
        {
            get
            {
                lock (_gate)
                {
                    return _source?.Invoke() ?? _progress;
                }
            }
        }

        /// <summary>Called with the agent's lock held: only notes it.</summary>
        public void Report(AgentProgress value)
        {
            lock (_gate)
            {
                var isFirst = _progress.Total == 0 && value.Total >= WorthShowing;
                _progress = value;
                if (isFirst)
                {
                    Watch();
                }
            }
        }

        /// <summary>Progress that has to be asked for.</summary>
        public void Follow(Func<AgentProgress> source)
        {
            lock (_gate)
            {
                _source = source;
                if (source().Total >= WorthShowing)
                {
                    Watch();
                }
            }
        }

        public void Cancel()
        {
            lock (_gate)
            {
                if (_isOver)
                {
                    return;
                }
            }

            _cancel.Cancel();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _isOver = true;
                _timer?.Dispose();
            }

            list.End(this);
        }

        private void Watch() => _timer ??= _isOver ? null : new Timer(_ => list.Look(), null, TimeSpan.Zero, s_look);
    }
}
