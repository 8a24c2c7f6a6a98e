using Oriel.Memory;
using Oriel.Relay.Doorbell;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Doorbell;

/// <summary>The ivshmem server with real sockets, memory and events; its clients are our own regions.</summary>
public sealed class DoorbellServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Peers_share_memory_see_each_other_and_ring()
    {
        var options = ServerStage.Machine(_folder) with { Vectors = 3 };
        using var stage = new ServerStage([options]);
        using var one = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        using var two = Region.Open("doorbell:" + options.SocketPath, RegionAccess.ReadOnly);
        Assert.Equal(1UL << 20, one.Length);
        one.WriteUInt32(64, 77);
        Assert.Equal(77U, two.ReadUInt32(64));

        var (a, b) = (one.Doorbell!, two.Doorbell!);
        Assert.NotEqual(a.PeerId, b.PeerId);
        Eventually.True(() => a.IsPresent(b.PeerId) && b.IsPresent(a.PeerId) && a.VectorCount == 3, ServerStage.Patience, "both to know each other");
        Eventually.True(() => a.RingDoorbell(b.PeerId, 0), ServerStage.Patience, "a doorbell");
        Assert.True(b.Incoming!.Wait(0));
        Assert.False(a.Incoming!.Wait(0));
        Assert.True(b.RingDoorbell(a.PeerId, 0));
        Assert.True(a.Incoming.Wait(0));

        var gone = b.PeerId;
        two.Dispose();
        Eventually.True(() => !one.BackingChanged() && !a.IsPresent(gone), ServerStage.Patience, "the other to be gone");

        // Numbers are not used again soon.
        using var three = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.NotEqual(gone, three.Doorbell!.PeerId);
        stage.WaitFor(ServerEventKind.Connected, 3);
        stage.WaitFor(ServerEventKind.Left);
        Assert.All(stage.Events, what => Assert.Equal(Environment.ProcessId, what.Peer!.ProcessId));
    }

    [Fact]
    public void Machines_have_nothing_in_common()
    {
        var (red, blue) = (ServerStage.Machine(_folder, "red"), ServerStage.Machine(_folder, "blue") with { SizeBytes = 2 << 20 });
        using var stage = new ServerStage([red, blue]);
        using var one = Region.Open(red.SocketPath, RegionAccess.ReadWrite);
        using var two = Region.Open(blue.SocketPath, RegionAccess.ReadWrite);
        Assert.Equal((1UL << 20, 2UL << 20), (one.Length, two.Length));
        one.WriteUInt32(0, 5);
        Assert.Equal(0U, two.ReadUInt32(0));
        Assert.False(one.Doorbell!.IsPresent((ushort)(one.Doorbell.PeerId + 1)));
    }

    [Fact]
    public void A_second_server_is_refused_and_a_stale_socket_is_not()
    {
        var options = ServerStage.Machine(_folder);
        using (var first = new ServerStage([options]))
        {
            Assert.Same(RelayErrors.AlreadyServed, Assert.Throws<OrielException>(() => new ServerStage([options])).Code);
            using var still = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        }

        Assert.False(Path.Exists(options.SocketPath));

        // A server of another kind, which takes no lock.
        using (var other = DescriptorSocket.Listen(options.SocketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite))
        {
            Assert.Same(RelayErrors.AlreadyServed, Assert.Throws<OrielException>(() => new ServerStage([options])).Code);
        }

        // It died and left its socket.
        Assert.True(Path.Exists(options.SocketPath));
        using var second = new ServerStage([options]);
        using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(options.SocketPath));
    }

    [Fact]
    public void What_is_no_socket_is_left_alone()
    {
        var options = ServerStage.Machine(_folder);
        File.WriteAllText(options.SocketPath, "mine");
        Assert.Same(RelayErrors.SocketPathTaken, Assert.Throws<OrielException>(() => new ServerStage([options])).Code);
        Assert.Equal("mine", File.ReadAllText(options.SocketPath));
        Assert.Same(RelayErrors.SocketPathTaken, Assert.Throws<OrielException>(() => new ServerStage([options with { SocketPath = _folder.File("no/folder.sock") }])).Code);
    }

    [Fact]
    public void Only_allowed_users_and_groups_get_in()
    {
        var nobody = new PeerPolicy(new HashSet<uint> { DoorbellSource.OwnUserId + 1 }, new HashSet<uint>());
        var options = ServerStage.Machine(_folder) with { Policy = nobody };
        using (var stage = new ServerStage([options]))
        {
            Assert.Same(MemoryErrors.PermissionDenied, Assert.Throws<OrielException>(() => Region.Open(options.SocketPath, RegionAccess.ReadWrite)).Code);
            stage.WaitFor(ServerEventKind.Refused);
            Assert.Contains("not allowed", stage.Events[0].Reason, StringComparison.Ordinal);
            Assert.Equal(DoorbellSource.OwnUserId, stage.Events[0].Peer!.UserId);
        }

        PeerIdentity peer = new(1, 1000, 100, [36, 64055]);
        Assert.False(nobody.Allows(peer));
        Assert.True((nobody with { UserIds = new HashSet<uint> { 1000 } }).Allows(peer));
        Assert.True((nobody with { GroupIds = new HashSet<uint> { 100 } }).Allows(peer));
        Assert.True((nobody with { GroupIds = new HashSet<uint> { 36 } }).Allows(peer));
    }

    [Fact]
    public void Numbers_go_round_and_skip_those_in_use()
    {
        var ids = new PeerIds(65533);
        Assert.Equal([65533, 65534, 1, 3], Enumerable.Range(0, 4).Select(_ => (int)ids.Take(id => id == 2)));
    }

    [Fact]
    public void After_a_restart_without_a_service_manager_regions_ask_to_be_opened_again()
    {
        var options = ServerStage.Machine(_folder);
        Region region;
        using (new ServerStage([options]))
        {
            region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        }

        using (region)
        {
            Assert.False(region.BackingChanged());
            region.WriteUInt32(0, 1);
            using var stage = new ServerStage([options]);
            Eventually.True(region.BackingChanged, ServerStage.Patience, "a changed backing");
            using var fresh = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
            Assert.Equal(0U, fresh.ReadUInt32(0));
        }
    }
}
