using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>H62: the region can be mapped.</summary>
internal sealed class RegionReadableCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "H62";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "The shared memory can be mapped";

    /// <inheritdoc/>
    public override string Symptom => "The viewer says that this is not usable as shared memory.";

    /// <inheritdoc/>
    public override string LooksAt => "what opening and mapping it read-only says";

    /// <inheritdoc/>
    public override string Why => "A folder, an empty file or a device without memory cannot be a region.";

    /// <inheritdoc/>
    public override string Remedy => "Compare name and size with the machine's configuration.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is not { Error: { } code } inside || place.Stat is not { IsSeen: true, Value: { } file } || !file.CanRead || place.IsServed || (place.Kvmfr is not null && file.Kind != PathKind.CharacterDevice))
        {
            return place.Inside is { Error: null, Bytes: { } bytes } ? Size(bytes) : null;
        }

        findings.Add(About(place, Severity.Problem, "The shared memory cannot be used", $"{inside.Seen} ({code})", inside.Expected ?? "memory that can be mapped", new RemedyStep(inside.Remedy ?? "Compare name and size with the machine's configuration.")));
        return null;
    }
}
