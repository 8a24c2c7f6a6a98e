using System.CommandLine;
using Oriel.Agent.Configuration;
using Oriel.Manual;
using Oriel.Manual.Pages;

namespace Oriel.Agent;

/// <summary>What the manual and the shell completions of <c>oriel-agent</c> are made of.</summary>
internal static class AgentManual
{
    /// <summary>The program's name.</summary>
    public const string Name = "oriel-agent";

    /// <summary>The manual of this command tree.</summary>
    public static ProgramManual Of(RootCommand root) => new()
    {
        Name = Name,
        Version = AgentRunner.Version,
        Root = root,
        Sections = [Settings, Files, Exits],
        SeeAlso = ["oriel(1)"],
    };

    private static PageSection Settings => new(
        "Configuration file",
        [
            new TextBlock("Sections in brackets, then name=value; a line that begins with a semicolon is a comment. The command line wins over the file. Names as section:name:"),
            .. AgentSettings.On(OperatingSystem.IsWindows() ? SettingSystems.Windows : SettingSystems.Linux)
                .Select(setting => new EntryBlock([new(setting.Key, TermKind.Literal)], setting.Meaning)),
        ]);

    private static PageSection Files => PageSection.OfRows(
        "Files",
        [
            ("$XDG_CONFIG_HOME/oriel/agent.ini, ~/.config/oriel/agent.ini", "Settings of one user; they win."),
            ("/etc/oriel/agent.ini", "Settings of all users."),
            ("/sys/bus/pci/devices/*/resource2", "Memory of the ivshmem devices (1af4:1110) of this machine."),
        ]);

    private static PageSection Exits => PageSection.OfRows(
        "Exit status",
        [
            ("0", "Did what was asked, or was told to end."),
            ("1", "A bug: an unexpected exception."),
            ("2", "The command line was not understood."),
            ("3", "The region is missing, may not be opened, or is unusable."),
            ("4", "No live agent in the region (status)."),
            ("7", "The X server or another capture source is missing."),
            ("8", "A configuration file or an option's value was refused."),
        ]);
}
