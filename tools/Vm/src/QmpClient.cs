using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Oriel.Vm;

/// <summary>QEMU's machine protocol over its Unix socket: one command at a time, answers awaited, events kept. For any thread.</summary>
public sealed class QmpClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;
    private readonly object _gate = new();
    private readonly List<string> _events = [];

    /// <summary>Connects to a socket that is there already.</summary>
    public QmpClient(string path)
    {
        _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _stream = new NetworkStream(_socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
        _reader.ReadLine();
        Execute("qmp_capabilities");
    }

    /// <summary>Names of the events seen while answers were awaited.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Executes a command and returns what it returned.</summary>
    /// <exception cref="InvalidOperationException">QEMU answered with an error.</exception>
    /// <exception cref="IOException">QEMU is gone, or silent for half a minute.</exception>
    public JsonElement Execute(string command, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
        {
            request["arguments"] = arguments;
        }

        lock (_gate)
        {
            _stream.Write(Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"));
            while (_reader.ReadLine() is { } line)
            {
                var answer = JsonDocument.Parse(line).RootElement;
                if (answer.TryGetProperty("return", out var value))
                {
                    return value;
                }

                if (answer.TryGetProperty("error", out var error))
                {
                    throw new InvalidOperationException($"QEMU refused {command}: {error.GetProperty("desc").GetString()}");
                }

                if (answer.TryGetProperty("event", out var name))
                {
                    _events.Add(name.GetString()!);
                }
            }

            throw new IOException($"QEMU closed its control socket during {command}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
