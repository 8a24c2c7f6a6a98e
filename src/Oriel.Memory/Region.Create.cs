namespace Oriel.Memory;

/// <content>Making new ones.</content>
public sealed unsafe partial class Region
{
    /// <summary>
    /// Creates or opens a file and gives it exactly <paramref name="size"/> bytes and the mode (Windows has none: the folder's permissions are inherited there). A smaller file grows
    /// in place. A larger one is never shrunk, which would kill whoever has it mapped, a virtual machine for instance: a new file takes over its name.
    /// </summary>
    public static Region CreateFile(string path, ulong size, UnixFileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Region(RegionSystem.Current.CreateFile(path, size, mode));
    }

    /// <summary>Creates an anonymous memory file sealed against shrinking and growing; on Windows a section of the page file, which has a fixed size as well.</summary>
    public static Region CreateMemfd(string name, ulong size)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Region(RegionSystem.Current.CreateAnonymous(name, size));
    }
}
