using Oriel.Host.Checks.Machines;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Sizes;

namespace Oriel.Host.Checks.Regions;

/// <summary>The exact steps that put a region right.</summary>
internal static class RegionRemedy
{
    /// <summary>The user may open the file of a plain region, now and after the next boot.</summary>
    public static IReadOnlyList<RemedyStep> OwnFile(string path, string user) =>
    [
        new("Let the file be made with the right owner at every boot", RemedyKind.File, $"f {path} 0660 {user} kvm -", "/etc/tmpfiles.d/10-oriel.conf"),
        new("Give the file that is there to you", RemedyKind.Command, $"sudo chown {ShellWords.Quote(user)}:kvm {ShellWords.Quote(path)} && sudo chmod 0660 {ShellWords.Quote(path)}"),
    ];

    /// <summary>The user may open a kvmfr device, now and after the next boot.</summary>
    public static IReadOnlyList<RemedyStep> OwnDevice() =>
    [
        new("Let udev give you the device", RemedyKind.File, KvmfrSteps.Rule("kvm"), KvmfrSteps.RulesFile),
        new("Make it take effect", RemedyKind.Command, "sudo udevadm control --reload && sudo udevadm trigger -s kvmfr"),
    ];

    /// <summary>One size in every place that says it.</summary>
    public static IReadOnlyList<RemedyStep> Resize(RegionPlace place, ulong bytes, (int Width, int Height) mode)
    {
        var mebibytes = RegionSize.InMebibytes(bytes);
        var steps = new List<RemedyStep>();
        if (place.Machine is { Connection.Length: > 0 } domain)
        {
            steps.Add(new("Let Oriel change the machine's description", RemedyKind.Command, $"{MachineRemedy.SetupCommand(domain)}{(mode.Width > 0 ? $" --mode {mode.Width}x{mode.Height}" : "")}"));
            steps.Add(new($"Or by hand, in virsh edit: the size of the shared memory{(place.Kvmfr is null ? "" : " in qemu:commandline")}", RemedyKind.Xml, place.Kvmfr is null ? $"<size unit='M'>{mebibytes}</size>" : $"\"size\":{bytes}"));
        }
        else if (place.Machine is not null || !place.IsServed)
        {
            steps.Add(new("Change the memory of the machine's QEMU arguments", RemedyKind.Words, $"size={mebibytes}M"));
        }

        if (place.Kvmfr is not null)
        {
            steps.Add(new("Give the module the same size", RemedyKind.File, $"options kvmfr static_size_mb={mebibytes}", "/etc/modprobe.d/kvmfr.conf"));
            steps.Add(new("Power the machine off (a restart from within is not enough), then load the module anew", RemedyKind.Command, "sudo modprobe -r kvmfr && sudo modprobe kvmfr"));
        }
        else if (place.IsServed)
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(place.Path);
            steps.Add(new("Serve the machine with more memory, then start it anew", RemedyKind.Command, $"oriel serve {ShellWords.Quote($"{name}:{mebibytes}M")}"));
        }
        else
        {
            steps.Add(new("Power the machine off (a restart from within is not enough), remove the old file, and start it", RemedyKind.Command, $"sudo rm {ShellWords.Quote(place.Path)}"));
        }

        return steps;
    }

    /// <summary>Where to get and how to start the agent.</summary>
    public static IReadOnlyList<RemedyStep> StartAgent(string? system) =>
    [
        IsWindows(system) ? new("In the guest, as administrator, start the agent's service", RemedyKind.Command, "sc.exe start OrielAgent")
            : new("In the guest, start the agent: on Linux the program (docs/agent-linux.md), on Windows its service (docs/windows.md)", RemedyKind.Command, "oriel-agent"),
        new("If it is not installed there: an image with the agent and its installers, made on the host", RemedyKind.Command, "oriel setup --guest-iso oriel-guest.iso"),
    ];

    /// <summary>The guest said that it is Windows.</summary>
    public static bool IsWindows(string? system) => system?.Contains("Windows", StringComparison.OrdinalIgnoreCase) == true;
}
