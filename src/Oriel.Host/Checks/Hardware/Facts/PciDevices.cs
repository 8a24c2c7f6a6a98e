using System.Text.RegularExpressions;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Hardware.Facts;

/// <summary>All PCI devices. Each is looked at when it is asked for.</summary>
internal sealed partial class PciDevices : IHostFacts<PciDevices>
{
    private const string Folder = "/sys/bus/pci/devices";
    private readonly IHostSystem _system;
    private readonly Dictionary<string, PciDevice> _known = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _names;

    private PciDevices(IHostSystem system)
    {
        _system = system;
        Addresses = [.. (system.List(Folder).Value ?? []).Where(IsAddress)];
        Displays = [.. Addresses.Where(address => system.Number($"{Folder}/{address}/class") is { } c && c >> 16 == 3).Select(Of)];
    }

    /// <summary>Addresses of all.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Display controllers, virtual functions among them.</summary>
    public IReadOnlyList<PciDevice> Displays { get; }

    /// <summary>Display controllers that are GPUs in their own right: neither emulated nor virtual functions.</summary>
    public IEnumerable<PciDevice> Gpus => Displays.Where(device => !device.IsEmulated && device.PhysicalFunction.Length == 0);

    /// <inheritdoc/>
    public static PciDevices Read(CheckContext context) => new(context.System);

    /// <summary>Domain, bus, slot and function, and nothing else: it goes into command lines.</summary>
    public static bool IsAddress(string name) => AddressPattern().IsMatch(name);

    /// <summary>A device by address; one that is not there has no driver and no class.</summary>
    public PciDevice Of(string address) => _known.TryGetValue(address, out var device) ? device : _known[address] = Look(address);

    /// <summary>All functions of a device's card, without bridges.</summary>
    public IReadOnlyList<PciDevice> CardOf(PciDevice device) =>
        [.. Addresses.Where(address => address.StartsWith(device.Slot + ".", StringComparison.Ordinal)).Select(Of).Where(d => !d.IsBridge && d.PhysicalFunction == device.PhysicalFunction)];

    private PciDevice Look(string address)
    {
        var folder = $"{Folder}/{address}";
        var (vendor, number) = ((int)(_system.Number($"{folder}/vendor") ?? 0), (int)(_system.Number($"{folder}/device") ?? 0));
        var files = _system.List(folder).Value ?? [];
        var path = _system.Link(folder).Value?.Split('/') ?? [];
        return new PciDevice
        {
            Address = address,
            Class = (int)(_system.Number($"{folder}/class") ?? 0),
            Vendor = vendor,
            Device = number,
            Name = NameOf(address, vendor, number),
            Driver = _system.LinkName($"{folder}/driver"),
            IsBootScreen = _system.Text($"{folder}/boot_vga") == "1",
            MostFunctions = (int)Math.Clamp(_system.Number($"{folder}/sriov_totalvfs") ?? 0, 0, 256),
            Functions =
            [
                .. files.Where(name => name.StartsWith("virtfn", StringComparison.Ordinal)).OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
                    .Select(name => _system.LinkName($"{folder}/{name}")).Where(IsAddress),
            ],
            PhysicalFunction = _system.LinkName($"{folder}/physfn"),
            RenderNodes = [.. (_system.List($"{folder}/drm").Value ?? []).Where(name => name.StartsWith("renderD", StringComparison.Ordinal)).Select(name => $"/dev/dri/{name}")],
            Parent = path.Length > 1 && IsAddress(path[^2]) ? path[^2] : "",
        };
    }

    private string NameOf(string address, int vendor, int number)
    {
        _names ??= ReadNames();
        var maker = vendor switch { 0x8086 => "Intel", 0x1002 or 0x1022 => "AMD", 0x10de => "NVIDIA", 0x1af4 => "virtio", 0x1b36 => "QEMU", 0x1234 => "QEMU", 0x1a03 => "ASPEED", _ => "" };
        return !_names.TryGetValue(address, out var name) ? $"{maker} device {vendor:x4}:{number:x4}".Trim()
            : name.StartsWith(maker, StringComparison.OrdinalIgnoreCase) ? name
            : $"{maker} {name}";
    }

    // lspci -mm: 01:00.0 "VGA compatible controller" "NVIDIA Corporation" "GA102 [GeForce RTX 3090]" -ra1 "…" "…"
    private Dictionary<string, string> ReadNames()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (_system.Run("lspci", "-mm").Value?.Output ?? "").Split('\n'))
        {
            var words = line.Split('"');
            if (words.Length > 5 && words[5].Length is > 0 and < 200)
            {
                var address = words[0].Trim();

                // Makers of GPUs put the name on the box into brackets, others anything.
                var (name, bracket) = (words[5], words[5].IndexOf('[', StringComparison.Ordinal));
                var isNamed = bracket > 0 && name.EndsWith(']') && (words[1].Contains("VGA", StringComparison.Ordinal) || words[1].Contains("3D", StringComparison.Ordinal) || words[1].Contains("Display", StringComparison.Ordinal));
                names[address.Length == 7 ? "0000:" + address : address] = isNamed ? name[(bracket + 1)..^1] : name;
            }
        }

        return names;
    }

    [GeneratedRegex("^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AddressPattern();
}
