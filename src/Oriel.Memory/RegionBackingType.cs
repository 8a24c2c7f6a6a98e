namespace Oriel.Memory;

/// <summary>Kinds of file as far as a region cares.</summary>
public enum RegionBackingType
{
    /// <summary>Anything not named here, such as a pipe.</summary>
    Other,

    /// <summary>A regular file, also a memory file.</summary>
    RegularFile,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, when asked not to follow it.</summary>
    SymbolicLink,

    /// <summary>A Unix socket: an ivshmem server listens behind it.</summary>
    Socket,

    /// <summary>A block device.</summary>
    BlockDevice,
}
