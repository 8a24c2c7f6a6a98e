using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>A check that judges one region after another; what is right about all of them is one good finding.</summary>
internal abstract class RegionCheck : HostCheck
{
    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var good = new List<(string Place, string Seen)>();
        foreach (var place in context.Facts<RegionsSeen>().All)
        {
            var before = findings.Count;
            var seen = Judge(place, context, findings);
            if (seen is not null && findings.Count == before)
            {
                good.Add((place.Path, seen));
            }
        }

        if (good.Count > 0)
        {
            findings.Add(new Finding
            {
                Check = Id, Severity = Severity.Good, Subject = good.Count == 1 ? good[0].Place : "", Title = Title,
                Seen = good.Count == 1 ? good[0].Seen : string.Join("; ", good.Select(one => $"{one.Place}: {one.Seen}")),
            });
        }
    }

    /// <summary>Adds what is wrong with a region; returns what is right about it, or null when the check does not apply to it.</summary>
    protected abstract string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings);

    /// <summary>A finding about a region.</summary>
    protected Finding About(RegionPlace place, Severity severity, string title, string seen, string expected = "", params IReadOnlyList<RemedyStep> remedy) =>
        new() { Check = Id, Severity = severity, Subject = place.Path, Title = title, Seen = seen, Expected = expected, Remedy = remedy };

    /// <summary>"owner libvirt-qemu, group kvm, mode 0660".</summary>
    protected static string Permissions(FileFacts file, IHostSystem system) =>
        $"owner {AccountFile.NameOf(system.Read("/etc/passwd").Value, file.Uid) ?? $"{file.Uid}"}, group {GroupName(system, file.Gid)}, mode 0{Convert.ToString((int)file.Mode & 0xFFF, 8)}";

    /// <summary>Name of a group, or its number.</summary>
    protected static string GroupName(IHostSystem system, uint gid) => AccountFile.NameOf(system.Read("/etc/group").Value, gid) ?? $"{gid}";

    /// <summary>"64 MiB", or bytes where it is no whole number of MiB.</summary>
    protected static string Size(ulong bytes) => bytes % (1 << 20) == 0 ? $"{bytes >> 20} MiB" : $"{bytes} bytes";
}
