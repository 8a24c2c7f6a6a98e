using System.CommandLine;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Commands;
using Oriel.Cli.Machines;
using Oriel.Cli.Sound;
using Oriel.Cli.Spice;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Machines;

/// <summary>Which region and which SPICE server a command takes for a machine; on recorded systems.</summary>
public sealed class MachineSearchTests
{
    private const string Uuid = "9a3f6c1e-2b7d-4e58-9c40-5d1f0a8b7e21";

    [Theory]
    [InlineData("win11")]
    [InlineData("9a3f6c1e")]
    [InlineData(Uuid)]
    public void A_machine_lends_its_region_its_spice_server_and_its_name(string text)
    {
        var choice = Search("libvirt-good").Choose(null, text);
        Assert.Equal(("/dev/shm/oriel", RegionOrigin.Machine, "win11", Uuid, "127.0.0.1:5900"), (choice.Source, choice.Origin, choice.MachineName, choice.MachineUuid.ToString(), choice.Spice));
        Assert.Equal("that of the virtual machine win11", choice.Reason);
        Assert.Equal(choice, Search("libvirt-good").Choose($"vm:{text}"), (a, b) => a.Source == b.Source && a.MachineName == b.MachineName);
        Assert.Equal("win11", Search("libvirt-good", $"vm:{text}").Choose(null).MachineName);
    }

    [Fact]
    public void A_region_beside_the_name_wins_and_the_name_stays()
    {
        var choice = Search("libvirt-good").Choose("/dev/kvmfr0", "win11");
        Assert.Equal(("/dev/kvmfr0", RegionOrigin.Option, "win11", "127.0.0.1:5900"), (choice.Source, choice.Origin, choice.MachineName, choice.Spice));
    }

    [Fact]
    public void The_only_machine_that_runs_is_taken_unless_something_is_named()
    {
        var choice = Search("libvirt-good").Choose(null);
        Assert.Equal(("/dev/shm/oriel", RegionOrigin.OnlyMachine, "win11"), (choice.Source, choice.Origin, choice.MachineName));
        Assert.Equal(("/from/environment", ""), (Search("libvirt-good", "/from/environment").Choose(null).Source, Search("libvirt-good", "/from/environment").Choose(null).MachineName));
        Assert.Equal(("pci:1", ""), (Search("libvirt-good").Choose("pci:1").Source, Search("libvirt-good").Choose("pci:1").MachineName));
    }

    [Fact]
    public void Of_several_that_run_the_region_decides_as_before_and_the_others_are_told()
    {
        using var region = new TempRegion(4096);
        var search = Search("libvirt-two-machines-one-file");
        var choice = new RegionSearch { Machines = search.Machines, Served = () => [], Environment = _ => null, Candidates = [region.Path] }.Choose(null);
        Assert.Equal((region.Path, RegionOrigin.OnlyCandidate, ""), (choice.Source, choice.Origin, choice.MachineName));
        Assert.Equal(["linux", "win11"], choice.Others);
    }

    [Fact]
    public void What_is_not_there_is_told_with_what_is()
    {
        var error = Assert.Throws<OrielException>(() => Search("libvirt-good").Choose(null, "win10"));
        Assert.Equal("ORL800", error.Code.Id);
        Assert.Contains($"there are win11 ({Uuid}, qemu:///system), nas (", error.Seen, StringComparison.Ordinal);
        Assert.Contains(", off)", error.Seen, StringComparison.Ordinal);
        Assert.Contains("oriel list", error.Remedy, StringComparison.Ordinal);

        error = Assert.Throws<OrielException>(() => Search("libvirt-session-doorbell-server-down").Choose("vm:none"));
        Assert.Contains("qemu:///system could not be looked at: virsh: Failed to connect socket", error.Seen, StringComparison.Ordinal);
        Assert.Equal("ORL802", Assert.Throws<OrielException>(() => Search("libvirt-good").Choose("vm:nas")).Code.Id);
        Assert.Throws<OrielException>(() => Search("libvirt-good").Choose("vm:"));
    }

    [Fact]
    public void What_is_ambiguous_is_not_guessed()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("system.json"), """
            { "paths": {
              "/proc/7/comm": { "text": "qemu-system-x86" }, "/proc/7/cmdline": { "text": "qemu-system-x86_64\u0000-name\u0000twin\u001b[31m\u0000" }, "/proc/7": { "kind": "Folder", "uid": 1000 },
              "/proc/8/comm": { "text": "qemu-system-x86" }, "/proc/8/cmdline": { "text": "qemu-system-x86_64\u0000-name\u0000twin\u001b[31m\u0000" }, "/proc/8": { "kind": "Folder", "uid": 1000 },
              "/proc/9/comm": { "text": "qemu-system-x86" }, "/proc/9/cmdline": { "text": "qemu-system-x86_64\u0000-name\u0000foreign\u0000" }, "/proc/9": { "kind": "Folder", "uid": 1001 } } }
            """);
        var search = new MachineSearch { System = () => new RecordedSystem(folder.Path) };
        var error = Assert.Throws<OrielException>(() => search.Find("twin\u001b[31m"));
        Assert.Equal("ORL801", error.Code.Id);
        Assert.DoesNotContain(error.Seen, char.IsControl);
        Assert.Contains("process 7", error.Seen, StringComparison.Ordinal);

        // Another person's process is no machine of this user's, whatever it calls itself.
        Assert.Equal("ORL800", Assert.Throws<OrielException>(() => search.Find("foreign")).Code.Id);
    }

    [Theory]
    [InlineData("", "127.0.0.1:5930", 5930, false)]
    [InlineData("--spice=127.0.0.1:5999", "127.0.0.1:5930", 5999, true)]
    [InlineData("", "", 0, false)]
    [InlineData("", null, 5900, false)]
    public void The_machines_spice_server_is_used_unless_one_is_named(string argument, string? ofMachine, int port, bool isGiven)
    {
        var command = new Command("x");
        var switches = new SpiceSwitches();
        switches.AddTo(command);
        var region = new RegionChoice("/dev/shm/x", RegionOrigin.OnlyMachine) { Spice = ofMachine };
        var guest = switches.Read(command.Parse(argument.Length > 0 ? [argument] : []), new SoundSettings(), new ClipboardOptions(), region);
        Assert.Equal((port, isGiven), (guest?.Server.Port ?? 0, guest?.IsGiven ?? false));
    }

    [Fact]
    public void The_list_joins_regions_and_machines()
    {
        var list = new ListMachines(Recorded("libvirt-tablet")).Join(
        [
            new ListEntry { Path = "/dev/shm/looking-glass", State = "live", Alive = true },
            new ListEntry { Path = "/dev/shm/other", State = "stopped" },
        ]);
        Assert.Equal(["win10", null], list.Select(entry => entry.Machine));
        Assert.Equal(["warning", "no-agent"], list.Select(entry => entry.Health));
        Assert.Equal((Uuid, true, "qemu:///system", "127.0.0.1:5900"), (list[0].Uuid, list[0].Running, list[0].Connection, list[0].Spice));

        list = new ListMachines(Recorded("libvirt-good")).Join([new ListEntry { Path = "/dev/shm/oriel", State = "live", GuestTrouble = "The guest has no active output" }]);
        Assert.Equal([("win11", "no-picture", "live"), ("nas", "off", "no-region")], list.Select(entry => (entry.Machine!, entry.Health!, entry.State)));
        Assert.Equal(("", "no shared memory device"), (list[1].Path, list[1].Reason));

        list = new ListMachines(Recorded("libvirt-session-doorbell-server-down")).Join([]);
        Assert.Equal(["problem", "problem"], list.Select(entry => entry.Health));
        Assert.Single(new ListMachines(Recorded("libvirt-session-doorbell-server-down")).Unseen);
    }

    private static RegionSearch Search(string recording, string? environment = null) =>
        new() { Machines = new MachineSearch { System = () => Recorded(recording) }, Served = () => [], Candidates = [], Environment = name => name == RegionSearch.EnvironmentVariable ? environment : null };

    private static RecordedSystem Recorded(string name) => new(Path.Combine(Executables.SourceTree, "tests", "Oriel.Host.Tests", "Recorded", name));
}
