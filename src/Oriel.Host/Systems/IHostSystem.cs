namespace Oriel.Host.Systems;

/// <summary>
/// The one way for checks and set-up to look at a machine: files, programs' outputs and probes. The live machine and a recorded one are the same to them. Nothing here changes the machine, throws for
/// what is absent or waits without a bound; everything read belongs to somebody else and is not trusted. For the control role; not thread-safe.
/// </summary>
public interface IHostSystem
{
    /// <summary>Who asks.</summary>
    HostUser User { get; }

    /// <summary>The text of a file, at most <see cref="HostLimits.FileBytes"/> bytes of it, invalid UTF-8 replaced.</summary>
    Sight<string> Read(string path);

    /// <summary>The names in a folder (not paths), in ordinal order, at most <see cref="HostLimits.Names"/>.</summary>
    Sight<IReadOnlyList<string>> List(string folder);

    /// <summary>What the system says about a path; symbolic links are followed.</summary>
    Sight<FileFacts> Stat(string path);

    /// <summary>Where a symbolic link leads, as written in it.</summary>
    Sight<string> Link(string path);

    /// <summary>Runs a program found in PATH and returns what it printed, within <see cref="HostLimits.Command"/>. Only programs that look: never one that changes the machine.</summary>
    Sight<CommandOutput> Run(string program, params IReadOnlyList<string> arguments);

    /// <summary>Asks something only this program's own code can find out (a test render, a SPICE link, what is in a region): JSON. Absent when this system has no such probe.</summary>
    /// <param name="name">Which probe.</param>
    /// <param name="argument">What it is asked about, such as a path; empty for none.</param>
    Sight<string> Probe(string name, string argument);

    /// <summary>A variable of the environment; null when it is not set.</summary>
    string? Variable(string name);
}

/// <summary>Bounds of everything that is read.</summary>
public static class HostLimits
{
    /// <summary>Bytes of a file or an output.</summary>
    public const int FileBytes = 1 << 20;

    /// <summary>Names in a folder.</summary>
    public const int Names = 4096;

    /// <summary>How long a program may take.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromSeconds(10);
}

/// <summary>Who asks.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Uid">User number.</param>
/// <param name="Groups">Numbers of all groups, the primary one first.</param>
public sealed record HostUser(string Name, uint Uid, IReadOnlyList<uint> Groups)
{
    /// <summary>The superuser.</summary>
    public bool IsRoot => Uid == 0;
}
