using Oriel.Memory;
using Oriel.Relay.Doorbell;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Doorbell;

/// <summary>Peers that misbehave cost themselves only.</summary>
public sealed class HostilePeerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<DescriptorSocket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(one => one.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Who_says_anything_is_thrown_out_and_the_others_are_told()
    {
        var options = ServerStage.Machine(_folder);
        using var stage = new ServerStage([options]);
        using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        var talker = Connect(options);
        Eventually.True(() => !region.BackingChanged() && region.Doorbell!.IsPresent(2), ServerStage.Patience, "the talker");
        Assert.Equal(SocketOutcome.Done, talker.TrySend("GET / HTTP/1.0\r\n\r\n"u8));
        Eventually.True(() => !region.BackingChanged() && !region.Doorbell!.IsPresent(2), ServerStage.Patience, "the talker to be gone");
        stage.WaitFor(ServerEventKind.Refused);
        Assert.Contains("send nothing", stage.Events.First(e => e.Kind == ServerEventKind.Refused).Reason, StringComparison.Ordinal);

        // A descriptor is no better than a word, and is not kept.
        using var gift = new WakeEvent();
        Assert.Equal(SocketOutcome.Done, Connect(options).TrySend([1], gift.Handle));
        stage.WaitFor(ServerEventKind.Left, 2);
        Assert.False(region.BackingChanged());
    }

    [Fact]
    public void Who_does_not_read_its_greeting_is_dropped()
    {
        // Enough vectors to fill a socket that nobody reads.
        var options = ServerStage.Machine(_folder) with { Vectors = 64, MostPeers = 20, GreetingLimit = TimeSpan.FromMilliseconds(300) };
        using var stage = new ServerStage([options]);
        using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        for (var i = 0; i < 12; i++)
        {
            Connect(options);
        }

        stage.WaitFor(ServerEventKind.Refused);
        Assert.Contains("did not read its greeting", stage.Events.First(e => e.Kind == ServerEventKind.Refused).Reason, StringComparison.Ordinal);

        // Nobody else notices.
        using var other = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Eventually.True(() => region.Doorbell!.RingDoorbell(other.Doorbell!.PeerId, 0), ServerStage.Patience, "the other");
        Assert.True(other.Doorbell!.Incoming!.Wait(0));
    }

    [Fact]
    public void A_peer_that_stops_reading_later_holds_nobody_up_and_catches_up()
    {
        var options = ServerStage.Machine(_folder) with { Vectors = 16 };
        using var stage = new ServerStage([options]);

        // Reads its greeting, then nothing: a stopped virtual machine, for instance.
        using var stopped = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        ushort last = 0;
        for (var i = 0; i < 200; i++)
        {
            using var passing = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
            last = passing.Doorbell!.PeerId;

            // Open returns with the first doorbell; who leaves before its last one never counted as connected.
            Eventually.True(() => !passing.BackingChanged() && passing.Doorbell.VectorCount == options.Vectors, ServerStage.Patience, "the whole greeting");
        }

        using var stays = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Eventually.True(() => !stopped.BackingChanged() && stopped.Doorbell!.IsPresent(stays.Doorbell!.PeerId) && !stopped.Doorbell.IsPresent(last), ServerStage.Patience, "the news to be read");
        Eventually.True(() => stopped.Doorbell!.RingDoorbell(stays.Doorbell!.PeerId, 15), ServerStage.Patience, "the last vector");
        Eventually.True(() => stage.Events.Where(e => e.PeerId is not null).Select(e => e.PeerId).Distinct().Count() == 202, ServerStage.Patience, "202 different numbers");
    }

    [Fact]
    public void News_that_nobody_read_are_taken_back()
    {
        using var memory = SealedMemory.Create("oriel-test", 4096);
        var (server, reader) = Pair();
        _sockets.Remove(reader);
        using var unread = reader;
        using var peer = new ServerPeer(1, server, null, [new WakeEvent()]);
        peer.Greet(memory, []);
        Assert.True(peer.Flush());
        Assert.Equal(0, peer.PendingCount);
        for (var i = 0; i < 10_000; i++)
        {
            using var passing = new ServerPeer(2, Pair().Server, null, [new WakeEvent(), new WakeEvent()]);
            peer.Announce(passing);
            if (i < 2000)
            {
                // As long as the socket takes them, they are sent: a word for the departure follows each.
                Assert.True(peer.Flush());
            }

            peer.Withdraw(passing);
            _sockets.ForEach(one => one.Dispose());
            _sockets.Clear();
        }

        Assert.InRange(peer.PendingCount, 1, 2000);
    }

    [Fact]
    public void There_is_a_limit_and_place_again_when_somebody_leaves()
    {
        var options = ServerStage.Machine(_folder) with { MostPeers = 3 };
        using var stage = new ServerStage([options]);
        using var one = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        using var two = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        var three = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.Same(MemoryErrors.PermissionDenied, Assert.Throws<OrielException>(() => Region.Open(options.SocketPath, RegionAccess.ReadWrite)).Code);
        stage.WaitFor(ServerEventKind.Refused);
        Assert.Contains("peer 4 of at most 3", stage.Events.First(e => e.Kind == ServerEventKind.Refused).Reason, StringComparison.Ordinal);
        three.Dispose();
        stage.WaitFor(ServerEventKind.Left);
        using var four = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
    }

    [Fact]
    public void Thousands_of_connections_leave_nothing_behind()
    {
        var options = ServerStage.Machine(_folder) with { MostPeers = 8 };
        using var stage = new ServerStage([options]);
        using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        for (var i = 0; i < 5000; i++)
        {
            // A full queue of connections refuses: the next one then.
            DescriptorSocket.TryConnect(options.SocketPath, out _)?.Dispose();
        }

        // Refusals of a flood are told once a second; what counts is that the same peer is here, and a new one gets in.
        using var other = Eventually.NotNull(() => TryOpen(options), ServerStage.Patience, "place for a new peer");
        Eventually.True(() => region.Doorbell!.RingDoorbell(other.Doorbell!.PeerId, 0), ServerStage.Patience, "the new one");
        Assert.True(other.Doorbell!.Incoming!.Wait(0));
        Assert.False(region.BackingChanged());
        Assert.InRange(stage.Count(ServerEventKind.Refused), 0, 100);
    }

    private static Region? TryOpen(MachineOptions options)
    {
        try
        {
            return Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        }
        catch (OrielException)
        {
            return null;
        }
    }

    private DescriptorSocket Connect(MachineOptions options)
    {
        var socket = Eventually.NotNull(() => DescriptorSocket.TryConnect(options.SocketPath, out _), ServerStage.Patience, "a connection");
        _sockets.Add(socket);
        return socket;
    }

    private (DescriptorSocket Server, DescriptorSocket Client) Pair()
    {
        var path = _folder.File("pair.sock");
        File.Delete(path);
        using var listening = DescriptorSocket.Listen(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var client = DescriptorSocket.TryConnect(path)!;
        _sockets.Add(client);
        Assert.Equal(SocketOutcome.Done, listening.TryAccept(out var server));
        return (server!, client);
    }
}
