using Oriel.Display.Windowing;
using Oriel.Interop.Linux;
using Oriel.Spice.Agent;

namespace Oriel.Cli.Clipboard;

/// <summary>
/// Files dropped on the window go to the guest by its agent, two at a time, with what is running in words and one command to stop it all. <see cref="Take"/> belongs to the window role and never
/// blocks; the rest is for any thread.
/// </summary>
internal sealed class FileDrop : IDisposable
{
    private const int AtATime = 2;
    private const int MaxFiles = 1000;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    private readonly AgentLink _agent;
    private readonly ClipboardOptions _options;
    private readonly Action<string> _notice;
    private readonly Lock _gate = new();
    private readonly List<string> _dropping = [];
    private readonly Queue<string> _waiting = new();
    private readonly List<FileSend> _running = [];
    private readonly Timer _timer;
    private string? _shown;
    private string? _lastName;
    private int _starting;
    private int _total;
    private int _done;
    private int _failed;
    private bool _isDisposed;

    /// <summary>Prepares; nothing runs before something is dropped.</summary>
    /// <param name="agent">The guest's side; not owned.</param>
    /// <param name="options">Whether files may pass.</param>
    /// <param name="notice">Shows a sentence to the user; any thread.</param>
    public FileDrop(AgentLink agent, ClipboardOptions options, Action<string> notice)
    {
        (_agent, _options, _notice) = (agent, options, notice);
        _timer = new Timer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is running now, for a mark on the screen; null = nothing.</summary>
    public string? Activity
    {
        get
        {
            lock (_gate)
            {
                return _shown;
            }
        }
    }

    /// <summary>Called when <see cref="Activity"/> changed; any thread. It must only post elsewhere.</summary>
    public Action? ActivityChanged { get; set; }

    /// <summary>Looks at a window event; true when it was about dropped files.</summary>
    public bool Take(in WindowEvent e)
    {
        switch (e.Kind)
        {
            case WindowEventKind.DropBegan:
                _dropping.Clear();
                return true;
            case WindowEventKind.DropFile when e.Text is { Length: > 0 } path:
                if (_dropping.Count < MaxFiles)
                {
                    _dropping.Add(path);
                }

                return true;
            case WindowEventKind.DropCompleted:
                string[] paths = [.. _dropping];
                _dropping.Clear();
                if (paths.Length > 0)
                {
                    Send(paths);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>Sends files. What cannot be sent is said in words; the others go.</summary>
    public void Send(IReadOnlyList<string> paths)
    {
        var refusal = !_options.Files ? "sending files is switched off"
            : !_agent.Status.IsAnnounced ? "the guest runs no SPICE agent"
            : !_agent.Status.TakesFiles ? "file transfer is switched off in the guest"
            : null;
        if (refusal is not null)
        {
            _notice($"Files are not sent: {refusal}");
            return;
        }

        // A path on a network share can take its time: not on the window's thread.
        _ = Task.Run(() => Enqueue(paths));
    }

    /// <summary>Stops all files, those that wait included. False when there are none.</summary>
    public bool Cancel()
    {
        FileSend[] running;
        lock (_gate)
        {
            if (_waiting.Count == 0 && _running.Count == 0)
            {
                return false;
            }

            _failed += _waiting.Count;
            _waiting.Clear();
            running = [.. _running];
        }

        Array.ForEach(running, f => f.Cancel());
        _notice("Sending files cancelled");
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        FileSend[] running;
        lock (_gate)
        {
            _isDisposed = true;
            _waiting.Clear();
            running = [.. _running];
            _timer.Dispose();
        }

        Array.ForEach(running, f => f.Cancel());
    }

    private void Enqueue(IReadOnlyList<string> paths)
    {
        List<string> good = [];
        foreach (var path in paths)
        {
            if (Refusal(path) is { } refusal)
            {
                _notice($"\"{Name(path)}\" is not sent: {refusal}");
            }
            else
            {
                good.Add(path);
            }
        }

        lock (_gate)
        {
            _total += good.Count;
            good.ForEach(_waiting.Enqueue);
        }

        Next();
    }

    private static string Name(string path) => Path.GetFileName(path.TrimEnd('/')) is { Length: > 0 } name ? name : path;

    private static string? Refusal(string path) =>
        Directory.Exists(path) ? "it is a folder; pack it into an archive first"
        : !File.Exists(path) ? "it does not exist"
        : !FileKind.IsPlainFile(path) ? "it is not a plain file"
        : null;

    private void Next()
    {
        while (true)
        {
            string path;
            lock (_gate)
            {
                if (_running.Count + _starting >= AtATime || !_waiting.TryDequeue(out path!))
                {
                    break;
                }

                _starting++;
            }

            Start(path);
        }

        lock (_gate)
        {
            if (_running.Count == 0 && _waiting.Count == 0 && _starting == 0)
            {
                (_total, _done, _failed) = (0, 0, 0);
            }
        }

        Look();
    }

    private void Start(string path)
    {
        FileSend? file = null;
        try
        {
            var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
            file = _agent.SendFile(Name(path), stream.Length, stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _notice($"\"{Name(path)}\" is not sent: {(e is UnauthorizedAccessException ? "you may not read it" : e.Message.TrimEnd('.'))}");
        }

        lock (_gate)
        {
            _starting--;
            if (file is null)
            {
                _failed++;
            }
            else
            {
                _running.Add(file);
                _ = !_isDisposed && _timer.Change(s_look, s_look);
            }
        }

        if (file is not null)
        {
            _ = file.Completion.ContinueWith(t => End(file, t.Result), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void End(FileSend file, FileSendResult result)
    {
        string? summary = null;
        lock (_gate)
        {
            _ = _running.Remove(file);
            if (result.Outcome == FileSendOutcome.Done)
            {
                _done++;
                _lastName = file.Name;
            }
            else
            {
                _failed++;
            }

            if (_running.Count == 0 && _waiting.Count == 0 && _starting == 0)
            {
                var isWhole = _failed == 0;
                summary = _done == 0 ? null
                    : _done == 1 && isWhole ? $"\"{_lastName}\" is in the guest"
                    : isWhole ? $"{_done} files are in the guest"
                    : $"{_done} of {_total} files are in the guest";
            }
        }

        if (result.Outcome is not (FileSendOutcome.Done or FileSendOutcome.Cancelled))
        {
            _notice($"\"{file.Name}\" was not sent: {result.Detail}");
        }

        if (summary is not null)
        {
            _notice(summary);
        }

        Next();
    }

    private void Look()
    {
        bool isNew;
        lock (_gate)
        {
            var words = Words();
            isNew = words != _shown;
            _shown = words;
            if (words is null && !_isDisposed)
            {
                _ = _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (isNew)
        {
            ActivityChanged?.Invoke();
        }
    }

    private string? Words()
    {
        if (_running.Count == 0)
        {
            return null;
        }

        var (bytes, size) = (_running.Sum(f => f.Progress.Bytes), _running.Sum(f => f.Size));
        var percent = size == 0 ? 0 : 100 * bytes / size;
        var what = _total == 1 ? $"\"{_running[0].Name}\"" : $"{_total - _done - _failed} files";
        return $"Sending {what} to the guest: {percent} % of {TransferList.Bytes(size)}";
    }
}
