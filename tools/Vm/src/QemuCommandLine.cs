namespace Oriel.Vm;

/// <summary>Turns options into QEMU's command line.</summary>
internal static class QemuCommandLine
{
    public static IEnumerable<string> Build(QemuOptions options, GuestImage image, QemuPaths paths, bool kvm)
    {
        IEnumerable<string> line =
        [
            "-nodefaults", "-machine", "q35,usb=off,vmport=off,i8042=off", "-smp", "2", "-m", $"{options.MemoryMiB}", "-display", "none", "-name", options.Name,
            .. kvm ? (string[])["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max"],
            "-kernel", image.Kernel, "-initrd", image.Initrd, "-append", "console=ttyS0 mitigations=off no_timer_check quiet", "-serial", $"file:{paths.Console}",
            "-drive", $"file={image.Root},format=raw,if=virtio,readonly=on",
            .. SharedMemory(options, paths), "-device", options.Display, "-device", "virtio-serial-pci",
            "-chardev", $"socket,id=command,path={paths.Command},server=on,wait=off", "-device", "virtserialport,chardev=command,name=oriel.command",
            "-qmp", $"unix:{paths.Qmp},server=on,wait=off", .. Share("share", paths.Share, isReadOnly: false), .. Spice(options, paths),
        ];
        if (options.AgentFolder is { } agent)
        {
            line = line.Concat(Share("agent", agent, isReadOnly: true));
            line = paths.Dotnet is { } dotnet ? line.Concat(Share("dotnet", dotnet, isReadOnly: true)) : line;
        }

        if (options.KeyboardAndMouse)
        {
            line = line.Concat(["-device", "virtio-keyboard-pci", "-device", "virtio-mouse-pci"]);
        }

        if (options.Sound)
        {
            line = line.Concat(["-audiodev", "spice,id=snd", "-device", "ich9-intel-hda", "-device", "hda-duplex,audiodev=snd"]);
        }

        if (options.SpiceAgent)
        {
            line = line.Concat(["-chardev", "spicevmc,id=vdagent,name=vdagent", "-device", "virtserialport,chardev=vdagent,name=com.redhat.spice.0"]);
        }

        return line.Concat(options.Devices.SelectMany(device => (string[])["-device", device])).Concat(options.Extra);
    }

    private static IEnumerable<string> SharedMemory(QemuOptions options, QemuPaths paths) => options.DoorbellSocket is { } socket
        ? ["-chardev", $"socket,id=oriel,path={socket.Replace(",", ",,", StringComparison.Ordinal)}", "-device", "ivshmem-doorbell,chardev=oriel,vectors=1"]
        : ["-object", $"memory-backend-file,id=ivshmem,share=on,mem-path={paths.SharedMemory},size={options.SharedMemorySize}", "-device", "ivshmem-plain,memdev=ivshmem"];

    private static IEnumerable<string> Share(string name, string folder, bool isReadOnly) =>
    [
        "-fsdev", $"local,id={name},path={folder.Replace(",", ",,", StringComparison.Ordinal)},security_model=none{(isReadOnly ? ",readonly=on" : "")}",
        "-device", $"virtio-9p-pci,fsdev={name},mount_tag={name}",
    ];

    private static IEnumerable<string> Spice(QemuOptions options, QemuPaths paths)
    {
        var where = options.SpicePort is { } port ? $"port={port},addr=127.0.0.1" : $"unix=on,addr={paths.Spice}";
        var extra = options.SpiceExtra.Length > 0 ? $",{options.SpiceExtra}" : "";
        return options.Ticket is not null
            ? ["-object", $"secret,id=ticket,file={paths.Ticket}", "-spice", $"{where},password-secret=ticket{extra}"]
            : ["-spice", $"{where},disable-ticketing=on{extra}"];
    }
}
