namespace Oriel.Vm;

/// <summary>Files and sockets of one running guest.</summary>
internal sealed record QemuPaths(string Folder, string SharedMemory)
{
    public string Share => Path.Combine(Folder, "share");

    public string Spice => Path.Combine(Folder, "spice");

    public string Qmp => Path.Combine(Folder, "qmp");

    public string Command => Path.Combine(Folder, "command");

    public string Ticket => Path.Combine(Folder, "ticket");

    public string Console => Path.Combine(Folder, "console");

    /// <summary>Root of a .NET installation for the guest; null when the agent brings its own.</summary>
    public string? Dotnet { get; init; }
}
