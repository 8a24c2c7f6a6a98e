namespace Oriel.Host.Checks;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; nothing to do.</summary>
    Note,

    /// <summary>Could not be seen, because of permissions or a missing program.</summary>
    Unseen,

    /// <summary>Works, but worse than it could.</summary>
    Warning,

    /// <summary>Keeps something from working.</summary>
    Problem,
}

/// <summary>How sure a finding is.</summary>
public enum Confidence
{
    /// <summary>Seen directly.</summary>
    Certain,

    /// <summary>Follows from what was seen in nearly every case.</summary>
    Likely,

    /// <summary>One explanation among others.</summary>
    Possible,
}

/// <summary>One thing to do about a finding.</summary>
/// <param name="Text">What it does, in words.</param>
/// <param name="Kind">What <paramref name="Content"/> is.</param>
/// <param name="Content">The exact command line, XML or text of a file; empty when words say it all.</param>
/// <param name="File">For text of a file: which; empty otherwise.</param>
public sealed record RemedyStep(string Text, RemedyKind Kind = RemedyKind.Words, string Content = "", string File = "");

/// <summary>What a remedy's content is.</summary>
public enum RemedyKind
{
    /// <summary>Words only.</summary>
    Words,

    /// <summary>A command line for a shell.</summary>
    Command,

    /// <summary>XML of a libvirt domain.</summary>
    Xml,

    /// <summary>Text of a file.</summary>
    File,
}

/// <summary>What one check has to say about one thing.</summary>
public sealed record Finding
{
    /// <summary>The check that says so, for example D05.</summary>
    public required string Check { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What it is about: a file, a domain, a device; empty for the machine as a whole.</summary>
    public string Subject { get; init; } = "";

    /// <summary>One line that says it all.</summary>
    public required string Title { get; init; }

    /// <summary>What was seen, with names and numbers.</summary>
    public required string Seen { get; init; }

    /// <summary>What would be right; empty when nothing is wrong.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Why it matters to the user; empty = as the check says in general.</summary>
    public string Why { get; init; } = "";

    /// <summary>What to do, in order; empty when nothing is to be done.</summary>
    public IReadOnlyList<RemedyStep> Remedy { get; init; } = [];

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; } = Confidence.Certain;
}
