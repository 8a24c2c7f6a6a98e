using System.Diagnostics;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <content>Who gets in.</content>
internal sealed partial class ServedMachine
{
    private const int MostAcceptsPerTurn = 16;

    private void Accept(long now)
    {
        for (var i = 0; i < MostAcceptsPerTurn; i++)
        {
            var outcome = _socket.Socket.TryAccept(out var socket);
            if (outcome == SocketOutcome.NoResources)
            {
                // The connection stays in the queue and the socket stays ready: look again when something may have been closed.
                _acceptsAgainAt = now + (Stopwatch.Frequency / 10);
                _refusals.Add(null, "this process has no descriptor left");
                return;
            }

            if (socket is null)
            {
                return;
            }

            Admit(socket, now);
        }
    }

    private void Admit(DescriptorSocket socket, long now)
    {
        var identity = socket.Identify();
        if (identity is null || !_options.Policy.Allows(identity))
        {
            _refusals.Add(identity, "this user and its groups are not allowed");
            socket.Dispose();
            return;
        }

        if (_peers.Count >= _options.MostPeers)
        {
            _refusals.Add(identity, $"it would be peer {_peers.Count + 1} of at most {_options.MostPeers}");
            socket.Dispose();
            return;
        }

        if (TryMakeEvents() is not { } vectors)
        {
            _refusals.Add(identity, "this process has no descriptor left");
            socket.Dispose();
            return;
        }

        var peer = new ServerPeer(_ids.Take(id => _peers.Exists(p => p.Id == id)), socket, identity, vectors) { GreetingDeadline = now + (long)(_options.GreetingLimit.TotalSeconds * Stopwatch.Frequency) };
        peer.Greet(_memory, _peers);
        _peers.Add(peer);
        Send(peer);
        foreach (var other in _peers)
        {
            if (!ReferenceEquals(other, peer))
            {
                other.Announce(peer);
                Send(other);
            }
        }

        Bury();
    }

    private WakeEvent[]? TryMakeEvents()
    {
        var made = new List<WakeEvent>();
        try
        {
            while (made.Count < _options.Vectors)
            {
                made.Add(new WakeEvent());
            }

            return [.. made];
        }
        catch (OrielException)
        {
            made.ForEach(one => one.Dispose());
            return null;
        }
    }
}
