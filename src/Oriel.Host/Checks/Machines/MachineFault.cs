namespace Oriel.Host.Checks.Machines;

/// <summary>Something wrong with the description of one machine.</summary>
/// <param name="Key">Which fault of its check, to tell whether another description of the same machine has it, too.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">One line.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record MachineFault(string Key, Severity Severity, string Title, string Seen, string Expected)
{
    /// <summary>What is done in the domain's XML, in words.</summary>
    public string XmlText { get; init; } = "";

    /// <summary>The XML.</summary>
    public string Xml { get; init; } = "";

    /// <summary>What is done about the arguments of a QEMU that was started by hand.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>A command that cures it where no description has to be changed, and what it does.</summary>
    public (string Text, string Line) Command { get; init; } = ("", "");

    /// <summary>Set-up makes this change.</summary>
    public bool SetupDoesIt { get; init; } = true;

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; } = Confidence.Certain;
}
