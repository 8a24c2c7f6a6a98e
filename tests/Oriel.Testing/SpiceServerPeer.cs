using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Oriel.Testing;

/// <summary>
/// A real SPICE server without a guest: tests/peers/spice-server, on Debian's libspice-server. What a guest would see is in <see cref="Events"/>; what a guest
/// would do is done by <see cref="Command"/> (tests/peers/spice-server/README.md lists both). It ends when this object or the test process ends. For any thread.
/// </summary>
public sealed class SpiceServerPeer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly TempFolder _folder = new();
    private readonly List<SpiceServerEvent> _events = [];
    private readonly List<string> _errors = [];
    private readonly object _gate = new();
    private readonly object _commandGate = new();
    private bool _ended;

    private SpiceServerPeer(SpiceServerOptions options)
    {
        UnixPath = options.Tcp ? null : options.UnixPath ?? _folder.File("spice.sock");
        var start = new ProcessStartInfo(SpiceServerProgram.Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in options.Arguments(_folder.Path, UnixPath))
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Received;
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_gate)
            {
                _errors.Add(e.Data ?? "");
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason => SpiceServerProgram.MissingReason;

    /// <summary>The Unix socket; null with TCP.</summary>
    public string? UnixPath { get; }

    /// <summary>The plain TCP port; 0 with a Unix socket.</summary>
    public int Port { get; private set; }

    /// <summary>The TLS port; 0 without TLS.</summary>
    public int TlsPort { get; private set; }

    /// <summary>Where long agent messages and files received from the client lie.</summary>
    public string Folder => _folder.Path;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>It ended or was killed.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything seen so far.</summary>
    public IReadOnlyList<SpiceServerEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Key bytes received so far, in order.</summary>
    public byte[] KeyBytes => [.. Events.Where(seen => seen.Kind == "key").Select(seen => (byte)seen.Number("byte"))];

    /// <summary>Starts a server that listens when this returns, or skips the test where none can be built.</summary>
    public static SpiceServerPeer StartOrSkip(SpiceServerOptions? options = null)
    {
        if (MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }

        var peer = new SpiceServerPeer(options ?? new());
        try
        {
            var ready = peer.WaitFor("ready");
            peer.Port = Math.Max(0, (int)ready.Number("port"));
            peer.TlsPort = Math.Max(0, (int)ready.Number("tlsPort"));
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Does what a guest would do and returns when it is done: "leds 2", "play 440 0.5 60 500", "agent on", …</summary>
    public void Command(string command)
    {
        lock (_commandGate)
        {
            var from = Events.Count;
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
            WaitFor(seen => seen.Kind == "did", $"command '{command}'", from);
        }
    }

    /// <summary>Puts something on the guest's clipboard and offers it to the client.</summary>
    /// <param name="type">Type of spice.md section 7.6: 1 text, 2 PNG, 3 BMP, …</param>
    /// <param name="content">The content.</param>
    /// <param name="selection">0 clipboard, 1 primary.</param>
    public void OfferClipboard(int type, byte[] content, int selection = 0)
    {
        var file = _folder.File($"offer-{Guid.NewGuid():N}");
        File.WriteAllBytes(file, content);
        Command($"agent-offer {selection} {type} {file}");
        Command($"agent-grab {selection}");
    }

    /// <summary>Waits for an event of this kind among those from number <paramref name="from"/> on.</summary>
    public SpiceServerEvent WaitFor(string kind, int from = 0, TimeSpan? limit = null) => WaitFor(seen => seen.Kind == kind, $"event '{kind}'", from, limit);

    /// <summary>Waits for an event for which the condition holds, among those from number <paramref name="from"/> on.</summary>
    public SpiceServerEvent WaitFor(Predicate<SpiceServerEvent> condition, string description, int from = 0, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var deadline = limit ?? s_patience;
        var started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            for (var next = from; ; next++)
            {
                while (next >= _events.Count)
                {
                    var left = deadline - Stopwatch.GetElapsedTime(started);
                    if (_ended || left <= TimeSpan.Zero)
                    {
                        throw new TimeoutException($"the SPICE server {(_ended ? "ended" : $"ran {deadline.TotalSeconds:0.#} s")} without {description}:\n{Tail()}");
                    }

                    Monitor.Wait(_gate, left);
                }

                if (condition(_events[next]))
                {
                    return _events[next];
                }
            }
        }
    }

    /// <summary>Stops it in the middle of what it does: sockets stay open, nothing is read or sent.</summary>
    public void Freeze() => Send(Signal.Stop);

    /// <summary>Lets it run again.</summary>
    public void Resume() => Send(Signal.Continue);

    /// <summary>Kills it at once, as a crash would; its socket file stays.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            Send(Signal.Kill);
            _process.WaitForExit();
        }
    }

    /// <summary>Ends it in order: sockets are closed, a recording is complete.</summary>
    public void Stop()
    {
        if (!_process.HasExited)
        {
            Resume();
            CloseInput();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                Kill();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        CloseInput();
        _process.Dispose();
        _folder.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read the last command.
        }
    }

    private void Send(Signal signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, (int)signal);
        }
    }

    private string Tail() => string.Join('\n', _events.TakeLast(20).Select(seen => seen.ToString()).Concat(_errors.TakeLast(20)));

    private void Received(object sender, DataReceivedEventArgs e)
    {
        lock (_gate)
        {
            if (e.Data is { Length: > 0 } line)
            {
                _events.Add(new(line));
            }

            _ended |= e.Data is null;
            Monitor.PulseAll(_gate);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
