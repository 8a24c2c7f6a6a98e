using FsCheck;
using FsCheck.Fluent;
using Oriel.Host.Machines;

namespace Oriel.Host.Tests.Machines;

/// <summary>What a QEMU command line says, in both syntaxes.</summary>
public sealed class QemuCommandLineTests
{
    [Fact]
    public void A_machine_by_hand_is_understood()
    {
        var machine = QemuCommandLine.Read(
            [
                "/usr/bin/qemu-system-x86_64", "-nodefaults", "-name", "guest=win,,11,debug-threads=on", "-uuid", "6695eb01-f6a4-8304-79aa-97f2502e193f", "-machine", "q35,usb=off", "-cpu", "host,topoext=on",
                "-m", "8G", "-smp", "8,cores=4,threads=2", "-object", "memory-backend-file,id=ivshmem,share=on,mem-path=shm,size=64M", "-device", "ivshmem-plain,memdev=ivshmem,bus=pcie.0",
                "-chardev", "socket,path=/run/oriel/win.sock,id=ch", "-device", "ivshmem-doorbell,vectors=1,chardev=ch", "-spice", "port=5901,addr=::1,disable-ticketing=on",
                "-device", "virtio-keyboard-pci", "-device", "virtio-mouse-pci", "-device", "usb-tablet", "-device", "virtio-serial-pci", "-chardev", "spicevmc,id=vdagent,name=vdagent",
                "-device", "virtserialport,chardev=vdagent,name=com.redhat.spice.0", "-device", "ich9-intel-hda", "-device", "vfio-pci,host=01:00.0", "-device", "vfio-pci,sysfsdev=/sys/bus/pci/devices/0000:01:00.1",
                "-device", "virtio-balloon-pci", "-device", "VGA,vgamem_mb=32", "-mem-path", "/dev/hugepages/vm",
            ],
            "/home/ana");
        Assert.Equal(("win,11", Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f")), (machine.Name, machine.Uuid!.Value));
        Assert.Equal([new MachineMemory("ivshmem", "/home/ana/shm", "", 64 << 20), new MachineMemory("ch", "", "/run/oriel/win.sock", null)], machine.SharedMemory);
        Assert.Equal(["/home/ana/shm", "doorbell:/run/oriel/win.sock"], machine.SharedMemory.Select(memory => memory.Source));
        Assert.Equal([new MachineSpice("::1", 5901, 0, "", WantsTicket: false)], machine.Spice);
        Assert.Equal("[::1]:5901", machine.SpiceAddress);
        Assert.Equal([("mouse", "ps2"), ("keyboard", "ps2"), ("keyboard", "virtio"), ("mouse", "virtio"), ("tablet", "usb")], machine.Inputs);
        Assert.Equal((true, true, true, true), (machine.HasAgentChannel, machine.HasBalloon, machine.HasSound, machine.HasHugePages));
        Assert.Equal(["0000:01:00.0", "0000:01:00.1"], machine.PassedThrough);
        Assert.Equal((8UL << 30, 8, "host-passthrough"), (machine.MemoryBytes, machine.Processors, machine.Processor));
        Assert.Equal(["vga"], machine.Videos);
    }

    [Fact]
    public void The_same_in_json_as_libvirt_writes_it()
    {
        var machine = QemuCommandLine.Read(
            [
                "qemu-system-x86_64", "-object", """{"qom-type":"memory-backend-file","id":"shmmem-shmem0","mem-path":"/dev/shm/looking-glass","size":67108864,"share":true}""",
                "-device", """{"driver":"ivshmem-plain","id":"shmem0","memdev":"shmmem-shmem0","bus":"pci.9","addr":"0x1"}""", "-device", """{"driver":"usb-tablet","id":"input0","bus":"usb.0","port":"1"}""",
                "-object", """{"qom-type":"memory-backend-memfd","id":"ram","hugetlb":true}""", "-spice", "unix=on,addr=/run/user/1000/spice.sock", "-vga", "none",
            ]);
        Assert.Equal([new MachineMemory("shmmem-shmem0", "/dev/shm/looking-glass", "", 64 << 20)], machine.SharedMemory);
        Assert.Contains(("tablet", "usb"), machine.Inputs);
        Assert.Equal(("/run/user/1000/spice.sock", true, 0), (machine.SpiceAddress, machine.HasHugePages, machine.Videos.Count));
        Assert.True(machine.Spice[0].WantsTicket);
    }

    [Fact]
    public void Without_nodefaults_a_pc_has_a_screen_and_a_ps2_mouse_unless_told_otherwise()
    {
        var plain = QemuCommandLine.Read(["qemu-system-x86_64", "-spice", "port=5900,addr=0.0.0.0,password=x"]);
        Assert.Equal(("vga", "127.0.0.1:5900", true, true), (Assert.Single(plain.Videos), plain.SpiceAddress, plain.Spice[0].IsOpenToNetwork, plain.Inputs.Contains(("mouse", "ps2"))));
        Assert.Empty(QemuCommandLine.Read(["qemu-system-x86_64", "-M", "q35,i8042=off"]).Inputs);
        Assert.Empty(QemuCommandLine.Read(["qemu-system-aarch64", "-M", "virt"]).Videos);
    }

    [Theory]
    [InlineData("64M", 64UL << 20)]
    [InlineData("67108864", 64UL << 20)]
    [InlineData("0x4000000", 64UL << 20)]
    [InlineData("1.5G", 3UL << 29)]
    [InlineData("128k", 128UL << 10)]
    [InlineData("", null)]
    [InlineData("M", null)]
    [InlineData("-1", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("18446744073709551615T", null)]
    public void Sizes(string text, ulong? bytes) => Assert.Equal(bytes, MachineSize.OfQemu(text));

    [Theory]
    [InlineData("qemu-system-x86_64", true)]
    [InlineData("/usr/libexec/qemu-kvm", true)]
    [InlineData("/nix/store/x/bin/.qemu-system-x86_64-wrapped", true)]
    [InlineData("qemu-system-x86", true)]
    [InlineData("qemu-img", false)]
    [InlineData("vim", false)]
    [InlineData("", false)]
    public void Programs(string name, bool isQemu) => Assert.Equal(isQemu, QemuCommandLine.IsQemu(name));

    [Fact]
    public void No_command_line_whatever_makes_it_throw()
    {
        string[] words =
        [
            "-device", "-object", "-chardev", "-spice", "-name", "-uuid", "-m", "-smp", "-cpu", "-machine", "-vga", "-mem-path", "-usbdevice", "--device", "-", "--", "", ",", ",,", "=", "a=", "=b", "{", "{}", "[]", "null",
            "{\"driver\":\"ivshmem-plain\",\"memdev\":{}}", "{\"driver\":\"\\ud800\"}", "ivshmem-plain,memdev=a", "ivshmem-doorbell,chardev=", "memory-backend-file,id=a,mem-path=\0,size=1e9", "socket,id=,path=\0",
            "memory-backend-file,id=a,mem-path=x,size=9999999999999T", "vfio-pci,host=::..", "vfio-pci,host=1:2:3:4", "vfio-pci,sysfsdev=/", "port=-1,addr=", "port=99999,unix=on", "virtserialport,chardev=", "help", "guest=,,", "no", "nono",
        ];
        Prop.ForAll(Gen.ArrayOf(Gen.OneOf(Gen.Elements(words), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""))).ToArbitrary(), arguments =>
        {
            var machine = QemuCommandLine.Read(["qemu-system-x86_64", .. arguments], "/tmp");
            Assert.All(machine.SharedMemory, memory => Assert.NotNull(memory.Source));
            Assert.All(machine.Spice, server => Assert.InRange(server.Port, 0, 65535));
            _ = QemuCommandLine.ReadAdded(arguments);
            Assert.NotNull(machine.Region);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20261129, 3));
    }
}
