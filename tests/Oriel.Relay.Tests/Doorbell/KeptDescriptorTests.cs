using Oriel.Memory;
using Oriel.Relay.Doorbell;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Doorbell;

/// <summary>A restart of the server while a service manager keeps memory, connections and events: its peers notice nothing.</summary>
public sealed class KeptDescriptorTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeSystemd _systemd = new();
    private readonly SystemdLink _manager;

    public KeptDescriptorTests()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", _systemd.Path);
        _manager = SystemdLink.FromEnvironment()!;
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
    }

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Peers_of_the_former_life_keep_memory_numbers_and_doorbells()
    {
        var options = ServerStage.Machine(_folder) with { Vectors = 2 };
        Region guest, leaves;
        using (var first = new ServerStage([options], _manager))
        {
            guest = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
            leaves = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
            first.WaitFor(ServerEventKind.Connected, 2);
            Eventually.True(() => _systemd.Names.Count == 7, ServerStage.Patience, () => string.Join(", ", _systemd.Names));
            Assert.Equal(["vm.c.1", "vm.c.2", "vm.e.1.0", "vm.e.1.1", "vm.e.2.0", "vm.e.2.1", "vm.m"], _systemd.Names);
        }

        guest.WriteUInt32(0, 0xABCD);
        Assert.False(guest.BackingChanged());

        // One goes while there is no server.
        leaves.Dispose();
        using var second = new ServerStage([options], _manager, _systemd.TakeAll());
        Assert.Equal([1, 2], second.Events.Where(e => e.Kind == ServerEventKind.Restored).Select(e => (int)e.PeerId!.Value).Order());
        second.WaitFor(ServerEventKind.Left);
        Eventually.True(() => !guest.BackingChanged() && !guest.Doorbell!.IsPresent(2), ServerStage.Patience, "the other to be gone");
        using var viewer = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.Equal(0xABCDU, viewer.ReadUInt32(0));
        var (g, v) = (guest.Doorbell!, viewer.Doorbell!);
        Assert.NotEqual(1, v.PeerId);
        Eventually.True(() => g.RingDoorbell(v.PeerId, 1) && v.RingDoorbell(1, 1), ServerStage.Patience, "both to ring");
        Assert.True(g.RingDoorbell(v.PeerId, 0));
        Assert.True(v.Incoming!.Wait(0));
        Assert.True(v.RingDoorbell(1, 0));
        Assert.True(g.Incoming!.Wait(0));

        // What was kept of those who left is given up.
        viewer.Dispose();
        guest.Dispose();
        second.WaitFor(ServerEventKind.Left, 3);
        Eventually.True(() => _systemd.Names.Count == 0 || _systemd.Names is ["vm.m"], ServerStage.Patience, () => string.Join(", ", _systemd.Names));
    }

    [Fact]
    public void A_connection_is_kept_only_while_its_peer_knows_everything()
    {
        var options = ServerStage.Machine(_folder) with { Vectors = 64 };
        using var stage = new ServerStage([options], _manager);
        using var stopped = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Eventually.True(() => _systemd.Names.Contains("vm.c.1"), ServerStage.Patience, "the connection to be kept");

        // News until its socket is full: from then on the next life would not know what it knows.
        var others = new List<Region>();
        try
        {
            Eventually.True(
                () =>
                {
                    others.Add(Region.Open(options.SocketPath, RegionAccess.ReadOnly));
                    return !_systemd.Names.Contains("vm.c.1");
                },
                ServerStage.Patience,
                "the connection to be given up");

            // It reads, and is kept again.
            Eventually.True(() => !stopped.BackingChanged() && _systemd.Names.Contains("vm.c.1"), ServerStage.Patience, "the connection to be kept again");
        }
        finally
        {
            others.ForEach(one => one.Dispose());
        }
    }

    [Fact]
    public void Memory_of_another_size_is_not_used()
    {
        var options = ServerStage.Machine(_folder);
        using (var first = new ServerStage([options], _manager))
        {
            using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
            Eventually.True(() => _systemd.Names.Contains("vm.c.1"), ServerStage.Patience, "the connection to be kept");
        }

        using var second = new ServerStage([options with { SizeBytes = 2 << 20 }], _manager, _systemd.TakeAll());
        Assert.Equal(1, second.Count(ServerEventKind.Discarded));
        using var fresh = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.Equal(2UL << 20, fresh.Length);
    }

    [Fact]
    public void Rubbish_among_what_was_kept_is_closed_and_given_up()
    {
        var options = ServerStage.Machine(_folder);
        using var file = File.OpenHandle("/dev/null");
        Assert.True(_manager.Keep("vm.m", file));
        Assert.True(_manager.Keep("vm.c.5", file));
        Assert.True(_manager.Keep("other.c.9", file));
        Eventually.True(() => _systemd.Names.Count == 3, ServerStage.Patience, "three descriptors");
        using var stage = new ServerStage([options], _manager, _systemd.TakeAll());
        using var region = Region.Open(options.SocketPath, RegionAccess.ReadWrite);
        Assert.Equal(1, region.Doorbell!.PeerId);
        Assert.Equal(0, stage.Count(ServerEventKind.Restored));
    }
}
