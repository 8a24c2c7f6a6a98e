using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Host.Systems;

namespace Oriel.Host.Setup.Steps;

/// <summary>The files that the kvmfr module and libvirt need: size, loading, permissions, confinement.</summary>
internal static partial class KvmfrSteps
{
    /// <summary>Where the rule of the devices goes; it must sort before 73-seat-late.rules.</summary>
    public const string RulesFile = "/etc/udev/rules.d/70-kvmfr.rules";

    // What libvirt allows by itself, for a qemu.conf that does not list it in a comment.
    private static readonly string[] s_devices = ["/dev/null", "/dev/full", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/ptmx", "/dev/kvm"];

    /// <summary>The rule that gives a group, and whoever sits at the screen, the kvmfr devices.</summary>
    public static string Rule(string group) => $"SUBSYSTEM==\"kvmfr\", GROUP=\"{group}\", MODE=\"0660\", TAG+=\"uaccess\"";

    /// <summary>Adds what is missing.</summary>
    public static void Add(HostDraft draft, PlannedMemory memory)
    {
        if (draft.System.Stat(memory.Path) is { IsSeen: true, Value.Kind: PathKind.File })
        {
            draft.Steps.Add(new HostStep
            {
                Id = "kvmfr-file",
                What = $"the file {memory.Path} is removed",
                Why = "it should be a device; QEMU made a file of that name because the module was not loaded",
                Undo = "nothing",
                NeedsRoot = true,
                Commands = [["rm", memory.Path]],
            });
        }

        Module(draft, memory);
        Permissions(draft);
        if (draft.Target.IsSystem)
        {
            AppArmor(draft, memory);
            Cgroup(draft, memory);
        }

        if (draft.System.Run("modinfo", "-F", "filename", "kvmfr") is not { IsSeen: true, Value.IsGood: true } && !draft.Exists("/sys/module/kvmfr"))
        {
            draft.Notes.Add("the kvmfr module is not installed for this kernel. Oriel does not ship it and does not need it: --plain or --doorbell work with every kernel");
        }

        draft.Notes.Add("kvmfr was not tried here: the module is not on the machines Oriel is tested on");
    }

    private static void Module(HostDraft draft, PlannedMemory memory)
    {
        var size = (memory.Bytes >> 20).ToString(CultureInfo.InvariantCulture);
        var index = int.TryParse(memory.Path["/dev/kvmfr".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 15) : 0;
        var known = draft.Files(".conf", "/etc/modprobe.d").FirstOrDefault(file => HostDraft.Lines(file.Text).Any(line => SizeOption().IsMatch(line)));
        var old = known.Text is null ? [] : SizeOption().Match(known.Text).Value.Split(',').ToList();
        var sizes = old.ToList();
        while (sizes.Count <= index)
        {
            sizes.Add(size);
        }

        sizes[index] = size;
        List<IReadOnlyList<string>> reload = draft.Exists("/sys/module/kvmfr") ? [["modprobe", "-r", "kvmfr"], ["modprobe", "kvmfr"]] : [["modprobe", "kvmfr"]];
        if (!sizes.SequenceEqual(old))
        {
            var file = known.Path ?? "/etc/modprobe.d/kvmfr.conf";
            draft.Steps.Add(new HostStep
            {
                Id = "kvmfr-size",
                What = $"the module's {memory.Path} has {size} MiB",
                Why = "the module's size and QEMU's must be the same number",
                Undo = known.Path is null ? $"sudo rm {file}" : $"the line of before in {file}",
                NeedsRoot = true,
                File = file,
                Content = known.Text is null ? $"options kvmfr static_size_mb={string.Join(',', sizes)}\n" : SizeOption().Replace(known.Text, string.Join(',', sizes), 1),
                Commands = draft.Target.IsRunning ? [] : reload,
            });
            if (draft.Target.IsRunning)
            {
                draft.Notes.Add($"the module takes its new size when the machine is off: {string.Join("; ", reload.Select(one => $"sudo {ShellWords.Join(one)}"))}");
            }
        }

        if (!draft.Files(".conf", "/etc/modules-load.d", "/usr/lib/modules-load.d").Any(file => HostDraft.Lines(file.Text).Contains("kvmfr")))
        {
            draft.Steps.Add(new HostStep
            {
                Id = "kvmfr-load",
                What = "the module is loaded at boot",
                Why = "the device has to be there before the machine starts; else QEMU makes a plain file of that name",
                Undo = "sudo rm /etc/modules-load.d/kvmfr.conf",
                NeedsRoot = true,
                File = "/etc/modules-load.d/kvmfr.conf",
                Content = "kvmfr\n",
                Commands = draft.Exists("/sys/module/kvmfr") || draft.Steps.Exists(one => one.Id == "kvmfr-size" && one.Commands.Count > 0) ? [] : [["modprobe", "kvmfr"]],
            });
        }
    }

    private static void Permissions(HostDraft draft)
    {
        // "uaccess" is looked at by 73-seat-late.rules: a rule behind that comes too late.
        if (draft.Files(".rules", "/etc/udev/rules.d", "/usr/lib/udev/rules.d").Any(file =>
            string.CompareOrdinal(Path.GetFileName(file.Path), "73-seat-late.rules") < 0 && HostDraft.Lines(file.Text).Any(line => line.Contains("\"kvmfr\"", StringComparison.Ordinal))))
        {
            return;
        }

        draft.Steps.Add(new HostStep
        {
            Id = "kvmfr-permissions",
            What = $"group {draft.Group} and whoever sits at the screen may open /dev/kvmfr*",
            Why = "viewer and QEMU both have to write it. The file sorts before 73-seat-late.rules, which reads the tag",
            Undo = $"sudo rm {RulesFile}",
            NeedsRoot = true,
            File = RulesFile,
            Content = $"# Shared memory of virtual machines (oriel setup).\n{Rule(draft.Group)}\n",
            Commands = [["udevadm", "control", "--reload"], ["udevadm", "trigger", "--subsystem-match=kvmfr"]],
            UndoCommands = [["udevadm", "control", "--reload"]],
        });
    }

    private static void AppArmor(HostDraft draft, PlannedMemory memory)
    {
        const string File = "/etc/apparmor.d/local/abstractions/libvirt-qemu";
        var rule = $"{memory.Path} rw,";
        var had = draft.Text(File);
        if (draft.Text("/sys/module/apparmor/parameters/enabled").StartsWith('Y') && draft.Exists("/etc/apparmor.d/abstractions/libvirt-qemu") && !HostDraft.Lines(had).Contains(rule))
        {
            draft.Steps.Add(new HostStep
            {
                Id = "apparmor",
                What = $"AppArmor lets QEMU open {memory.Path}",
                Why = "libvirt allows what it knows from the description, and it does not look into QEMU's own arguments",
                Undo = $"remove the line \"{rule}\" from {File}",
                NeedsRoot = true,
                File = File,
                Content = (had.Length == 0 || had.EndsWith('\n') ? had : had + "\n") + $"{rule}\n",
            });
        }
    }

    private static void Cgroup(HostDraft draft, PlannedMemory memory)
    {
        const string File = "/etc/libvirt/qemu.conf";
        var sight = draft.System.Read(File);
        if (sight.IsDenied)
        {
            draft.Notes.Add($"{File} may be read by root only: \"sudo oriel setup …\" looks whether cgroup_device_acl names {memory.Path}");
        }
        else if (sight is { IsSeen: true, Value: { } text } && Allowed(text, memory.Path) is { } changed)
        {
            draft.Steps.Add(new HostStep
            {
                Id = "cgroup",
                What = $"libvirt's list of devices names {memory.Path}",
                Why = "libvirt gives a machine only the devices on that list",
                Undo = $"remove {memory.Path} from cgroup_device_acl in {File}",
                NeedsRoot = true,
                File = File,
                Content = changed,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                Commands = [["systemctl", "try-restart", "libvirtd.service", "virtqemud.service"]],
                UndoCommands = [["systemctl", "try-restart", "libvirtd.service", "virtqemud.service"]],
            });
        }
    }

    // The text with the device on the list; null when it is there.
    private static string? Allowed(string text, string device)
    {
        var quoted = $"\"{device}\"";
        if (List().Match(text) is { Success: true } list)
        {
            return list.Value.Contains(quoted, StringComparison.Ordinal) ? null : text.Insert(list.Index + list.Value.IndexOf('[', StringComparison.Ordinal) + 1, $"\n    {quoted},");
        }

        // The list in the file's own comment is this libvirt's default.
        var names = CommentedList().Match(text) is { Success: true } comment ? Quoted().Matches(comment.Value).Select(one => one.Value) : s_devices.Select(one => $"\"{one}\"");
        return $"{text.TrimEnd('\n')}\n\n# oriel setup\ncgroup_device_acl = [\n{string.Concat(names.Append(quoted).Select(one => $"    {one},\n"))}]\n";
    }

    [GeneratedRegex(@"(?<=^[ \t]*options[ \t]+kvmfr[ \t].*?static_size_mb=)[0-9,]+", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex SizeOption();

    [GeneratedRegex(@"^[ \t]*cgroup_device_acl[ \t]*=[ \t]*\[[^\]]*\]", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex List();

    [GeneratedRegex(@"^#[ \t]*cgroup_device_acl[ \t]*=[ \t]*\[[^\]]*\]", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex CommentedList();

    [GeneratedRegex("\"/[^\"]+\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();
}
