using Oriel.Host.Systems;

namespace Oriel.Host.Setup.Steps;

/// <summary>What the host needs for a machine's memory, and has not. Looks only.</summary>
public static class HostPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="system">The host.</param>
    /// <param name="memory">The machine's memory.</param>
    /// <param name="target">For whom.</param>
    public static HostPlan Plan(IHostSystem system, PlannedMemory memory, HostTarget target)
    {
        var draft = new HostDraft(system, target);
        switch (memory.Kind)
        {
            case MemoryKind.Doorbell:
                DoorbellSteps.Add(draft, memory);
                break;
            case MemoryKind.Kvmfr:
                KvmfrSteps.Add(draft, memory);
                break;
            default:
                PlainSteps.Add(draft, memory);
                break;
        }

        if (target.IsSystem && system.Read("/sys/fs/selinux/enforce") is { IsSeen: true, Value: { } enforce } && enforce.StartsWith('1'))
        {
            draft.Notes.Add("SELinux is enforcing; not tried here. When the machine does not start: ausearch -m avc -ts recent shows what was denied, audit2allow -M oriel makes a rule of it");
        }

        return new HostPlan(draft.Steps, draft.Notes);
    }
}

/// <summary>A plan while it is made, and how it looks at the host.</summary>
internal sealed class HostDraft(IHostSystem system, HostTarget target)
{
    /// <summary>The host.</summary>
    public IHostSystem System { get; } = system;

    /// <summary>For whom.</summary>
    public HostTarget Target { get; } = target;

    /// <summary>What is to be done.</summary>
    public List<HostStep> Steps { get; } = [];

    /// <summary>What no step does.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The group that QEMU and viewers share.</summary>
    public string Group => HasAccount("/etc/group", "kvm") ? "kvm" : HasAccount("/etc/group", "qemu") ? "qemu" : "kvm";

    /// <summary>The user that libvirt's system instance runs QEMU as.</summary>
    public string QemuUser => HasAccount("/etc/passwd", "libvirt-qemu") ? "libvirt-qemu" : HasAccount("/etc/passwd", "qemu") ? "qemu" : "libvirt-qemu";

    /// <summary>Text of a file; empty when there is none to see.</summary>
    public string Text(string path) => System.Read(path) is { IsSeen: true, Value: { } text } ? text : "";

    /// <summary>Something is there.</summary>
    public bool Exists(string path) => System.Stat(path).IsSeen;

    /// <summary>Files with an ending in folders: path and text.</summary>
    public IEnumerable<(string Path, string Text)> Files(string ending, params string[] folders) =>
        from folder in folders
        from name in System.List(folder) is { IsSeen: true, Value: { } names } ? names : []
        where name.EndsWith(ending, StringComparison.Ordinal)
        select ($"{folder}/{name}", Text($"{folder}/{name}"));

    /// <summary>Lines of a text that say something.</summary>
    public static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';'));

    private bool HasAccount(string file, string name) => Text(file).Split('\n').Any(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
}
