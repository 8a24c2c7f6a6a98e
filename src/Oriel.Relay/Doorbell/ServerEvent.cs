using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>What happened to a server.</summary>
public enum ServerEventKind
{
    /// <summary>A peer is connected and has everything.</summary>
    Connected,

    /// <summary>A peer has gone.</summary>
    Left,

    /// <summary>A connection was closed by us.</summary>
    Refused,

    /// <summary>A peer of the server's former life is still there.</summary>
    Restored,

    /// <summary>Something that was kept for us could not be used.</summary>
    Discarded,
}

/// <summary>Something worth a line in a log.</summary>
/// <param name="Kind">What.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="PeerId">Number of the peer; null when it has none.</param>
/// <param name="Peer">Who it is; null when that is not known.</param>
/// <param name="Reason">Why, in words; empty when there is nothing to say.</param>
public sealed record ServerEvent(ServerEventKind Kind, string Machine, ushort? PeerId, PeerIdentity? Peer, string Reason);
