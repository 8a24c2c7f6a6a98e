namespace Oriel.Memory;

/// <summary>Who is at the other end of a Unix socket, as the kernel recorded it when the connection was made (SO_PEERCRED, SO_PEERGROUPS).</summary>
/// <param name="ProcessId">Process that connected; 0 when it lives in another process name space.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
/// <param name="Groups">Its supplementary groups; empty when the kernel does not tell.</param>
public sealed record PeerIdentity(int ProcessId, uint UserId, uint GroupId, IReadOnlyList<uint> Groups);
