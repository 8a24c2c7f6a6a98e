using System.Globalization;

namespace Oriel.Host.Machines;

/// <summary>TCP ports as libvirt and QEMU write them.</summary>
internal static class MachinePort
{
    /// <summary>1 to 65535; 0 for anything else, such as libvirt's -1.</summary>
    public static int Of(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 ? port : 0;
}
