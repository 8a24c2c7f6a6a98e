using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Doorbell;

/// <summary>An ivshmem server that says exactly what a test wants, to one client at a time; bytes as QEMU specifies them.</summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<WakeEvent> _events = [];
    private readonly List<DescriptorSocket> _clients = [];
    private DescriptorSocket? _listening;

    public FakeServer()
    {
        Path = _folder.File("s.sock");
        Memory = SealedMemory.Create("oriel-test", 1 << 16);
        Listen();
    }

    public string Path { get; }

    public SealedMemory Memory { get; }

    public DescriptorSocket Client => _clients[^1];

    public void Listen() => _listening = DescriptorSocket.Listen(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>The server ends: nobody listens, the socket file stays, connections break.</summary>
    public void Die()
    {
        _listening?.Dispose();
        _listening = null;
        _clients.ForEach(one => one.Dispose());
        _clients.Clear();
    }

    /// <summary>Opens a region of ours while <paramref name="greet"/> plays the server.</summary>
    public Region Open(Action greet, RegionAccess access = RegionAccess.ReadWrite)
    {
        // Open waits, so the server needs a thread of its own.
        var server = new Thread(() =>
        {
            Accept();
            greet();
        });
        server.Start();
        try
        {
            return Region.Open(Path, access);
        }
        finally
        {
            server.Join();
        }
    }

    public void Accept()
    {
        var poll = new DescriptorPoll();
        poll.Add(_listening!.Handle);
        Assert.True(poll.Wait(Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency)), "no client came");
        Assert.Equal(SocketOutcome.Done, _listening.TryAccept(out var client));
        _clients.Add(client!);
    }

    public bool TryAccept() => _listening!.TryAccept(out var client) == SocketOutcome.Done && Add(client!);

    /// <summary>Version, number, memory, our vectors; returns what rings the client.</summary>
    public WakeEvent[] Greet(ushort id = 7, int vectors = 1, SafeFileHandle? memory = null)
    {
        Send(0);
        Send(id);
        Send(-1, memory ?? Memory.Handle);
        return Announce(id, vectors);
    }

    public WakeEvent[] Announce(ushort id, int vectors = 1)
    {
        var made = Enumerable.Range(0, vectors).Select(_ => new WakeEvent()).ToArray();
        _events.AddRange(made);
        foreach (var one in made)
        {
            Send(id, one.Handle);
        }

        return made;
    }

    public void Send(long value, SafeFileHandle? descriptor = null)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        SendBytes(bytes, descriptor);
    }

    public void SendBytes(byte[] bytes, SafeFileHandle? descriptor = null) =>
        Eventually.True(() => Client.TrySend(bytes, descriptor) is var outcome && outcome != SocketOutcome.WouldBlock, TimeSpan.FromSeconds(20), "room in the socket");

    public void Dispose()
    {
        Die();
        _events.ForEach(one => one.Dispose());
        Memory.Dispose();
        _folder.Dispose();
    }

    private bool Add(DescriptorSocket client)
    {
        _clients.Add(client);
        return true;
    }
}
