using Oriel.Host.Systems;

namespace Oriel.Host.Setup.Steps;

/// <summary>A doorbell server for a machine: the units of <c>oriel serve</c>, for the user or for the system.</summary>
public static class DoorbellSteps
{
    private const string Unit = "oriel-serve@";

    /// <summary>The folder with the units for users; null when they are not installed.</summary>
    public static string? UserUnits(IHostSystem system, HostTarget target) =>
        Folder(system, $"{target.Configuration}/systemd/user", "/etc/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user", "/lib/systemd/user");

    /// <summary>Adds what is missing.</summary>
    internal static void Add(HostDraft draft, PlannedMemory memory)
    {
        if (draft.Target.IsSystem)
        {
            ForSystem(draft, memory);
        }
        else
        {
            ForUser(draft, memory);
        }
    }

    private static string? Folder(IHostSystem system, params string[] folders) => Array.Find(folders, folder => system.Stat($"{folder}/{Unit}.socket").IsSeen);

    private static void ForUser(HostDraft draft, PlannedMemory memory)
    {
        var configuration = draft.Target.Configuration;
        if (UserUnits(draft.System, draft.Target) is null)
        {
            draft.Notes.Add($"the units of \"oriel serve\" are not installed (docs/doorbell.md, \"As a service\"); until then start it by hand before the machine: {ByHand(draft, memory)}");
            return;
        }

        Configure(draft, memory, $"{configuration}/oriel/serve-{memory.Name}.conf", "", ["systemctl", "--user"]);
        if (!draft.Exists($"{configuration}/systemd/user/sockets.target.wants/{Unit}{memory.Name}.socket"))
        {
            draft.Steps.Add(Enable(memory, ["systemctl", "--user"], needsRoot: false));
        }
    }

    private static void ForSystem(HostDraft draft, PlannedMemory memory)
    {
        var units = Folder(draft.System, "/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");
        var source = units is null ? Folder(draft.System, "/etc/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user", "/lib/systemd/user") : null;
        if (units is null && source is null)
        {
            draft.Notes.Add($"the units of \"oriel serve\" are not installed (docs/doorbell.md, \"As a service\" and \"Permissions\"); until then start it by hand before the machine: {ByHand(draft, memory)}");
            return;
        }

        if (source is not null)
        {
            draft.Steps.Add(new HostStep
            {
                Id = "units",
                What = "the units of \"oriel serve\" are installed for the system",
                Why = $"libvirt's system instance runs QEMU as {draft.QemuUser}, which cannot enter a user's own folder of sockets",
                Undo = $"sudo rm /etc/systemd/system/{Unit}.service /etc/systemd/system/{Unit}.socket",
                NeedsRoot = true,
                Commands = [["install", "-D", "-m", "644", "-t", "/etc/systemd/system", $"{source}/{Unit}.service", $"{source}/{Unit}.socket"]],
                UndoCommands = [["rm", "-f", $"/etc/systemd/system/{Unit}.service", $"/etc/systemd/system/{Unit}.socket"], ["systemctl", "daemon-reload"]],
            });
        }

        Configure(draft, memory, $"/etc/oriel/serve-{memory.Name}.conf", $"--allow-user {draft.QemuUser} --allow-user {draft.Target.Viewer}", ["systemctl"]);
        var access = $"/etc/systemd/system/{Unit}{memory.Name}.socket.d/oriel.conf";
        var text = $"# Who may reach the socket (oriel setup).\n[Socket]\nSocketUser={draft.Target.Viewer}\nSocketGroup={draft.Group}\nSocketMode=0660\n";
        if (draft.Text(access) != text)
        {
            draft.Steps.Add(new HostStep
            {
                Id = "socket-access",
                What = $"{draft.Target.Viewer} and group {draft.Group} may reach the server's socket",
                Why = $"QEMU runs as {draft.QemuUser} (group {draft.Group}), the viewer as {draft.Target.Viewer}",
                Undo = $"sudo rm {access}",
                NeedsRoot = true,
                File = access,
                Content = text,
                Commands = [["systemctl", "daemon-reload"]],
                UndoCommands = [["systemctl", "daemon-reload"]],
            });
        }

        if (!draft.Exists($"/etc/systemd/system/sockets.target.wants/{Unit}{memory.Name}.socket"))
        {
            draft.Steps.Add(Enable(memory, ["systemctl"], needsRoot: true));
        }

        draft.Notes.Add("AppArmor and libvirt's system instance with a doorbell socket were not tried here; what is denied stands in the kernel's log (journalctl -k | grep DENIED)");
    }

    private static void Configure(HostDraft draft, PlannedMemory memory, string file, string options, string[] systemctl)
    {
        var size = $"SIZE={memory.Bytes >> 20}M";
        var had = draft.Text(file);
        var lines = HostDraft.Lines(had).ToList();
        var hasOptions = lines.Find(line => line.StartsWith("OPTIONS=", StringComparison.Ordinal));
        var fits = options.Length == 0 || (hasOptions is not null && options.Split("--allow-user ").All(one => hasOptions.Contains(one.Trim(), StringComparison.Ordinal)));
        if ((memory.Bytes == 0 || lines.Contains(size)) && fits)
        {
            return;
        }

        // What the user wrote stays; our lines take the place of those of the same name.
        var isSized = memory.Bytes > 0;
        List<string> text = [.. (had.Length > 0 ? had.TrimEnd('\n').Split('\n') : ["# Shared memory with doorbells of a virtual machine (oriel setup)."]).Where(line => !isSized || !line.TrimStart().StartsWith("SIZE=", StringComparison.Ordinal))];
        if (isSized)
        {
            text.Add(size);
        }

        if (!fits)
        {
            text.RemoveAll(line => line.TrimStart().StartsWith("OPTIONS=", StringComparison.Ordinal));
            text.Add(hasOptions is null ? $"OPTIONS={options}" : $"{hasOptions} {options}");
        }

        var isOld = had.Length > 0;
        draft.Steps.Add(new HostStep
        {
            Id = "serve-config",
            What = isSized ? $"the server gives {memory.Name} {memory.Bytes >> 20} MiB" : $"the server of {memory.Name} lets QEMU and {draft.Target.Viewer} in",
            Why = "with a doorbell device size and access are the server's; 64 MiB, and only its own user, without this file",
            Undo = isOld ? $"the lines of before in {file}" : $"rm {file}",
            NeedsRoot = systemctl.Length == 1,
            File = file,
            Content = string.Join('\n', text) + "\n",

            // A restart would keep the old memory; a stop lets it go.
            Commands = isOld && !draft.Target.IsRunning ? [[.. systemctl, "stop", $"{Unit}{memory.Name}.service"]] : [],
        });
        if (isOld && draft.Target.IsRunning)
        {
            draft.Notes.Add($"the server keeps its memory while it runs: when the machine is off, {string.Join(' ', systemctl)} stop {Unit}{memory.Name}.service");
        }
    }

    private static HostStep Enable(PlannedMemory memory, string[] systemctl, bool needsRoot) => new()
    {
        Id = "serve-unit",
        What = $"the doorbell server of {memory.Name} starts by itself, with its first connection",
        Why = "it has to be there before the machine starts",
        Undo = $"{(needsRoot ? "sudo " : "")}{string.Join(' ', systemctl)} disable --now {Unit}{memory.Name}.socket",
        NeedsRoot = needsRoot,
        Commands = [[.. systemctl, "daemon-reload"], [.. systemctl, "enable", "--now", $"{Unit}{memory.Name}.socket"]],
        UndoCommands = [[.. systemctl, "disable", "--now", $"{Unit}{memory.Name}.socket"]],
    };

    private static string ByHand(HostDraft draft, PlannedMemory memory)
    {
        var command = $"oriel serve {memory.Name}{(memory.Bytes > 0 ? $":{memory.Bytes >> 20}M" : "")} --socket {ShellWords.Quote(memory.Socket)}";
        return draft.Target.IsSystem ? $"sudo {command} --socket-group {draft.Group} --allow-user {draft.QemuUser} --allow-user {draft.Target.Viewer}" : command;
    }
}
