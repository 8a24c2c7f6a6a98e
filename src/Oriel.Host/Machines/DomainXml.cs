using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Oriel.Host.Machines;

/// <summary>
/// Reads libvirt's description of a machine. Hostile text is a value, not an exception: no document type, no entities of its own, bounded size, depth and number of elements.
/// </summary>
internal static class DomainXml
{
    /// <summary>Deepest nesting; libvirt's schema needs about ten.</summary>
    public const int MostDepth = 64;

    /// <summary>Most elements.</summary>
    public const int MostElements = 20_000;

    // Where libvirt puts the memory of an ivshmem-plain device, and its size when the description names none.
    private const string MemoryFolder = "/dev/shm/";
    private const ulong DefaultBytes = 4UL << 20;
    private static readonly XNamespace s_qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>Reads one: <c>domain</c>, or libvirt's own record of a running one (<c>domstatus</c>).</summary>
    /// <param name="xml">The text.</param>
    /// <param name="connection">Which libvirt it is of.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="why">What is wrong with the text.</param>
    public static bool TryRead(string xml, string connection, out VirtualMachine? machine, out string why)
    {
        machine = null;
        if (Load(xml, out why) is not { } root)
        {
            return false;
        }

        var status = root.Name.LocalName == "domstatus" ? root : null;
        var domain = status?.Element("domain") ?? root;
        if (domain.Name.LocalName != "domain")
        {
            why = $"the root element is {Short(domain.Name.LocalName)}, not domain";
            return false;
        }

        if (domain.Element("name")?.Value.Trim() is not { Length: > 0 } name)
        {
            why = "the domain has no name";
            return false;
        }

        var devices = domain.Element("devices") ?? new XElement("devices");
        var added = domain.Element(s_qemu + "commandline")?.Elements(s_qemu + "arg").Select(argument => argument.Attribute("value")?.Value ?? "").ToList() ?? [];
        var own = QemuCommandLine.ReadAdded(added);
        var isRunning = status?.Attribute("state")?.Value == "running" || domain.Attribute("id") is not null;
        machine = new VirtualMachine
        {
            Name = name,
            Uuid = Guid.TryParse(domain.Element("uuid")?.Value.Trim(), out var uuid) ? uuid : null,
            Connection = connection,
            IsRunning = isRunning,
            DomainXml = xml,
            SharedMemory = [.. devices.Elements("shmem").Select(Memory).OfType<MachineMemory>(), .. own.SharedMemory],
            Spice = [.. devices.Elements("graphics").Where(graphics => Type(graphics) == "spice").Select(Spice), .. own.Spice],
            Inputs = [.. devices.Elements("input").Select(input => (Type(input), input.Attribute("bus")?.Value ?? "")), .. own.Inputs],
            HasAgentChannel = own.HasAgentChannel || devices.Elements("channel").Any(IsAgent),
            HasBalloon = own.HasBalloon || devices.Elements("memballoon").Any(balloon => Model(balloon) != "none"),
            HasSound = own.HasSound || devices.Elements("sound").Any(),
            Videos = [.. devices.Elements("video").Select(video => Type(video.Element("model"))).Where(model => model is not ("" or "none")), .. own.Videos],
            PassedThrough = [.. devices.Elements("hostdev").Where(device => Type(device) == "pci").Select(Passed).OfType<string>(), .. own.PassedThrough],
            MemoryBytes = domain.Element("memory") is { } memory ? MachineSize.OfLibvirt(memory.Value, memory.Attribute("unit")?.Value, "KiB") : null,
            HasHugePages = own.HasHugePages || domain.Element("memoryBacking")?.Element("hugepages") is not null,
            Processors = int.TryParse(domain.Element("vcpu")?.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var processors) ? processors : 0,
            PinnedProcessors = domain.Element("cputune")?.Elements("vcpupin").Count() ?? 0,
            Processor = Processor(domain.Element("cpu")),
            HasQemuArguments = added.Count > 0,
        };
        return true;
    }

    private static XElement? Load(string xml, out string why)
    {
        why = "";
        try
        {
            using (var reader = Reader(xml))
            {
                for (var elements = 0; reader.Read();)
                {
                    elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
                    if (reader.Depth > MostDepth || elements > MostElements)
                    {
                        why = reader.Depth > MostDepth ? $"elements nested more than {MostDepth} deep" : $"more than {MostElements} elements";
                        return null;
                    }
                }
            }

            using var again = Reader(xml);
            return XElement.Load(again);
        }
        catch (XmlException error)
        {
            why = Short(error.Message);
            return null;
        }
    }

    private static XmlReader Reader(string xml) => XmlReader.Create(
        new StringReader(xml),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Systems.HostLimits.FileBytes, MaxCharactersFromEntities = 1 << 16, IgnoreComments = true, IgnoreProcessingInstructions = true });

    private static MachineMemory? Memory(XElement element)
    {
        var name = element.Attribute("name")?.Value ?? "";
        var size = element.Element("size");
        var bytes = size is null ? DefaultBytes : MachineSize.OfLibvirt(size.Value, size.Attribute("unit")?.Value, "b");
        var server = element.Element("server");
        return Type(element.Element("model")) == "ivshmem-doorbell" || server is not null
            ? new MachineMemory(name, "", server?.Attribute("path")?.Value ?? $"/var/lib/libvirt/shmem-{name}-sock", null)
            : name.Length > 0 ? new MachineMemory(name, MemoryFolder + name, "", bytes) : null;
    }

    private static MachineSpice Spice(XElement graphics)
    {
        var listen = graphics.Element("listen");
        var host = listen?.Attribute("address")?.Value ?? graphics.Attribute("listen")?.Value ?? "";
        var (port, tls) = (MachinePort.Of(graphics.Attribute("port")?.Value), MachinePort.Of(graphics.Attribute("tlsPort")?.Value));
        var hasTicket = graphics.Attribute("passwd") is not null;
        return Type(listen) switch
        {
            "socket" => new MachineSpice("", 0, 0, listen?.Attribute("socket")?.Value ?? "", hasTicket),
            "none" => new MachineSpice("", 0, 0, "", hasTicket),

            // A definition that names no address means libvirt's default, spice_listen of qemu.conf: 127.0.0.1 unless somebody changed it.
            _ => new MachineSpice(host.Length == 0 ? "127.0.0.1" : host, port, tls, "", hasTicket) { ChoosesPort = port == 0 && tls == 0 && graphics.Attribute("autoport")?.Value != "no" },
        };
    }

    private static bool IsAgent(XElement channel) => Type(channel) == "spicevmc" && channel.Element("target")?.Attribute("name")?.Value is null or "com.redhat.spice.0";

    private static string? Passed(XElement device)
    {
        var address = device.Element("source")?.Element("address");
        return MachinePci.Of(address?.Attribute("domain")?.Value ?? "0", address?.Attribute("bus")?.Value, address?.Attribute("slot")?.Value, address?.Attribute("function")?.Value ?? "0");
    }

    private static string Processor(XElement? cpu) => cpu?.Attribute("mode")?.Value is { Length: > 0 } mode && mode != "custom" ? mode : cpu?.Element("model")?.Value.Trim() ?? cpu?.Attribute("mode")?.Value ?? "";

    private static string Type(XElement? element) => element?.Attribute("type")?.Value ?? "";

    private static string Model(XElement element) => element.Attribute("model")?.Value ?? "";

    private static string Short(string text) => text.Length <= 200 ? text : text[..200];
}
