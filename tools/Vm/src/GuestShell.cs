using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Oriel.Vm;

/// <summary>The port on which the guest tells what it does and takes commands (tools/Vm/guest/start). For any thread.</summary>
public sealed class GuestShell : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly List<string> _lines = [];
    private readonly object _gate = new();
    private readonly string _commands;
    private readonly Thread _thread;
    private bool _ended;
    private int _next;

    internal GuestShell(string socketPath, string share)
    {
        _commands = Directory.CreateDirectory(Path.Combine(share, "commands")).FullName;
        _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _stream = new NetworkStream(_socket, ownsSocket: true);
        _thread = new Thread(Read) { Name = "oriel-vm-shell", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Lines told so far, over all starts of the guest.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits for a line that satisfies the condition, among those from number <paramref name="from"/> on.</summary>
    /// <exception cref="TimeoutException">None came, or the guest is gone.</exception>
    public string WaitFor(Predicate<string> condition, TimeSpan limit, string description, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            for (var next = from; ; next++)
            {
                while (next >= _lines.Count)
                {
                    var left = limit - Stopwatch.GetElapsedTime(started);
                    if (_ended || left <= TimeSpan.Zero)
                    {
                        throw new TimeoutException(
                            $"the guest {(_ended ? "ended" : $"ran {limit.TotalSeconds:0.#} s")} without {description}; it told: {string.Join(" | ", _lines.TakeLast(12))}");
                    }

                    Monitor.Wait(_gate, left);
                }

                if (condition(_lines[next]))
                {
                    return _lines[next];
                }
            }
        }
    }

    /// <summary>Runs a shell script in the guest, as root with DISPLAY set, one at a time; returns its exit status and what it printed.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public (int Status, string Output) Run(string script, TimeSpan? limit = null)
    {
        var id = $"c{Interlocked.Increment(ref _next)}";
        var from = Lines.Count;
        var file = Path.Combine(_commands, id);
        File.WriteAllText(file, script + "\n");
        _stream.Write(Encoding.ASCII.GetBytes($"{id}\n"));
        var line = WaitFor(told => told.StartsWith($"{id} ", StringComparison.Ordinal), limit ?? TimeSpan.FromSeconds(30), $"an end of: {script}", from);
        return (int.Parse(line.AsSpan(id.Length + 1)), File.ReadAllText($"{file}.out"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join(TimeSpan.FromSeconds(2));
        _stream.Dispose();
    }

    private void Read()
    {
        try
        {
            using var reader = new StreamReader(_stream, Encoding.UTF8, false, 1024, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                lock (_gate)
                {
                    _lines.Add(line.Trim('\r', '\0'));
                    Monitor.PulseAll(_gate);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The guest is gone, or we closed the socket.
        }

        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }
}
