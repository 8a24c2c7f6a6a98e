using Oriel.Host.Setup.Edits;

namespace Oriel.Host.Setup;

/// <summary>Every edit there is, in the order they are applied.</summary>
public static class DomainEdits
{
    /// <summary>The shared memory.</summary>
    public static DomainEdit Memory { get; } = new MemoryEdit();

    /// <summary>The SPICE server.</summary>
    public static DomainEdit Spice { get; } = new SpiceEdit();

    /// <summary>An emulated screen.</summary>
    public static DomainEdit Video { get; } = new VideoEdit();

    /// <summary>The channel of the guest's SPICE agent.</summary>
    public static DomainEdit Clipboard { get; } = new ClipboardEdit();

    /// <summary>Mouse and keyboard by virtio.</summary>
    public static DomainEdit Inputs { get; } = new InputsEdit();

    /// <summary>No tablet.</summary>
    public static DomainEdit Tablet { get; } = new TabletEdit();

    /// <summary>Sound.</summary>
    public static DomainEdit Sound { get; } = new SoundEdit();

    /// <summary>No memory balloon.</summary>
    public static DomainEdit Balloon { get; } = new BalloonEdit();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DomainEdit> All { get; } = [Memory, Spice, Video, Clipboard, Inputs, Tablet, Sound, Balloon];
}
