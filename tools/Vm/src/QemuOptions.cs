namespace Oriel.Vm;

/// <summary>How a <see cref="QemuGuest"/> is set up. The default: 1280x800 on an emulated VGA, virtio keyboard and mouse, sound, SPICE agent, no ticket.</summary>
public sealed record QemuOptions
{
    /// <summary>A <see cref="Session"/> with a terminal at 60, 70 that has the keyboard while the pointer is over it: something to see, and something to type into.</summary>
    public const string Terminal = "xterm -u8 -fa 'DejaVu Sans Mono' -fs 10 -geometry 90x28+60+70 -bg '#101820' -fg '#d8e2ec' -title 'guest terminal' -e sh -c "
        + "'uname -a; echo; echo \"This is the guest of ./dev vm. /share is a folder of the host.\"; echo; exec sh' &";

    /// <summary>Name of the machine.</summary>
    public string Name { get; init; } = "oriel-vm";

    /// <summary>First mode of the guest's screen.</summary>
    public string Size { get; init; } = "1280x800";

    /// <summary>Folder with a built <c>oriel-agent</c>; null = none runs. A build that needs the .NET runtime gets this program's.</summary>
    public string? AgentFolder { get; init; }

    /// <summary>Options of the agent after <c>run</c>, for a shell.</summary>
    public string AgentOptions { get; init; } = "--region pci:0";

    /// <summary>What runs in the guest's session, for its shell; empty = nothing.</summary>
    public string Session { get; init; } = "";

    /// <summary>Size of the shared memory, as QEMU writes it.</summary>
    public string SharedMemorySize { get; init; } = "64M";

    /// <summary>Path of the shared memory file; null = a unique one in /dev/shm. It is removed at the end.</summary>
    public string? SharedMemory { get; init; }

    /// <summary>
    /// Socket of an ivshmem server ("oriel serve") that has the shared memory, for a device with doorbells; null = a file and a device without. Size and file are the server's then.
    /// </summary>
    public string? DoorbellSocket { get; init; }

    /// <summary>SPICE on this TCP port of 127.0.0.1 instead of a Unix socket.</summary>
    public int? SpicePort { get; init; }

    /// <summary>Password of SPICE; null = none.</summary>
    public string? Ticket { get; init; }

    /// <summary>More settings for <c>-spice</c>, for example "agent-mouse=off".</summary>
    public string SpiceExtra { get; init; } = "";

    /// <summary>The guest has a keyboard and a relative mouse; more input devices come with <see cref="Devices"/>.</summary>
    public bool KeyboardAndMouse { get; init; } = true;

    /// <summary>The guest has a sound card.</summary>
    public bool Sound { get; init; } = true;

    /// <summary>The guest runs the SPICE agent.</summary>
    public bool SpiceAgent { get; init; } = true;

    /// <summary>Emulated screen, as QEMU writes it.</summary>
    public string Display { get; init; } = "VGA,vgamem_mb=32";

    /// <summary>More <c>-device</c> values, for example "virtio-tablet-pci".</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Any further options of QEMU.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>MiB of memory.</summary>
    public int MemoryMiB { get; init; } = 768;

    /// <summary>Use KVM; null = where it works.</summary>
    public bool? Kvm { get; init; }
}
