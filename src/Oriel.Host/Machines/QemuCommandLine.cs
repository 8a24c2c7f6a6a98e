using System.Globalization;

namespace Oriel.Host.Machines;

/// <summary>
/// What a QEMU command line says about its machine. Pure, never throws: somebody else wrote the arguments. Files that QEMU reads options from (<c>-readconfig</c>) are not followed.
/// </summary>
internal sealed class QemuCommandLine
{
    private const string AgentChannel = "com.redhat.spice.0";
    private const int MostArguments = 8192;

    private readonly Dictionary<string, QemuOption> _backends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QemuOption> _characters = new(StringComparer.Ordinal);
    private readonly List<QemuOption> _devices = [];
    private readonly List<MachineSpice> _spice = [];
    private readonly List<(string Type, string Bus)> _inputs = [];
    private readonly List<string> _videos = [];
    private readonly string _folder;
    private string _name = "";
    private Guid? _uuid;
    private ulong? _memory;
    private int _processors;
    private string _processor = "";
    private bool _hugePages;
    private bool _hasPs2 = true;
    private bool _hasDefaults = true;
    private bool _hasSound;
    private string _vga = "";

    private QemuCommandLine(string folder) => _folder = folder;

    /// <summary>Reads the arguments of a QEMU program.</summary>
    /// <param name="arguments">All of them, the program first.</param>
    /// <param name="folder">Its working folder, for paths that are relative; empty when that is not known.</param>
    public static VirtualMachine Read(IReadOnlyList<string> arguments, string folder = "")
    {
        var self = new QemuCommandLine(folder);
        self.ReadArguments(arguments, 1);
        return self.Describe(arguments, arguments.Count > 0 && IsPc(arguments[0]));
    }

    /// <summary>Reads arguments that libvirt adds to those it makes itself.</summary>
    public static VirtualMachine ReadAdded(IReadOnlyList<string> arguments)
    {
        var self = new QemuCommandLine("") { _hasDefaults = false };
        self.ReadArguments(arguments, 0);
        return self.Describe(arguments, isPc: false);
    }

    /// <summary>True for the name of a QEMU system emulator, with or without a path and a wrapper's decoration.</summary>
    public static bool IsQemu(string program)
    {
        var name = program[(program.LastIndexOf('/') + 1)..].TrimStart('.');
        return name.StartsWith("qemu-system", StringComparison.Ordinal) || name is "kvm" or "qemu-kvm" || name.StartsWith("qemu-kvm", StringComparison.Ordinal);
    }

    private static bool IsPc(string program) =>
        program.Contains("x86_64", StringComparison.Ordinal) || program.Contains("i386", StringComparison.Ordinal) || program.EndsWith("kvm", StringComparison.Ordinal);

    private void ReadArguments(IReadOnlyList<string> arguments, int from)
    {
        for (var i = from; i < arguments.Count && i < MostArguments; i++)
        {
            var option = arguments[i].TrimStart('-');
            if (arguments[i].StartsWith('-') && option.Length > 0)
            {
                // Only options that take a value move on: a value is never taken for an option.
                i += Take(option, i + 1 < arguments.Count ? arguments[i + 1] : "") ? 1 : 0;
            }
        }
    }

    private bool Take(string option, string value)
    {
        switch (option)
        {
            case "nodefaults":
                _hasDefaults = false;
                return false;
            case "device":
                _devices.Add(QemuOption.Read(value, "driver"));
                return true;
            case "object":
                TakeObject(QemuOption.Read(value, "qom-type"));
                return true;
            case "chardev":
                var character = QemuOption.Read(value, "backend");
                _characters[character["id"]] = character;
                return true;
            case "spice":
                TakeSpice(QemuOption.Read(value, ""));
                return true;
            case "name":
                _name = QemuOption.Read(value, "guest")["guest"];
                return true;
            case "uuid":
                _uuid = Guid.TryParseExact(value, "D", out var uuid) && uuid != Guid.Empty ? uuid : null;
                return true;
            case "m":
                _memory = MachineSize.OfQemu(QemuOption.Read(value, "size")["size"], 1UL << 20) ?? _memory;
                return true;
            case "smp":
                _processors = int.TryParse(QemuOption.Read(value, "cpus")["cpus"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
                return true;
            case "cpu":
                _processor = QemuOption.Read(value, "model")["model"] switch { "host" => "host-passthrough", "max" => "maximum", var model => model };
                return true;
            case "machine" or "M":
                _hasPs2 &= QemuOption.Read(value, "type") is var machine && machine["i8042"] != "off" && machine["type"] is not ("none" or "microvm");
                return true;
            case "mem-path":
                _hugePages |= IsHugePages(value);
                return true;
            case "vga":
                _vga = value;
                return true;
            case "usbdevice":
                TakeInput(value switch { "tablet" => "usb-tablet", "mouse" => "usb-mouse", "keyboard" => "usb-kbd", _ => "" });
                return true;
            case "soundhw":
                _hasSound = true;
                return true;
            default:
                return false;
        }
    }

    private void TakeObject(QemuOption option)
    {
        switch (option["qom-type"])
        {
            case "memory-backend-file":
                _backends[option["id"]] = option;
                _hugePages |= IsHugePages(option["mem-path"]);
                break;
            case "memory-backend-memfd":
                _hugePages |= option.Is("hugetlb");
                break;
            case "input-linux":
                _inputs.Add(("evdev", ""));
                break;
            default:
                break;
        }
    }

    private void TakeSpice(QemuOption option)
    {
        var isUnix = option.Is("unix");
        _spice.Add(new MachineSpice(
            isUnix ? "" : option["addr"], isUnix ? 0 : MachinePort.Of(option["port"]), MachinePort.Of(option["tls-port"]), isUnix ? Rooted(option["addr"]) : "", !option.Is("disable-ticketing")));
    }

    private void TakeInput(string driver)
    {
        var known = driver switch
        {
            "usb-tablet" => ("tablet", "usb"),
            "usb-mouse" => ("mouse", "usb"),
            "usb-kbd" => ("keyboard", "usb"),
            "usb-wacom-tablet" => ("tablet", "usb"),
            _ when driver.StartsWith("virtio-tablet", StringComparison.Ordinal) => ("tablet", "virtio"),
            _ when driver.StartsWith("virtio-mouse", StringComparison.Ordinal) => ("mouse", "virtio"),
            _ when driver.StartsWith("virtio-keyboard", StringComparison.Ordinal) => ("keyboard", "virtio"),
            _ when driver.StartsWith("virtio-input-host", StringComparison.Ordinal) => ("evdev", "virtio"),
            _ => ("", ""),
        };
        if (known.Item1.Length > 0)
        {
            _inputs.Add(known);
        }
    }

    private VirtualMachine Describe(IReadOnlyList<string> arguments, bool isPc)
    {
        var memory = new List<MachineMemory>();
        var passed = new List<string>();
        var (hasChannel, hasBalloon) = (false, false);
        if (isPc && _hasPs2)
        {
            _inputs.InsertRange(0, [("mouse", "ps2"), ("keyboard", "ps2")]);
        }

        foreach (var device in _devices)
        {
            var driver = device["driver"];
            TakeInput(driver);
            hasChannel |= driver == "virtserialport" && device["name"] == AgentChannel && _characters.GetValueOrDefault(device["chardev"])?["backend"] == "spicevmc";
            hasBalloon |= driver.StartsWith("virtio-balloon", StringComparison.Ordinal);
            _hasSound |= driver is "intel-hda" or "ich9-intel-hda" or "AC97" or "ES1370" or "sb16" or "usb-audio" || driver.StartsWith("virtio-sound", StringComparison.Ordinal);
            TakeVideo(driver);
            if (driver == "vfio-pci" && PciAddress(device) is { } address)
            {
                passed.Add(address);
            }
            else if (driver == "ivshmem-plain" && _backends.GetValueOrDefault(device["memdev"]) is { } backend)
            {
                memory.Add(new MachineMemory(device["memdev"], Rooted(backend["mem-path"]), "", MachineSize.OfQemu(backend["size"])));
            }
            else if (driver == "ivshmem-doorbell" && _characters.GetValueOrDefault(device["chardev"]) is { } character)
            {
                memory.Add(new MachineMemory(device["chardev"], "", Rooted(character["path"]), null));
            }
        }

        if (_vga is not ("" or "none"))
        {
            _videos.Insert(0, _vga == "std" ? "vga" : _vga);
        }
        else if (_vga.Length == 0 && _hasDefaults && isPc && _videos.Count == 0)
        {
            _videos.Add("vga");
        }

        return new VirtualMachine
        {
            Name = _name, Uuid = _uuid, Arguments = arguments, SharedMemory = memory, Spice = _spice, Inputs = _inputs, HasAgentChannel = hasChannel, HasBalloon = hasBalloon, HasSound = _hasSound,
            Videos = _videos, PassedThrough = passed, MemoryBytes = _memory, HasHugePages = _hugePages, Processors = _processors, Processor = _processor,
        };
    }

    private void TakeVideo(string driver)
    {
        var model = driver switch
        {
            "VGA" or "secondary-vga" => "vga",
            "bochs-display" => "bochs",
            "ramfb" or "cirrus-vga" => driver.Split('-')[0],
            _ when driver.StartsWith("qxl", StringComparison.Ordinal) => "qxl",
            _ when driver.StartsWith("virtio-vga", StringComparison.Ordinal) || driver.StartsWith("virtio-gpu", StringComparison.Ordinal) => "virtio",
            _ => "",
        };
        if (model.Length > 0)
        {
            _videos.Add(model);
        }
    }

    /// <summary>The host's address of a device that is passed through: host=01:00.0, host=0000:01:00.0 or sysfsdev=/sys/bus/pci/devices/0000:01:00.0.</summary>
    private static string? PciAddress(QemuOption device)
    {
        var text = device["host"] is { Length: > 0 } host ? host : device["sysfsdev"][(device["sysfsdev"].LastIndexOf('/') + 1)..];
        return MachinePci.Of(text);
    }

    private static bool IsHugePages(string path) => path.Contains("hugepages", StringComparison.OrdinalIgnoreCase) || path.Contains("hugetlb", StringComparison.OrdinalIgnoreCase);

    private string Rooted(string path) => path.Length == 0 || path[0] == '/' || _folder.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(path, _folder);
}
