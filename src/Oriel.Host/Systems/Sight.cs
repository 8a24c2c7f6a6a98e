namespace Oriel.Host.Systems;

/// <summary>Why something could not be seen.</summary>
public enum Missing
{
    /// <summary>It was seen.</summary>
    Nothing,

    /// <summary>There is no such file, folder, program or probe.</summary>
    Absent,

    /// <summary>This user may not look: more would be seen as root.</summary>
    Denied,

    /// <summary>It is there, and looking failed.</summary>
    Failed,
}

/// <summary>What was seen, or why nothing was.</summary>
/// <param name="Value">What was seen; the default when <paramref name="Missing"/> says so.</param>
/// <param name="Missing">Why there is no value.</param>
/// <param name="Why">Words of the system about that; empty when there are none.</param>
public readonly record struct Sight<T>(T? Value, Missing Missing, string Why)
    where T : class
{
    /// <summary>Something was seen.</summary>
    public bool IsSeen => Missing == Missing.Nothing;

    /// <summary>There is no such thing.</summary>
    public bool IsAbsent => Missing == Missing.Absent;

    /// <summary>Root would see more.</summary>
    public bool IsDenied => Missing == Missing.Denied;
}

/// <summary>Makes sights.</summary>
public static class Sight
{
    /// <summary>Something seen.</summary>
    public static Sight<T> Of<T>(T value)
        where T : class => new(value, Missing.Nothing, "");

    /// <summary>Nothing seen.</summary>
    public static Sight<T> None<T>(Missing missing, string why = "")
        where T : class => new(null, missing, why);
}

/// <summary>What a program printed.</summary>
/// <param name="ExitCode">How it ended; 0 is well.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record CommandOutput(int ExitCode, string Output, string Error)
{
    /// <summary>It ended well.</summary>
    public bool IsGood => ExitCode == 0;
}

/// <summary>Kinds of what a path names.</summary>
public enum PathKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A pipe or anything else.</summary>
    Other,
}

/// <summary>What the system says about a path.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Mode">Permission bits, 0 to 0xFFF.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Bytes">Size; 0 for what has none.</param>
/// <param name="CanRead">This user may read it (asked of the kernel, so ACLs count).</param>
/// <param name="CanWrite">This user may write it.</param>
public sealed record FileFacts(PathKind Kind, UnixFileMode Mode, uint Uid, uint Gid, ulong Bytes, bool CanRead, bool CanWrite);
