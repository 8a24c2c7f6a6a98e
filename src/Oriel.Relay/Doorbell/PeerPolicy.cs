using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>Who may connect, beyond what the mode of the socket file says. Whoever may gets the memory and can ring everybody, so by default that is the server's user and root.</summary>
/// <param name="UserIds">Users.</param>
/// <param name="GroupIds">Groups, of the process itself or among its supplementary ones.</param>
public sealed record PeerPolicy(IReadOnlySet<uint> UserIds, IReadOnlySet<uint> GroupIds)
{
    /// <summary>True when this peer may connect.</summary>
    public bool Allows(PeerIdentity peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        return UserIds.Contains(peer.UserId) || GroupIds.Contains(peer.GroupId) || peer.Groups.Any(GroupIds.Contains);
    }
}
