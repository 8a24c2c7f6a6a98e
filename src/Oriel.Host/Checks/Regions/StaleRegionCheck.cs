using Oriel.Host.Setup;
using Oriel.Host.Sizes;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>D06: the region is the running machine's, and pictures are whole.</summary>
internal sealed class StaleRegionCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D06";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "Pictures arrive whole";

    /// <inheritdoc/>
    public override string Symptom => "The bottom of the picture is cut off, or a mode is refused.";

    /// <inheritdoc/>
    public override string LooksAt => "the frame header's flag for missing rows, and the file's size against the machine's";

    /// <inheritdoc/>
    public override string Why => "A file in /dev/shm outlives its machine: one of another size stays until somebody removes it.";

    /// <inheritdoc/>
    public override string Remedy => "Enlarge the device (power of two), remove the old file while the machine is off, and power-cycle the machine.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is { Truncated: true, Width: { } width, Height: { } height } inside && width is > 0 and <= 32_768 && height is > 0 and <= 32_768)
        {
            var needed = RegionSize.For((int)width, (int)height, inside.Hdr == true, inside.Kvmfr ?? 0);
            findings.Add(About(
                place, Severity.Problem, "The bottom of the picture is cut off", $"the newest frame, {width}x{height}, lacks rows for want of memory ({(place.Bytes is { } has ? Size(has) : "size unknown")})", $"{Size(needed)} for this mode",
                RegionRemedy.Resize(place, needed, ((int)width, (int)height))));
            return null;
        }

        if (place.Kvmfr is not null || place.Memory is not { HasDoorbell: false, Bytes: { } told } || place.Stat is not { IsSeen: true, Value: { Kind: PathKind.File, Bytes: > 0 } file } || file.Bytes == told)
        {
            return place.Inside?.Truncated == false ? "the newest frame has all its rows" : null;
        }

        findings.Add(About(
            place, place.IsRunning ? Severity.Problem : Severity.Warning, "The file has another size than the machine says", $"{Size(file.Bytes)} in the file, {Size(told)} in the description of {place.Machine!.Name}{(place.IsRunning ? ", which runs" : "")}", $"{Size(told)} in both",
            new RemedyStep("Power the machine off (a restart from within is not enough), remove the old file, and start it: the file is made anew", RemedyKind.Command, $"sudo rm {ShellWords.Quote(place.Path)}")));
        return null;
    }
}
