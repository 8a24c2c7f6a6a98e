using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Oriel.Agent.Configuration;

namespace Oriel.Agent.Windows.Service;

/// <summary>
/// %ProgramData%\Oriel: settings, which LocalSystem obeys, and logs, which it writes. Everybody may make folders in ProgramData, so one that is there already may belong to
/// somebody who wants LocalSystem to obey him: the folder is taken over by the administrators, everything in it too, and links are refused.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class MachineFolder
{
    /// <summary>Makes the folders, restricts them, and writes default settings if there are none. True when the settings are new.</summary>
    public static bool Prepare(string defaultSettings)
    {
        try
        {
            foreach (var folder in (string[])[AgentFolders.Machine, AgentFolders.Logs])
            {
                var directory = new DirectoryInfo(folder);
                directory.Create();
                RefuseLink(directory);
            }

            Protect(new DirectoryInfo(AgentFolders.Machine));
            SetAside(new FileInfo(AgentFolders.MachineIni));
            foreach (var entry in new DirectoryInfo(AgentFolders.Machine).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToList())
            {
                RefuseLink(entry);
                TakeOver(entry);
            }

            if (File.Exists(AgentFolders.MachineIni))
            {
                return false;
            }

            File.WriteAllText(AgentFolders.MachineIni, defaultSettings.ReplaceLineEndings("\r\n"));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException or PrivilegeNotHeldException)
        {
            throw Refused(error.Message, error);
        }
    }

    /// <summary>Removes settings and logs.</summary>
    public static void Remove()
    {
        var folder = new DirectoryInfo(AgentFolders.Machine);
        if (!folder.Exists)
        {
            return;
        }

        try
        {
            RefuseLink(folder);
            folder.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(error.Message, error);
        }
    }

    private static void RefuseLink(FileSystemInfo entry)
    {
        if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            throw Refused($"{entry.FullName} is a link", null);
        }
    }

    private static void Protect(DirectoryInfo folder)
    {
        const InheritanceFlags Everything = InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit;
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (var (account, rights) in ((WellKnownSidType, FileSystemRights)[])
            [(WellKnownSidType.LocalSystemSid, FileSystemRights.FullControl), (WellKnownSidType.BuiltinAdministratorsSid, FileSystemRights.FullControl), (WellKnownSidType.BuiltinUsersSid, FileSystemRights.ReadAndExecute)])
        {
            security.AddAccessRule(new FileSystemAccessRule(new SecurityIdentifier(account, null), rights, Everything, PropagationFlags.None, AccessControlType.Allow));
        }

        security.SetOwner(new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null));
        folder.SetAccessControl(security);
    }

    /// <summary>Settings that an ordinary user wrote before there was an agent are not obeyed, but kept for a look.</summary>
    private static void SetAside(FileInfo settings)
    {
        if (!settings.Exists)
        {
            return;
        }

        RefuseLink(settings);
        // Whoever owns what this elevated program writes is an administrator as well.
        var probe = new FileInfo(AgentFolders.MachineIni + ".probe");
        probe.Create().Dispose();
        var self = Owner(probe);
        probe.Delete();
        var owner = Owner(settings);
        if (owner is not null && owner != self && !owner.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid) && !owner.IsWellKnown(WellKnownSidType.LocalSystemSid))
        {
            settings.MoveTo(AgentFolders.MachineIni + ".untrusted", overwrite: true);
        }
    }

    private static SecurityIdentifier? Owner(FileInfo file) => file.GetAccessControl(AccessControlSections.Owner).GetOwner(typeof(SecurityIdentifier)) as SecurityIdentifier;

    /// <summary>Owner becomes the administrators, and the only rights are those inherited from the folder.</summary>
    private static void TakeOver(FileSystemInfo entry)
    {
        var owner = new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, null);
        if (entry is DirectoryInfo folder)
        {
            var security = new DirectorySecurity();
            security.SetOwner(owner);
            security.SetAccessRuleProtection(isProtected: false, preserveInheritance: false);
            folder.SetAccessControl(security);
        }
        else if (entry is FileInfo file)
        {
            var security = new FileSecurity();
            security.SetOwner(owner);
            security.SetAccessRuleProtection(isProtected: false, preserveInheritance: false);
            file.SetAccessControl(security);
        }
    }

    private static OrielException Refused(string seen, Exception? inner) =>
        new(AgentErrors.MachineFolder, seen, $"a folder {AgentFolders.Machine} that administrators own", "look who made it; move it away or remove it, then install again", inner);
}
