namespace Oriel.Host.Checks;

/// <summary>Subjects the checks are grouped by, in the order they are shown.</summary>
public enum CheckGroup
{
    /// <summary>Processor and IOMMU.</summary>
    Processor,

    /// <summary>Graphics devices, passed through or the viewer's own.</summary>
    Graphics,

    /// <summary>SR-IOV virtual functions.</summary>
    VirtualFunctions,

    /// <summary>Huge pages, balloon and sizes.</summary>
    Memory,

    /// <summary>Files, devices and servers that hold a region.</summary>
    SharedMemory,

    /// <summary>What is alive in the regions, and what the guests' agents say.</summary>
    Guest,

    /// <summary>libvirt domains and running QEMU programs.</summary>
    Machines,

    /// <summary>SPICE servers, input devices, clipboard.</summary>
    Spice,

    /// <summary>Sound server.</summary>
    Sound,

    /// <summary>Session and compositor.</summary>
    Session,
}

/// <summary>
/// One thing that can be wrong with a machine: what is looked at, why it matters, and what to do. Knows nothing of the others; looks through <see cref="CheckContext"/> only. docs/troubleshooting.md is
/// generated from these.
/// </summary>
public abstract class HostCheck
{
    /// <summary>Stable id: D01 to D28 for the known ways set-up fails, H and two digits for others.</summary>
    public abstract string Id { get; }

    /// <summary>Subject.</summary>
    public abstract CheckGroup Group { get; }

    /// <summary>What should be so, in a few words, for example "The shared memory may be opened".</summary>
    public abstract string Title { get; }

    /// <summary>What users notice when it is not so.</summary>
    public abstract string Symptom { get; }

    /// <summary>What is looked at: files, commands, probes.</summary>
    public abstract string LooksAt { get; }

    /// <summary>Why it matters.</summary>
    public abstract string Why { get; }

    /// <summary>What to do in general; findings carry the exact steps.</summary>
    public abstract string Remedy { get; }

    /// <summary>Looks, and adds what it found: nothing when the thing it is about does not exist here, one <see cref="Severity.Good"/> finding when all is well, else one finding for each thing wrong.</summary>
    public abstract void Run(CheckContext context, ICollection<Finding> findings);
}
