using Oriel.Memory;

namespace Oriel.Vm.Tests;

/// <summary>A real ivshmem-doorbell device served by <c>oriel serve</c>: rings out of a guest, and everybody's death and return. Guests of their own, without the shared one's sound and desktop.</summary>
[Collection(VmCollection.Name)]
public sealed class DoorbellTests : IDisposable
{
    // The guest's agent finds a runtime that way where its build brings none.
    private const string Agent = "DOTNET_ROOT=/dotnet /agent/oriel-agent doorbell --region pci:0";

    private readonly TempFolder _folder = new();
    private readonly string _socket;

    public DoorbellTests() => _socket = _folder.File("vm.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_ring_of_the_guest_arrives_and_everybody_may_die_and_come_back()
    {
        var image = SharedGuest.ImageOrSkip();
        using var server = Serve();
        var first = StartGuest(image);
        try
        {
            using var region = Region.Open(_socket, RegionAccess.ReadWrite);
            var doorbell = region.Doorbell!;
            first.WaitForDesktop();
            first.WaitForAgentStart();

            // 2,000 of 2,000: the counter of an eventfd adds them up.
            RingsArrive(first, doorbell, 2000);

            // A peer that does not exist, a vector that does not: nothing happens, to nobody.
            first.Run($"{Agent} --ring {doorbell.PeerId + 1000}");
            Assert.NotEqual(0, first.Shell.Run($"{Agent} --ring {doorbell.PeerId}:1").Status);
            Assert.Equal(0UL, ReadCounter(doorbell));
            AViewerShows();

            // A viewer that is killed: the next one shows, and the guest rings on.
            using (var viewer = TestProcess.Start(Executables.Oriel, ["view", "--headless", "--region", _socket, "--seconds", "600"]))
            {
                Eventually.True(() => server.Output.Contains($"(pid {viewer.Id},", StringComparison.Ordinal), SharedGuest.Patience, () => server.Output);
                viewer.Send(Signal.Kill);
            }

            AViewerShows();
            RingsArrive(first, doorbell, 10);
        }
        finally
        {
            // QEMU without mercy.
            first.Dispose();
        }

        using var second = StartGuest(image);
        second.WaitForDesktop();
        second.WaitForAgentStart();
        using var fresh = Region.Open(_socket, RegionAccess.ReadWrite);
        RingsArrive(second, fresh.Doorbell!, 10);
        AViewerShows();
    }

    [Fact]
    public void A_restart_of_the_server_goes_unnoticed_where_descriptors_are_kept()
    {
        var image = SharedGuest.ImageOrSkip();
        using var manager = new FakeSystemd();
        QemuGuest guest;
        Region region;
        using (var first = Serve(manager.Path))
        {
            guest = StartGuest(image);
            region = Region.Open(_socket, RegionAccess.ReadWrite);
            Eventually.True(() => manager.Names.Count(name => name.StartsWith("vm.c.", StringComparison.Ordinal)) == 2, SharedGuest.Patience, () => string.Join(", ", manager.Names));

            // Killed, not stopped: nothing can be said at the end.
            first.Send(Signal.Kill);
            first.WaitForExit(SharedGuest.Patience);
        }

        using (guest)
        using (region)
        {
            guest.WaitForDesktop();
            guest.WaitForAgentStart();
            Assert.False(region.BackingChanged());
            RingsArrive(guest, region.Doorbell!, 10);

            using var second = ServeAgain(manager);
            Assert.False(region.BackingChanged());

            // A peer that only the second server knows: the guest's device was told of it over the old connection.
            using var viewer = Region.Open(_socket, RegionAccess.ReadWrite);
            RingsArrive(guest, viewer.Doorbell!, 100);
            RingsArrive(guest, region.Doorbell!, 10);
            AViewerShows();
        }
    }

    private static void RingsArrive(QemuGuest guest, IvshmemDoorbell doorbell, int count)
    {
        _ = ReadCounter(doorbell);
        var said = guest.Run($"{Agent} --ring {doorbell.PeerId} --count {count}", SharedGuest.Patience);
        Assert.Contains($"{count} times of {count}", said, StringComparison.Ordinal);
        var arrived = 0UL;
        Eventually.True(() => (arrived += ReadCounter(doorbell)) >= (ulong)count, SharedGuest.Patience, () => $"{arrived} of {count} rings arrived");
        Assert.Equal((ulong)count, arrived);
    }

    private static ulong ReadCounter(IvshmemDoorbell doorbell) => Descriptors.TakeCounter(doorbell.Incoming!.Handle);

    private QemuGuest StartGuest(GuestImage image) => QemuGuest.Start(
        new() { AgentFolder = Path.GetDirectoryName(Executables.Agent), DoorbellSocket = _socket, Sound = false, SpiceAgent = false, KeyboardAndMouse = false }, image);

    private void AViewerShows()
    {
        var png = _folder.File("shown.png");
        TestProcess.Run(Executables.Oriel, ["screenshot", png, "--region", _socket, "--timeout", "60"], limit: SharedGuest.Patience + SharedGuest.Patience);
        Assert.True(new FileInfo(png).Length > 0);
        File.Delete(png);
    }

    private TestProcess Serve(string? notify = null)
    {
        var server = TestProcess.Start(Executables.Oriel, ["serve", "vm", "--socket", _socket], new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = notify });
        server.WaitForLine("^serving vm", SharedGuest.Patience);
        return server;
    }

    /// <summary>As systemd starts a service again: the kept descriptors from 3 on, and their names. A shell puts them there: bash, whose redirections take large numbers.</summary>
    private TestProcess ServeAgain(FakeSystemd manager)
    {
        var kept = manager.TakeAll();
        try
        {
            // Copies far away first, which are inherited; then the low numbers.
            var numbers = kept.Select(one => Descriptors.Inheritable(one.Handle, 200)).ToList();
            var moves = string.Join("; ", numbers.Select((number, i) => $"exec {3 + i}<&{number} {number}<&-"));
            var server = TestProcess.Start(
                "/bin/bash",
                ["-c", $"{moves}; export LISTEN_PID=$$ LISTEN_FDS={kept.Count} LISTEN_FDNAMES={string.Join(':', kept.Select(one => one.Name))}; exec \"$@\"", "bash", Executables.Oriel, "serve", "vm", "--socket", _socket],
                new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = manager.Path });
            Descriptors.Close(numbers);
            server.WaitForLine("^serving vm", SharedGuest.Patience);
            Assert.Equal(2, server.Output.Split('\n').Count(line => line.Contains(" restored", StringComparison.Ordinal)));
            return server;
        }
        finally
        {
            kept.ForEach(one => one.Handle.Dispose());
        }
    }
}
