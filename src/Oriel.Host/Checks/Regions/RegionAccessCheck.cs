using Oriel.Host.Setup;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Regions;

/// <summary>D01: the user may open the region.</summary>
internal sealed class RegionAccessCheck : RegionCheck
{
    /// <inheritdoc/>
    public override string Id => "D01";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.SharedMemory;

    /// <inheritdoc/>
    public override string Title => "The shared memory may be opened";

    /// <inheritdoc/>
    public override string Symptom => "Permission denied; the viewer says that the shared memory may not be opened.";

    /// <inheritdoc/>
    public override string LooksAt => "owner, group and mode of the file or device, this session's groups, /etc/group, and whether the kernel lets this user read and write (so access lists count)";

    /// <inheritdoc/>
    public override string Why => "The viewer writes too: it subscribes, and says which frames it has read.";

    /// <inheritdoc/>
    public override string Remedy => "Join the group and log in anew, or give the file an owner that fits: a tmpfiles rule for /dev/shm, a udev rule for kvmfr.";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        // A kvmfr name that is an ordinary file is another matter (D03).
        if (place.Stat is not { IsSeen: true, Value: { } file } || file.Kind == PathKind.Folder || (place.Kvmfr is not null && file.Kind == PathKind.File))
        {
            return null;
        }

        if (file.CanRead && file.CanWrite)
        {
            if ((file.Mode & UnixFileMode.OtherWrite) != 0 && !place.IsServed)
            {
                findings.Add(About(
                    place, Severity.Warning, "Every user of this host may change the shared memory", Permissions(file, context.System), "read and write for owner and group only",
                    [new RemedyStep("Take it from the others", RemedyKind.Command, $"sudo chmod o-rwx {ShellWords.Quote(place.Path)}"), .. place.Kvmfr is null ? [RegionRemedy.OwnFile(place.Path, context.System.User.Name)[0]] : RegionRemedy.OwnDevice()]));
            }

            return $"{Permissions(file, context.System)}; {context.System.User.Name} may read and write";
        }

        var user = context.System.User;
        findings.Add(About(
            place, Severity.Problem, "The shared memory may not be opened",
            $"{Permissions(file, context.System)}; user {user.Name} ({user.Uid}) with groups {string.Join(", ", user.Groups.Select(group => GroupName(context.System, group)))} may {(file.CanRead ? "read but not write" : file.CanWrite ? "write but not read" : "neither read nor write")}",
            "read and write for this user", Remedies(place, file, context)));
        return null;
    }

    private static IReadOnlyList<RemedyStep> Remedies(RegionPlace place, FileFacts file, CheckContext context)
    {
        const UnixFileMode GroupUse = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        var user = context.System.User;
        if ((file.Mode & GroupUse) == GroupUse && file.Gid != 0 && !user.Groups.Contains(file.Gid))
        {
            var group = GroupName(context.System, file.Gid);
            return AccountFile.GroupsWith(context.System.Read("/etc/group").Value, user.Name).Contains(file.Gid)
                ? [new RemedyStep($"You are in the group {group} already, but this login session began before that: log out and in again. Until then, for one shell", RemedyKind.Command, $"newgrp {ShellWords.Quote(group)}")]
                : [new RemedyStep($"Join the group {group}, then log out and in again", RemedyKind.Command, $"sudo usermod -aG {ShellWords.Quote(group)} {ShellWords.Quote(user.Name)}")];
        }

        if (place.IsServed)
        {
            var name = Path.GetFileNameWithoutExtension(place.Path);
            return [new RemedyStep("Whoever serves the machine lets you connect", RemedyKind.Command, $"oriel serve {ShellWords.Quote(name)} --allow-user {ShellWords.Quote(user.Name)} --socket-mode 0666")];
        }

        return place.Kvmfr is not null ? RegionRemedy.OwnDevice() : RegionRemedy.OwnFile(place.Path, user.Name);
    }
}
