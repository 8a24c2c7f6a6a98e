using Oriel.Host.Setup;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>D03: a kvmfr name is a device, not a file.</summary>
internal sealed class KvmfrFileCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D03";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "A kvmfr device is a device";

    /// <inheritdoc/>
    public override string Symptom => "The guest is shown nowhere, although everything seems to run; /dev fills memory.";

    /// <inheritdoc/>
    public override string LooksAt => "kind and size of /dev/kvmfr*";

    /// <inheritdoc/>
    public override string Why => "QEMU makes an ordinary file of that name when the module is not loaded; guest and viewer then share memory that no other program expects there, with the wrong size after the next boot.";

    /// <inheritdoc/>
    public override string Remedy => "Stop the machine, delete the file, load the module, start the machine.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Kvmfr is null || place.Stat is not { IsSeen: true, Value: { } file })
        {
            return null;
        }

        if (file.Kind == PathKind.CharacterDevice)
        {
            return $"a character device{(place.Bytes is { } bytes ? $" of {Size(bytes)}" : "")}";
        }

        findings.Add(About(
            place, Severity.Problem, "A kvmfr device is an ordinary file", $"{(file.Kind == PathKind.File ? $"a file of {Size(file.Bytes)}" : $"kind {file.Kind}")} where the module kvmfr makes a device", "a character device",
            new RemedyStep("Power the machine off, then delete the file and load the module", RemedyKind.Command, $"sudo rm {ShellWords.Quote(place.Path)} && sudo modprobe kvmfr"),
            new RemedyStep("Let the module be loaded at every boot", RemedyKind.File, "kvmfr", "/etc/modules-load.d/kvmfr.conf")));
        return null;
    }
}
