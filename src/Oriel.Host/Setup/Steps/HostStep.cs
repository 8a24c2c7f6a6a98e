namespace Oriel.Host.Setup.Steps;

/// <summary>One thing to do on the host: a file, then commands. What, why, and how to undo it.</summary>
public sealed record HostStep
{
    /// <summary>Stable id, for example "tmpfiles".</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required string What { get; init; }

    /// <summary>Why.</summary>
    public required string Why { get; init; }

    /// <summary>What undoes it by hand.</summary>
    public required string Undo { get; init; }

    /// <summary>Only root may.</summary>
    public bool NeedsRoot { get; init; }

    /// <summary>File to write; empty = none.</summary>
    public string File { get; init; } = "";

    /// <summary>Its whole text.</summary>
    public string Content { get; init; } = "";

    /// <summary>Its permissions.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Commands to run, in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Commands { get; init; } = [];

    /// <summary>Commands that undo it, in order; the file is restored before them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UndoCommands { get; init; } = [];

    /// <summary>As text for a shell, to be copied.</summary>
    public IReadOnlyList<string> ToShell()
    {
        var root = NeedsRoot ? "sudo " : "";
        List<string> lines = [];
        if (File.Length > 0)
        {
            lines.Add($"{root}install -D -m {Convert.ToString((int)Mode, 8)} /dev/stdin {ShellWords.Quote(File)} <<'EOF'");
            lines.AddRange(Content.TrimEnd('\n').Split('\n'));
            lines.Add("EOF");
        }

        lines.AddRange(Commands.Select(command => root + ShellWords.Join(command)));
        return lines;
    }
}

/// <summary>What is to be done on the host.</summary>
/// <param name="Steps">In order.</param>
/// <param name="Notes">What cannot be done by a step, or was not tried.</param>
public sealed record HostPlan(IReadOnlyList<HostStep> Steps, IReadOnlyList<string> Notes);

/// <summary>For whom the host is prepared.</summary>
public sealed record HostTarget
{
    /// <summary>The machine runs as another user: libvirt's system instance.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Login name of who views.</summary>
    public required string Viewer { get; init; }

    /// <summary>Home of who views.</summary>
    public required string Home { get; init; }

    /// <summary>Folder of that user's configuration ($XDG_CONFIG_HOME); empty = .config in the home.</summary>
    public string ConfigHome { get; init; } = "";

    /// <summary>The machine runs now.</summary>
    public bool IsRunning { get; init; }

    /// <summary>That folder.</summary>
    public string Configuration => ConfigHome.Length > 0 ? ConfigHome : $"{Home}/.config";
}
