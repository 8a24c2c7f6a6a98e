namespace Oriel.Memory;

/// <summary>What the system says about the file or device behind a region. Names what was mapped, for diagnosis.</summary>
/// <param name="Device">Device the file lies on: major and minor in the two halves, or the volume's serial number on Windows.</param>
/// <param name="Inode">Inode number, or the file's index on Windows; together with <paramref name="Device"/> the identity of the file.</param>
/// <param name="SizeBytes">Size; 0 for devices.</param>
/// <param name="Type">Kind of file.</param>
/// <param name="UserId">Owner; 0 on Windows.</param>
/// <param name="GroupId">Group; 0 on Windows.</param>
/// <param name="Mode">Permission bits; none on Windows, which has access lists instead.</param>
public readonly record struct RegionBacking(
    ulong Device,
    ulong Inode,
    ulong SizeBytes,
    RegionBackingType Type,
    uint UserId,
    uint GroupId,
    UnixFileMode Mode)
{
    /// <summary>True when every user of this machine can change the content, and so send input as the guest or watch its screen.</summary>
    public bool IsWorldWritable => (Mode & UnixFileMode.OtherWrite) != 0;

    /// <summary>True when both are the same file with the same size.</summary>
    internal bool IsSameAs(in RegionBacking other) => Device == other.Device && Inode == other.Inode && SizeBytes == other.SizeBytes;
}
