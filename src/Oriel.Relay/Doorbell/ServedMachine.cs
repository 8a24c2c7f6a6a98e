using Microsoft.Win32.SafeHandles;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>
/// One virtual machine's memory, its socket and its peers. Nothing a peer does holds up another: no send and no receive blocks, greetings have a deadline, their number is limited, and a
/// peer that says anything at all, which the protocol does not have, is thrown out. Server thread only.
/// </summary>
internal sealed partial class ServedMachine : IDisposable
{
    private readonly MachineOptions _options;
    private readonly MachineSocket _socket;
    private readonly SealedMemory _memory;
    private readonly KeptDescriptors _kept;
    private readonly PeerIds _ids;
    private readonly List<ServerPeer> _peers;
    private readonly List<ServerPeer> _broken = [];
    private readonly RefusalLog _refusals;
    private readonly Action<ServerEvent> _report;
    private int _listenEntry = -1;
    private long _acceptsAgainAt;

    private ServedMachine(MachineOptions options, MachineSocket socket, SealedMemory memory, List<ServerPeer> peers, KeptDescriptors kept, Action<ServerEvent> report)
    {
        _options = options;
        _socket = socket;
        _memory = memory;
        _peers = peers;
        _kept = kept;
        _report = report;
        _refusals = new RefusalLog(options.Name, report);

        // After a restart nobody knows which numbers were given last: begin anywhere.
        _ids = new PeerIds(peers.Count == 0 ? (ushort)1 : (ushort)Random.Shared.Next(1, ushort.MaxValue));
    }

    /// <summary>Opens memory and socket, or takes over what the service manager passed.</summary>
    /// <param name="options">What to serve.</param>
    /// <param name="passed">Descriptors of this machine by name; those used are removed.</param>
    /// <param name="listening">The socket passed for it; null = make one.</param>
    /// <param name="manager">Who keeps descriptors for us; null = nobody.</param>
    /// <param name="report">Gets what is worth a line.</param>
    public static ServedMachine Open(
        MachineOptions options, Dictionary<string, SafeFileHandle> passed, DescriptorSocket? listening, SystemdLink? manager, Action<ServerEvent> report)
    {
        var kept = new KeptDescriptors(manager, options.Name);
        var socket = listening is null ? MachineSocket.Open(options) : MachineSocket.Of(listening);
        SealedMemory? memory = null;
        try
        {
            (memory, var peers) = kept.Restore(passed);
            if (memory is not null && memory.SizeBytes != options.SizeBytes)
            {
                report(new(ServerEventKind.Discarded, options.Name, null, null, $"the memory kept has {memory.SizeBytes} bytes, and {options.SizeBytes} are wanted: restart the virtual machine"));
                peers.ForEach(peer => Drop(kept, peer));
                peers.Clear();
                kept.Forget($"{options.Name}.m");
                memory.Dispose();
                memory = null;
            }

            if (memory is null)
            {
                memory = SealedMemory.Create($"oriel-{options.Name}", options.SizeBytes, options.HugePages);
                kept.Keep(memory);
            }

            foreach (var peer in peers)
            {
                report(new(ServerEventKind.Restored, options.Name, peer.Id, peer.Identity, ""));
            }

            return new ServedMachine(options, socket, memory, peers, kept, report);
        }
        catch
        {
            memory?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Adds what it waits for; returns when it wants a turn in any case.</summary>
    public long Enter(DescriptorPoll poll, long now)
    {
        var next = _refusals.NextReport;
        _listenEntry = -1;
        if (now >= _acceptsAgainAt)
        {
            _listenEntry = poll.Add(_socket.Socket.Handle);
        }
        else
        {
            next = Math.Min(next, _acceptsAgainAt);
        }

        foreach (var peer in _peers)
        {
            var rests = peer.RestsUntil > now;
            peer.PollEntry = poll.Add(peer.Socket.Handle, wantsWrite: peer.PendingCount > 0 && !rests);
            next = rests ? Math.Min(next, peer.RestsUntil) : next;
            next = peer.IsGreeted ? next : Math.Min(next, peer.GreetingDeadline);
        }

        return next;
    }

    /// <summary>Does what the wait found.</summary>
    public void Turn(DescriptorPoll poll, long now)
    {
        foreach (var peer in _peers)
        {
            Attend(peer, poll, now);
        }

        Bury();
        if (_listenEntry >= 0 && poll.IsReady(_listenEntry))
        {
            Accept(now);
        }

        _refusals.Report(now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _peers.ForEach(peer => peer.Dispose());
        _memory.Dispose();
    }

    private void Attend(ServerPeer peer, DescriptorPoll poll, long now)
    {
        if (poll.IsReady(peer.PollEntry) && !IsQuiet(peer))
        {
            _broken.Add(peer);
            return;
        }

        if (peer.PendingCount > 0 && peer.RestsUntil <= now)
        {
            Send(peer);
        }

        if (!peer.IsGreeted && now >= peer.GreetingDeadline && !_broken.Contains(peer))
        {
            _refusals.Add(peer.Identity, $"it did not read its greeting within {_options.GreetingLimit.TotalSeconds:0.#} s");
            _broken.Add(peer);
        }
    }

    /// <summary>False when the peer has gone, or said something.</summary>
    private bool IsQuiet(ServerPeer peer)
    {
        Span<byte> word = stackalloc byte[1];
        var outcome = peer.Socket.TryReceive(word, out _, out var descriptor);
        descriptor?.Dispose();
        if (outcome is SocketOutcome.Done or SocketOutcome.Refused)
        {
            _refusals.Add(peer.Identity, "it sent something, and peers of an ivshmem server send nothing");
        }

        return outcome is SocketOutcome.WouldBlock or SocketOutcome.NoResources;
    }

    private void Send(ServerPeer peer)
    {
        if (!peer.Flush())
        {
            _broken.Add(peer);
            return;
        }

        if (!peer.IsGreeted && peer.PendingCount == 0)
        {
            peer.IsGreeted = true;
            _report(new(ServerEventKind.Connected, _options.Name, peer.Id, peer.Identity, ""));
        }

        _kept.Update(peer);
    }

    /// <summary>Takes out those who have gone, and tells the others, some of whom may turn out to have gone as well.</summary>
    private void Bury()
    {
        while (_broken.Count > 0)
        {
            var gone = _broken[^1];
            _broken.RemoveAt(_broken.Count - 1);
            if (!_peers.Remove(gone))
            {
                continue;
            }

            foreach (var other in _peers)
            {
                other.Withdraw(gone);
                Send(other);
            }

            if (gone.IsGreeted)
            {
                _report(new(ServerEventKind.Left, _options.Name, gone.Id, gone.Identity, ""));
            }

            Drop(_kept, gone);
        }
    }

    private static void Drop(KeptDescriptors kept, ServerPeer peer)
    {
        kept.Forget(peer);
        peer.Dispose();
    }
}
