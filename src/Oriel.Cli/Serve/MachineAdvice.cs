using System.Xml.Linq;
using Oriel.Memory;
using Oriel.Relay.Doorbell;

namespace Oriel.Cli.Serve;

/// <summary>What has to be told to QEMU, libvirt and the viewer so that they meet on a served machine.</summary>
/// <param name="options">The machine.</param>
internal sealed class MachineAdvice(MachineOptions options)
{
    /// <summary>For <c>--region</c>.</summary>
    public string Region { get; } = options.SocketPath == DoorbellSource.SocketOf(options.Name) ? DoorbellSource.Prefix + options.Name : DoorbellSource.Prefix + options.SocketPath;

    /// <summary>Arguments of QEMU.</summary>
    public IReadOnlyList<string> Qemu { get; } =
    [
        "-chardev", $"socket,id=oriel,path={options.SocketPath.Replace(",", ",,", StringComparison.Ordinal)}",
        "-device", $"ivshmem-doorbell,chardev=oriel,vectors={options.Vectors}",
    ];

    /// <summary>Element for <c>devices</c> of a libvirt domain.</summary>
    public string Libvirt { get; } = new XElement(
        "shmem",
        new XAttribute("name", options.Name),
        new XElement("model", new XAttribute("type", "ivshmem-doorbell")),
        new XElement("server", new XAttribute("path", options.SocketPath)),
        new XElement("msi", new XAttribute("vectors", options.Vectors))).ToString().Replace('"', '\'');
}
