using Oriel.Host.Sizes;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>D05: the region is large enough, and everybody agrees on its size.</summary>
internal sealed class RegionSizeCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D05";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "The shared memory has the size the screen needs";

    /// <inheritdoc/>
    public override string Symptom => "A mode is refused or cut off; QEMU says that the sizes differ.";

    /// <inheritdoc/>
    public override string LooksAt => "size of the file or device, of the machine's description, and both formulas for the wanted mode, else the guest's largest screen";

    /// <inheritdoc/>
    public override string Why => "A frame buffer that does not fit is not shown, and a device of another size than the memory behind it does not start.";

    /// <inheritdoc/>
    public override string Remedy => "One number, a power of two, in every place that says it: the machine's description and, with kvmfr, the module.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        // Rows that are missing are told by D06, with the same remedy.
        if (place.Bytes is not { } bytes || place.Inside?.Truncated == true || (place.Kvmfr is not null && place.Stat.Value?.Kind == PathKind.File))
        {
            return null;
        }

        var told = place.Memory?.Bytes;
        var mode = Mode(place, context.Options);
        var needed = mode.Width > 0 ? RegionSize.For(mode.Width, mode.Height, context.Options.Hdr || place.Inside?.Hdr == true, context.Options.Mode.Width > 0 ? 0 : place.Inside?.Kvmfr ?? 0) : 0;
        if (told is { } size && size != bytes && place.Kvmfr is not null)
        {
            var one = Math.Max(needed, RegionSize.PowerOfTwo(Math.Max(size, bytes)));
            findings.Add(About(
                place, Severity.Problem, "Module and machine disagree about the size", $"the module kvmfr has {Size(bytes)}, the machine {place.Machine!.Name} {Size(size)}", $"{RegionSize.InMebibytes(one)} MiB in both",
                RegionRemedy.Resize(place, one, context.Options.Mode)));
            return null;
        }

        var usable = Math.Min(bytes, told ?? bytes);
        if (!ulong.IsPow2(usable) && place.Memory is not null)
        {
            findings.Add(About(
                place, Severity.Problem, "The size is no power of two", Size(usable), $"{Size(RegionSize.PowerOfTwo(Math.Max(usable, needed)))}: a PCI device's memory is a power of two", RegionRemedy.Resize(place, RegionSize.PowerOfTwo(Math.Max(usable, needed)), context.Options.Mode)));
            return null;
        }

        // A mode that is shown whole is large enough, whatever a formula says.
        var isShownWhole = context.Options.Mode.Width == 0 && place.Inside is { Truncated: false } inside && inside.Width >= mode.Width && inside.Height >= mode.Height;
        if (mode.Width == 0 || usable >= needed || isShownWhole)
        {
            return $"{Size(usable)}{(mode.Width > 0 ? $", enough for {mode.Width}x{mode.Height}" : "")}";
        }

        findings.Add(About(
            place, Severity.Problem, $"The shared memory is too small for {mode.Width}x{mode.Height}", $"{Size(usable)}; {Origin(place, context.Options)}", $"{Size(needed)}", RegionRemedy.Resize(place, needed, mode)));
        return null;
    }

    private static string Origin(RegionPlace place, CheckOptions options) => options.Mode.Width > 0 ? "that mode was asked for" : place.Inside?.Guest is { LargestWidth: > 0 } ? "the guest's largest screen has that mode" : "the newest frame has that mode";

    private static (int Width, int Height) Mode(RegionPlace place, CheckOptions options)
    {
        const uint Most = 32_768;
        var (width, height) = place.Inside is { Guest: { LargestWidth: > 0, LargestHeight: > 0 } guest } ? (guest.LargestWidth, guest.LargestHeight) : (place.Inside?.Width ?? 0, place.Inside?.Height ?? 0);
        return options.Mode.Width > 0 ? options.Mode : width is > 0 and <= Most && height is > 0 and <= Most ? ((int)width, (int)height) : (0, 0);
    }
}
