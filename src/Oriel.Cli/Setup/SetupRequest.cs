using Oriel.Host.Setup;

namespace Oriel.Cli.Setup;

/// <summary>What <c>oriel setup</c> was asked for.</summary>
internal sealed record SetupRequest
{
    /// <summary>Machine of libvirt, file, "-" for standard input; empty = the only machine there is.</summary>
    public string Target { get; init; } = "";

    /// <summary>Wishes as far as the command line says them.</summary>
    public SetupWish Wish { get; init; } = new();

    /// <summary>libvirt's connection; empty = the usual ones.</summary>
    public string Connection { get; init; } = "";

    /// <summary>Write the description here instead of changing anything; empty = no, "-" = standard output.</summary>
    public string Output { get; init; } = "";

    /// <summary>Who views; empty = who runs this.</summary>
    public string Viewer { get; init; } = "";

    /// <summary>Show only.</summary>
    public bool DryRun { get; init; }

    /// <summary>Do not ask.</summary>
    public bool Yes { get; init; }

    /// <summary>Do the host's steps, too.</summary>
    public bool ApplyHost { get; init; }

    /// <summary>Hold the description against libvirt's schema.</summary>
    public bool Validate { get; init; } = true;

    /// <summary>The target is a file, or standard input.</summary>
    public bool IsFile => Target == "-" || Target.Contains('/', StringComparison.Ordinal) || Target.EndsWith(".xml", StringComparison.Ordinal);
}
