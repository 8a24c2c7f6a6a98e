using System.CommandLine;
using System.Globalization;
using System.Reflection;
using Oriel.Manual;
using Oriel.Manual.Pages;

namespace Oriel.Cli.Help;

/// <summary>What the manual and the shell completions of <c>oriel</c> are made of.</summary>
internal static class ViewerManual
{
    /// <summary>The program's name.</summary>
    public const string Name = "oriel";

    /// <summary>The manual of this command tree.</summary>
    public static ProgramManual Of(RootCommand root, HelpWriter help) => new()
    {
        Name = Name,
        Version = typeof(ViewerManual).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
        Root = root,
        Words = command => help.PageOf(command) is { } page ? Words(page) : null,
        Sections = [Exits, Environment, Files],
        MorePages = () => [IniManual.Page(root)],
        MachineNames = "oriel list --names",
        SeeAlso = ["oriel-agent(1)", "virsh(1)", "qemu-system-x86_64(1)"],
    };

    private static CommandWords Words(HelpPage page) => new(
        page.Usage,
        page.Examples,
        [.. page.Groups.Select(group => (group.Title, group.Options))],
        [.. page.Notes.Select(note => PageSection.OfRows(note.Title, note.Rows))]);

    private static PageSection Exits => PageSection.OfRows(
        "Exit status", ErrorCatalogue.Exits.Select(exit => (exit.Status.ToString(CultureInfo.InvariantCulture), exit.Meaning)));

    private static PageSection Environment => PageSection.OfRows(
        "Environment",
        [
            (RegionSearch.EnvironmentVariable, "The region to use when the command line names none."),
            ("XDG_RUNTIME_DIR", "Where the sockets of \"oriel serve\" are: in the folder oriel there, or in /run/oriel."),
        ]);

    private static PageSection Files => PageSection.OfRows(
        "Files",
        [
            ("/dev/shm/*, /dev/kvmfr*", "Shared memory of virtual machines."),
            ("$XDG_RUNTIME_DIR/oriel/NAME.sock, /run/oriel/NAME.sock", "Sockets of machines that are served with doorbells."),
            ("$XDG_CONFIG_HOME/oriel/serve-NAME.conf, /etc/oriel/serve-NAME.conf", "Size and options of the systemd unit oriel-serve@NAME."),
            ("$XDG_CONFIG_HOME/oriel/oriel.ini, /etc/oriel/oriel.ini", "Settings: oriel.ini(5)."),
            ("/usr/share/doc/oriel", "The documentation."),
        ]);
}
