namespace Oriel.Host.Setup;

/// <summary>The same wishes as arguments of QEMU, for machines without libvirt.</summary>
public static class QemuArguments
{
    /// <summary>The arguments, one list for each thing.</summary>
    /// <param name="wish">What is wanted; <see cref="MemoryKind.Keep"/> counts as <see cref="SetupWish.NewMemory"/>.</param>
    /// <param name="spicePort">Port of SPICE on 127.0.0.1, when the wish names no socket.</param>
    public static IReadOnlyList<QemuArgumentGroup> For(SetupWish wish, int spicePort = 5900)
    {
        var memory = Memory(wish);
        List<QemuArgumentGroup> groups = [new("shared memory for the picture", MemoryArguments(memory))];
        if (wish.Spice)
        {
            groups.Add(new("SPICE: keyboard, mouse, sound, clipboard, and the screen before the agent runs",
            [
                "-spice",
                wish.SpiceSocket.Length > 0 ? $"unix=on,addr={Comma(wish.SpiceSocket)},disable-ticketing=on" : $"port={spicePort},addr=127.0.0.1,disable-ticketing=on",
            ]));
        }

        if (wish.Inputs)
        {
            groups.Add(new("mouse and keyboard; leave out usb-tablet and virtio-tablet", ["-device", "virtio-keyboard-pci", "-device", "virtio-mouse-pci"]));
        }

        if (wish.Spice && wish.Clipboard)
        {
            groups.Add(new("clipboard and files",
            [
                "-device", "virtio-serial-pci", "-chardev", "spicevmc,id=oriel-vdagent,name=vdagent",
                "-device", "virtserialport,chardev=oriel-vdagent,name=com.redhat.spice.0",
            ]));
        }

        if (wish.Spice && wish.Sound)
        {
            groups.Add(new("sound and microphone", ["-audiodev", "spice,id=oriel-sound", "-device", "ich9-intel-hda", "-device", "hda-duplex,audiodev=oriel-sound"]));
        }

        return groups;
    }

    /// <summary>The memory that the arguments make.</summary>
    public static PlannedMemory Memory(SetupWish wish)
    {
        var kind = wish.Memory == MemoryKind.Keep ? wish.NewMemory : wish.Memory;
        var name = wish.Name.Length > 0 ? wish.Name : wish.NewName;
        return kind switch
        {
            MemoryKind.Doorbell => new PlannedMemory(kind, name, "", $"{wish.SocketFolder}/{name}.sock", wish.NewBytes),
            MemoryKind.Kvmfr => new PlannedMemory(kind, Path.GetFileName(wish.KvmfrDevice), wish.KvmfrDevice, "", wish.NewBytes),
            _ => new PlannedMemory(MemoryKind.Plain, name, $"/dev/shm/{name}", "", wish.NewBytes),
        };
    }

    private static string[] MemoryArguments(PlannedMemory memory) => memory.Kind == MemoryKind.Doorbell
        ? ["-chardev", $"socket,id=oriel,path={Comma(memory.Socket)}", "-device", "ivshmem-doorbell,chardev=oriel,vectors=1"]
        : ["-object", $"memory-backend-file,id=oriel,share=on,mem-path={Comma(memory.Path)},size={memory.Bytes >> 20}M", "-device", "ivshmem-plain,memdev=oriel"];

    // QEMU writes a comma in a value as two.
    private static string Comma(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}

/// <summary>Arguments of QEMU that belong together.</summary>
/// <param name="What">What they are for.</param>
/// <param name="Arguments">In order.</param>
public sealed record QemuArgumentGroup(string What, IReadOnlyList<string> Arguments);
