using Oriel.Host.Systems;

namespace Oriel.Host.Setup.Steps;

/// <summary>A file in /dev/shm: made with the right owner at boot, so that whoever comes first does not shut the other out.</summary>
internal static class PlainSteps
{
    /// <summary>Adds what is missing.</summary>
    public static void Add(HostDraft draft, PlannedMemory memory)
    {
        Remove(draft, memory);
        if (!draft.Target.IsSystem)
        {
            return;
        }

        var known = draft.Files(".conf", "/etc/tmpfiles.d", "/run/tmpfiles.d", "/usr/lib/tmpfiles.d")
            .SelectMany(file => HostDraft.Lines(file.Text).Select(line => (file.Path, Words: line.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries))))
            .FirstOrDefault(one => one.Words.Length > 1 && one.Words[1] == memory.Path);
        if (known.Words is { } words)
        {
            if (!Serves(words, draft))
            {
                draft.Notes.Add($"{known.Path} makes {memory.Path} as \"{string.Join(' ', words)}\"; {draft.Target.Viewer} may not write it then. A line that fits: {Line(draft, memory)}");
            }

            return;
        }

        if (!draft.Exists("/usr/bin/systemd-tmpfiles") && !draft.Exists("/bin/systemd-tmpfiles"))
        {
            draft.Notes.Add($"there is no systemd-tmpfiles here: at boot, before the machine, make {memory.Path} with owner {draft.Target.Viewer}, group {draft.Group} and mode 0660");
            return;
        }

        var file = $"/etc/tmpfiles.d/10-oriel-{memory.Name}.conf";
        draft.Steps.Add(new HostStep
        {
            Id = "tmpfiles",
            What = $"{memory.Path} is made at boot, for {draft.Target.Viewer} and group {draft.Group}",
            Why = $"otherwise QEMU makes it as {draft.QemuUser}, and {draft.Target.Viewer} may not write it (the viewer takes part in the protocol, so it writes)",
            Undo = $"sudo rm {file}",
            NeedsRoot = true,
            File = file,
            Content = $"# Shared memory of a virtual machine and oriel (oriel setup).\n{Line(draft, memory)}\n",
            Commands = [["systemd-tmpfiles", "--create", file]],
        });
    }

    private static string Line(HostDraft draft, PlannedMemory memory) => $"f {memory.Path} 0660 {draft.Target.Viewer} {draft.Group} -";

    // Owner, or a group that the viewer is in: the number of the group is not looked up, so only what is plain is accepted.
    private static bool Serves(string[] words, HostDraft draft) =>
        words.Length > 4 && words[0].StartsWith('f') && (words[3] == draft.Target.Viewer || words[2].EndsWith("66", StringComparison.Ordinal) || words[2].EndsWith("660", StringComparison.Ordinal));

    private static void Remove(HostDraft draft, PlannedMemory memory)
    {
        if (draft.System.Stat(memory.Path) is not { IsSeen: true, Value: { } file } || file.Kind != PathKind.File || file.Bytes == 0 || file.Bytes == memory.Bytes)
        {
            return;
        }

        var words = $"{memory.Path} has {file.Bytes >> 20} MiB from before and should have {memory.Bytes >> 20}";
        if (draft.Target.IsRunning)
        {
            draft.Notes.Add($"{words}: when the machine is off, remove it ({(file.CanWrite ? "" : "sudo ")}rm {ShellWords.Quote(memory.Path)}); QEMU makes it anew");
            return;
        }

        draft.Steps.Add(new HostStep
        {
            Id = "stale-file",
            What = $"the old {memory.Path} is removed",
            Why = $"{words}; QEMU does not start with a file of another size",
            Undo = "nothing: QEMU makes it anew",
            NeedsRoot = !file.CanWrite || file.Uid != draft.System.User.Uid,
            Commands = [["rm", memory.Path]],
        });
    }
}
