using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Testing;

/// <summary>
/// What systemd is for a service that keeps descriptors: a notify socket (datagrams, docs of sd_notify) that stores what it is given by name, closes what it is asked to, and hands all of it to the
/// next start.
/// </summary>
internal sealed class FakeSystemd : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly SafeFileHandle _borrowed;
    private readonly Memory.DescriptorSocket _receiver;
    private readonly Thread _thread;
    private readonly Dictionary<string, SafeFileHandle> _kept = new(StringComparer.Ordinal);
    private readonly List<string> _messages = [];
    private volatile bool _ends;

    public FakeSystemd()
    {
        Path = _folder.File("notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _borrowed = new SafeFileHandle(_socket.SafeHandle.DangerousGetHandle(), ownsHandle: false);
        _receiver = Memory.DescriptorSocket.Wrap(_borrowed);
        _thread = new Thread(Receive) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>For <c>$NOTIFY_SOCKET</c>.</summary>
    public string Path { get; }

    /// <summary>Names of what it keeps.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_kept)
            {
                return [.. _kept.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>What it was told besides.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_kept)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Hands over everything it keeps; the receiver owns the handles.</summary>
    public List<(string Name, SafeFileHandle Handle)> TakeAll()
    {
        lock (_kept)
        {
            var all = _kept.Select(pair => (pair.Key, pair.Value)).ToList();
            _kept.Clear();
            return all;
        }
    }

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
        TakeAll().ForEach(one => one.Handle.Dispose());
        _receiver.Dispose();
        _socket.Dispose();
        _folder.Dispose();
    }

    private void Receive()
    {
        var poll = new Memory.DescriptorPoll();
        poll.Add(_receiver.Handle);
        var buffer = new byte[4096];
        while (!_ends)
        {
            if (!poll.Wait(System.Diagnostics.Stopwatch.GetTimestamp() + (System.Diagnostics.Stopwatch.Frequency / 20)) || _receiver.TryReceive(buffer, out var count, out var handle) != Memory.SocketOutcome.Done)
            {
                continue;
            }

            lock (_kept)
            {
                Take(Encoding.UTF8.GetString(buffer, 0, count).Split('\n'), handle);
            }
        }
    }

    private void Take(string[] lines, SafeFileHandle? handle)
    {
        var name = lines.FirstOrDefault(line => line.StartsWith("FDNAME=", StringComparison.Ordinal))?[7..] ?? "stored";
        if (lines.Contains("FDSTORE=1"))
        {
            // systemd keeps several of one name; ours are unique, and a second one would be a mistake.
            Assert.True(_kept.TryAdd(name, handle!), $"{name} was kept twice");
        }
        else if (lines.Contains("FDSTOREREMOVE=1"))
        {
            if (_kept.Remove(name, out var removed))
            {
                removed.Dispose();
            }
        }
        else
        {
            _messages.AddRange(lines);
        }
    }
}
