using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Doorbell;

/// <summary>
/// A connection to an ivshmem server: greets, then follows who comes and goes. Has no thread: it reads what has arrived whenever somebody asks. The server is not trusted: one
/// message at a time, every number checked, numbers of peers and vectors bounded, what does not belong to the protocol ends the connection. Rings and look-ups from any thread, without lock or allocation.
/// </summary>
internal sealed class DoorbellLink : IDisposable
{
    /// <summary>Peers that are remembered; rings to others are refused.</summary>
    public const int MostPeers = 512;

    // Enough for a greeting among as many peers as Oriel's server takes; a server that never stops talking is read on at the next look.
    private const int MostMessagesPerLook = 4096;

    private readonly DescriptorSocket _socket;
    private readonly Lock _gate = new();
    private readonly byte[] _message = new byte[IvshmemProtocol.MessageBytes];
    private int _have;
    private SafeFileHandle? _came;
    private Stage _stage;
    private SafeFileHandle? _memory;
    private DoorbellPeer[] _peers = [];
    private bool _isDisposed;

    /// <summary>Takes a connected socket over.</summary>
    public DoorbellLink(DescriptorSocket socket) => _socket = socket;

    private enum Stage
    {
        Version,
        Id,
        Memory,
        Peers,
        Lost,
    }

    /// <summary>Waits for the socket.</summary>
    public SafeFileHandle Handle => _socket.Handle;

    /// <summary>Our number; valid once greeted.</summary>
    public ushort Id { get; private set; }

    /// <summary>Memory received and not taken yet.</summary>
    public bool HasMemory => _memory is not null;

    /// <summary>The greeting is complete: number, memory and our own first vector are here.</summary>
    public bool IsGreeted => _stage == Stage.Peers && Incoming is not null;

    /// <summary>The server is gone, or it is no ivshmem server. What was received stays valid.</summary>
    public bool IsLost => _stage == Stage.Lost;

    /// <summary>What broke the protocol, in words; null when nothing did.</summary>
    public string? Violation { get; private set; }

    /// <summary>Nothing at all arrived.</summary>
    public bool IsMute { get; private set; } = true;

    /// <summary>Our own vector 0; null before the greeting.</summary>
    public WakeEvent? Incoming => Find(Id)?.Vectors[0];

    /// <summary>Vectors we have.</summary>
    public ushort VectorCount => (ushort)(Find(Id)?.Vectors.Length ?? 0);

    /// <summary>Gives the memory to the caller, once.</summary>
    public SafeFileHandle? TakeMemory()
    {
        var taken = _memory;
        _memory = null;
        return taken;
    }

    /// <summary>Reads what has arrived. Returns at once, also when another thread is at it. False when the connection is lost.</summary>
    public bool Look()
    {
        if (!_gate.TryEnter())
        {
            return !IsLost;
        }

        try
        {
            for (var i = 0; i < MostMessagesPerLook && !IsLost && !_isDisposed; i++)
            {
                if (!Receive())
                {
                    break;
                }
            }

            return !IsLost;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Rings. False when there is no such peer or vector.</summary>
    public bool Ring(ushort peer, ushort vector)
    {
        var found = Find(peer);
        if (found is null)
        {
            // It may have come since the last look.
            _ = Look();
            found = Find(peer);
        }

        if (found is null || vector >= found.Vectors.Length)
        {
            return false;
        }

        try
        {
            found.Vectors[vector].Signal();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It went while we looked.
            return false;
        }
    }

    /// <summary>A peer of this number is there.</summary>
    public bool IsPresent(ushort peer)
    {
        if (Find(peer) is not null)
        {
            return true;
        }

        _ = Look();
        return Find(peer) is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _socket.Dispose();
            _came?.Dispose();
            _memory?.Dispose();
            foreach (var peer in _peers)
            {
                Close(peer);
            }
        }
    }

    private static void Close(DoorbellPeer peer)
    {
        foreach (var vector in peer.Vectors)
        {
            vector.Dispose();
        }
    }

    private DoorbellPeer? Find(ushort id)
    {
        foreach (var peer in Volatile.Read(ref _peers))
        {
            if (peer.Id == id)
            {
                return peer;
            }
        }

        return null;
    }

    /// <summary>One piece of a message; false when there is none.</summary>
    private bool Receive()
    {
        var outcome = _socket.TryReceive(_message.AsSpan(_have), out var count, out var descriptor);
        if (outcome is SocketOutcome.WouldBlock or SocketOutcome.NoResources)
        {
            return false;
        }

        if (outcome != SocketOutcome.Done)
        {
            Lose(outcome == SocketOutcome.Refused ? "several descriptors with one message, or more than this process may open" : _have > 0 ? $"{_have} bytes of a message of 8, then the end" : null);
            return false;
        }

        IsMute = false;
        if (descriptor is not null && _came is not null)
        {
            descriptor.Dispose();
            Lose("two descriptors with one message");
            return false;
        }

        _came = descriptor ?? _came;
        _have += count;
        if (_have == IvshmemProtocol.MessageBytes)
        {
            _have = 0;
            var came = _came;
            _came = null;
            Take(BinaryPrimitives.ReadInt64LittleEndian(_message), came);
        }

        return true;
    }

    private void Take(long value, SafeFileHandle? came)
    {
        switch (_stage)
        {
            case Stage.Version when value == IvshmemProtocol.Version && came is null:
                _stage = Stage.Id;
                return;
            case Stage.Id when value is >= 0 and <= ushort.MaxValue && came is null:
                Id = (ushort)value;
                _stage = Stage.Memory;
                return;
            case Stage.Memory when value == IvshmemProtocol.MemoryMessage && came is not null:
                _memory = came;
                _stage = Stage.Peers;
                return;
            case Stage.Peers when value is >= 0 and <= ushort.MaxValue:
                if (came is null)
                {
                    Remove((ushort)value);
                }
                else
                {
                    Add((ushort)value, came);
                }

                return;
            default:
                came?.Dispose();
                Lose($"{value} {(came is null ? "without" : "with")} a descriptor, where {Expected(_stage)} belongs");
                return;
        }
    }

    private static string Expected(Stage stage) => stage switch
    {
        Stage.Version => "the version, 0",
        Stage.Id => "our number, 0 to 65535",
        Stage.Memory => "-1 with the memory",
        _ => "the number of a peer, 0 to 65535",
    };

    private void Add(ushort id, SafeFileHandle came)
    {
        var known = Find(id);
        if (known is null ? _peers.Length >= MostPeers : known.Vectors.Length >= IvshmemProtocol.MostVectors)
        {
            // More than anybody rings: not kept.
            came.Dispose();
            return;
        }

        WakeEvent vector;
        try
        {
            vector = new WakeEvent(came);
        }
        catch (OrielException e)
        {
            came.Dispose();
            Lose($"a descriptor that is no eventfd ({e.Seen})");
            return;
        }

        var peer = new DoorbellPeer(id, [.. known?.Vectors ?? [], vector]);
        Volatile.Write(ref _peers, [.. _peers.Where(p => p.Id != id), peer]);
    }

    private void Remove(ushort id)
    {
        // What wakes ourselves stays ours whatever the server says.
        if (id != Id && Find(id) is { } gone)
        {
            Volatile.Write(ref _peers, [.. _peers.Where(p => p.Id != id)]);
            Close(gone);
        }
    }

    private void Lose(string? violation)
    {
        Violation = violation;
        _stage = Stage.Lost;
    }
}
