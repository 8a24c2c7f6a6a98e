using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>
/// What the service manager keeps of one machine beyond a restart of the server: <c>NAME.m</c> the memory, <c>NAME.c.ID</c> the connection of a peer, <c>NAME.e.ID.V</c> its event for a vector. A
/// connection is kept only while nothing waits to be sent over it, so that the next life knows what each peer knows. Server thread only.
/// </summary>
internal sealed class KeptDescriptors(SystemdLink? manager, string machine)
{
    /// <summary>Keeps the memory.</summary>
    public void Keep(SealedMemory memory) => manager?.Keep($"{machine}.m", memory.Handle);

    /// <summary>Brings what is kept of a peer up to date: after something was queued for it, or sent.</summary>
    public void Update(ServerPeer peer)
    {
        if (manager is null)
        {
            return;
        }

        if (!peer.AreEventsKept)
        {
            peer.AreEventsKept = true;
            for (var vector = 0; vector < peer.Vectors.Length; vector++)
            {
                manager.Keep($"{machine}.e.{peer.Id}.{vector}", peer.Vectors[vector].Handle);
            }
        }

        var isSettled = peer.IsGreeted && peer.PendingCount == 0;
        if (isSettled == peer.IsKept)
        {
            return;
        }

        peer.IsKept = isSettled;
        _ = isSettled ? manager.Keep($"{machine}.c.{peer.Id}", peer.Socket.Handle) : manager.Forget($"{machine}.c.{peer.Id}");
    }

    /// <summary>Lets everything of a peer go.</summary>
    public void Forget(ServerPeer peer)
    {
        if (manager is null)
        {
            return;
        }

        if (peer.IsKept)
        {
            manager.Forget($"{machine}.c.{peer.Id}");
        }

        for (var vector = 0; peer.AreEventsKept && vector < peer.Vectors.Length; vector++)
        {
            manager.Forget($"{machine}.e.{peer.Id}.{vector}");
        }
    }

    /// <summary>Lets go what came back under a name and is of no use.</summary>
    public void Forget(string name) => manager?.Forget(name);

    /// <summary>Sorts what came back. Handles that are not in the result are the caller's to close.</summary>
    /// <param name="passed">Descriptors of this machine by name; those used are removed.</param>
    public (SealedMemory? Memory, List<ServerPeer> Peers) Restore(Dictionary<string, SafeFileHandle> passed)
    {
        SealedMemory? memory = null;
        if (passed.TryGetValue($"{machine}.m", out var handle) && (memory = SealedMemory.TryAdopt(handle)) is not null)
        {
            passed.Remove($"{machine}.m");
        }

        var peers = new List<ServerPeer>();
        var prefix = $"{machine}.c.";
        foreach (var name in passed.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            if (memory is not null && ushort.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && RestorePeer(passed, name, id) is { } peer)
            {
                peers.Add(peer);
            }
        }

        return (memory, peers);
    }

    private ServerPeer? RestorePeer(Dictionary<string, SafeFileHandle> passed, string name, ushort id)
    {
        var names = new List<string>();
        while (names.Count < IvshmemProtocol.MostVectors && passed.ContainsKey($"{machine}.e.{id}.{names.Count}"))
        {
            names.Add($"{machine}.e.{id}.{names.Count}");
        }

        if (names.Count == 0 || DescriptorSocket.TryAdopt(passed[name], out var isListening) is not { } socket || isListening)
        {
            return null;
        }

        passed.Remove(name);
        var vectors = names.Select(key => new WakeEvent(passed[key])).ToArray();
        names.ForEach(key => passed.Remove(key));
        return new ServerPeer(id, socket, socket.Identify(), vectors) { IsGreeted = true, IsKept = true, AreEventsKept = true };
    }
}
