using Microsoft.Win32.SafeHandles;
using Oriel.Memory;
using Oriel.Relay.Doorbell;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Doorbell;

/// <summary>A server on a thread of its own, and what it reported.</summary>
internal sealed class ServerStage : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<ServerEvent> _events = [];
    private readonly WakeEvent _stop = new();
    private readonly DoorbellServer _server;
    private readonly Thread _thread;
    private Exception? _failure;

    public ServerStage(IReadOnlyList<MachineOptions> machines, SystemdLink? manager = null, IReadOnlyList<(string Name, SafeFileHandle Handle)>? passed = null)
    {
        _server = new DoorbellServer(machines, Add, manager, passed);
        _thread = new Thread(() =>
        {
            try
            {
                _server.Run(_stop);
            }
            catch (Exception e)
            {
                _failure = e;
            }
        });
        _thread.Start();
    }

    public static PeerPolicy Us { get; } = new(new HashSet<uint> { DoorbellSource.OwnUserId }, new HashSet<uint>());

    public IReadOnlyList<ServerEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public static MachineOptions Machine(TempFolder folder, string name = "vm") =>
        new() { Name = name, SocketPath = folder.File(name + ".sock"), SizeBytes = 1 << 20, Policy = Us };

    public int Count(ServerEventKind kind) => Events.Count(one => one.Kind == kind);

    public void WaitFor(ServerEventKind kind, int count = 1) =>
        Eventually.True(() => Count(kind) >= count, Patience, () => $"{count} times {kind}; {string.Join(", ", Events.TakeLast(10))}");

    public void Dispose()
    {
        _stop.Signal();
        _thread.Join();
        _server.Dispose();
        _stop.Dispose();
        Assert.Null(_failure);
    }

    private void Add(ServerEvent what)
    {
        lock (_events)
        {
            _events.Add(what);
        }
    }
}
