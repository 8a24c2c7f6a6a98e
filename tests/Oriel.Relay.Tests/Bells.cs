using Oriel.Memory;

namespace Oriel.Relay.Tests;

/// <summary>The doorbells of a machine in one process: real eventfds, and a server that can be told to lose rings or to say that a peer is gone.</summary>
internal sealed class Bells : IDisposable
{
    private readonly Dictionary<ushort, WakeEvent> _events = [];
    private long _rings;
    private volatile bool _isMuted;

    /// <summary>Rings asked for and accepted.</summary>
    public long Rings => Volatile.Read(ref _rings);

    /// <summary>Rings are accepted and never arrive, as with a server that died.</summary>
    public bool IsMuted
    {
        get => _isMuted;
        set => _isMuted = value;
    }

    /// <summary>Peers that left.</summary>
    public HashSet<ushort> Gone { get; } = [];

    /// <summary>What the peer's vector 0 raises.</summary>
    public WakeEvent Event(ushort peer) => _events[peer];

    /// <summary>A program with an interrupt of its own.</summary>
    public IvshmemDoorbell Join(ushort peer)
    {
        _events[peer] = new WakeEvent();
        return new Bell(this, peer, _events[peer]);
    }

    /// <summary>A guest: rings, and cannot be rung.</summary>
    public IvshmemDoorbell Guest(ushort peer) => new Bell(this, peer, null);

    public void Dispose()
    {
        foreach (var wake in _events.Values)
        {
            wake.Dispose();
        }
    }

    private bool Ring(ushort peer, ushort vector)
    {
        if (vector != 0 || !_events.TryGetValue(peer, out var wake))
        {
            return false;
        }

        Interlocked.Increment(ref _rings);
        if (!_isMuted)
        {
            wake.Signal();
        }

        return true;
    }

    private sealed class Bell(Bells bells, ushort id, WakeEvent? incoming) : IvshmemDoorbell
    {
        public override ushort PeerId => id;

        public override ushort VectorCount => 1;

        public override WakeEvent? Incoming => incoming;

        public override bool RingDoorbell(ushort peer, ushort vector) => bells.Ring(peer, vector);

        public override bool IsPresent(ushort peer) => !bells.Gone.Contains(peer);
    }
}
