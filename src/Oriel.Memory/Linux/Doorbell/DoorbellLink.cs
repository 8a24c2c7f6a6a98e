using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory.Linux.Doorbell;

/// <summary>
/// A connection to an ivshmem server: greets, then follows who comes and goes. Has no thread: it reads what has arrived whenever somebody asks. The server is not trusted: one
/// message at a time, every number checked, numbers of peers and vectors bounded, what does not belong to the protocol ends the connection. Rings and look-ups from any thread, without lock or allocation.
/// </summary>
internal sealed partial class DoorbellLink : IDisposable
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
}
