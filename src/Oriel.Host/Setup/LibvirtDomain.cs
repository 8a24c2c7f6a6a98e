namespace Oriel.Host.Setup;

/// <summary>A machine of libvirt: where it is defined, and its description for the next start.</summary>
/// <param name="Connection">libvirt's connection.</param>
/// <param name="Name">Its name.</param>
/// <param name="Xml">Its description, passwords included: without them a definition would lose them.</param>
/// <param name="IsRunning">It runs now, with the description it was started with.</param>
/// <param name="OtherRegions">Names of shared memory devices of the other machines there.</param>
public sealed record LibvirtDomain(string Connection, string Name, string Xml, bool IsRunning, IReadOnlyList<string> OtherRegions)
{
    /// <summary>It belongs to libvirt's system instance, which runs QEMU as another user.</summary>
    public bool IsSystem => Connection.Contains("/system", StringComparison.Ordinal);
}
