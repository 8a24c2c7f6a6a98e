using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>
/// One connection of a server, and what still has to be sent over it. A peer that does not read costs its queue and nobody's time; the queue cannot grow without end, because news about
/// a peer that has gone before they were sent are taken back: it holds at most the doorbells of all present peers and one word for each peer it was told of. Server thread only.
/// </summary>
internal sealed class ServerPeer : IDisposable
{
    private readonly LinkedList<(long Value, SafeFileHandle? Descriptor, ServerPeer? About)> _pending = [];

    /// <summary>Takes socket and events over.</summary>
    public ServerPeer(ushort id, DescriptorSocket socket, PeerIdentity? identity, WakeEvent[] vectors)
    {
        Id = id;
        Socket = socket;
        Identity = identity;
        Vectors = vectors;
    }

    /// <summary>Its number.</summary>
    public ushort Id { get; }

    /// <summary>The connection.</summary>
    public DescriptorSocket Socket { get; }

    /// <summary>Who it is, if the kernel said.</summary>
    public PeerIdentity? Identity { get; }

    /// <summary>What rings it.</summary>
    public WakeEvent[] Vectors { get; }

    /// <summary>Its greeting has been sent.</summary>
    public bool IsGreeted { get; set; }

    /// <summary>The service manager keeps its connection.</summary>
    public bool IsKept { get; set; }

    /// <summary>The service manager keeps its events.</summary>
    public bool AreEventsKept { get; set; }

    /// <summary>When it has to have read its greeting (Stopwatch).</summary>
    public long GreetingDeadline { get; set; }

    /// <summary>When to try again after the kernel had no room for us (Stopwatch); 0 = at once.</summary>
    public long RestsUntil { get; private set; }

    /// <summary>Messages that wait for the peer to read.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Its place in the current wait.</summary>
    public int PollEntry { get; set; } = -1;

    /// <summary>Queues the greeting: version, number, memory, everybody present, itself.</summary>
    public void Greet(SealedMemory memory, IEnumerable<ServerPeer> others)
    {
        Queue(IvshmemProtocol.Version);
        Queue(Id);
        Queue(IvshmemProtocol.MemoryMessage, memory.Handle);
        foreach (var other in others)
        {
            Announce(other);
        }

        Announce(this);
    }

    /// <summary>Queues the doorbells of a peer.</summary>
    public void Announce(ServerPeer other)
    {
        foreach (var vector in other.Vectors)
        {
            Queue(other.Id, vector.Handle, other);
        }
    }

    /// <summary>Queues that a peer has gone; takes back what was not sent about it.</summary>
    public void Withdraw(ServerPeer other)
    {
        var unsent = 0;
        for (var node = _pending.First; node is not null;)
        {
            var next = node.Next;
            if (ReferenceEquals(node.Value.About, other))
            {
                _pending.Remove(node);
                unsent++;
            }

            node = next;
        }

        if (unsent < other.Vectors.Length)
        {
            Queue(other.Id);
        }
    }

    /// <summary>Sends what can be sent. False when the connection is broken.</summary>
    public bool Flush()
    {
        Span<byte> message = stackalloc byte[IvshmemProtocol.MessageBytes];
        RestsUntil = 0;
        while (_pending.First is { } first)
        {
            BinaryPrimitives.WriteInt64LittleEndian(message, first.Value.Value);
            switch (Socket.TrySend(message, first.Value.Descriptor))
            {
                case SocketOutcome.Done:
                    _pending.RemoveFirst();
                    break;
                case SocketOutcome.WouldBlock:
                    return true;
                case SocketOutcome.NoResources:
                    // Too many descriptors under way: the socket counts as writable meanwhile, so time has to tell.
                    RestsUntil = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
                    return true;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pending.Clear();
        Socket.Dispose();
        foreach (var vector in Vectors)
        {
            vector.Dispose();
        }
    }

    private void Queue(long value, SafeFileHandle? descriptor = null, ServerPeer? about = null) => _pending.AddLast((value, descriptor, about));
}
