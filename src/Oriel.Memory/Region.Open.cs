namespace Oriel.Memory;

/// <content>Opening what exists.</content>
public sealed unsafe partial class Region
{
    /// <summary>Largest region that is mapped. The protocol's offsets are 32 bits wide, and an 8K set-up needs 0.5 GiB.</summary>
    public const ulong LargestBytes = 4UL << 30;

    /// <summary>Opens an existing file. Throws <see cref="OrielException"/> (missing, permission, not a regular file, empty, too large).</summary>
    public static Region OpenFile(string path, RegionAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Region(RegionSystem.Current.OpenFile(path, access));
    }

    /// <summary>Opens whatever <paramref name="source"/> names: a file; on Linux also a character device, <c>kvmfrN</c>, <c>pci:N</c>, and what an
    /// ivshmem server hands out: <c>doorbell:NAME</c>, <c>doorbell:/path</c> or the path of its socket; on Windows <c>ivshmem:N</c>.</summary>
    public static Region Open(string source, RegionAccess access)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return new Region(RegionSystem.Current.Open(source, access));
    }
}
