namespace Oriel.Memory;

/// <content>Devices.</content>
public sealed unsafe partial class Region
{
    /// <summary>Opens a KVMFR character device (<c>/dev/kvmfrN</c>).</summary>
    public static Region OpenKvmfr(string path, RegionAccess access) => throw new NotImplementedException();

    /// <summary>Opens BAR 2 of the n-th ivshmem device (1af4:1110, PCI slot order), inside a Linux guest.</summary>
    public static Region OpenPciBar(int index, RegionAccess access) => throw new NotImplementedException();
}
