using System.CommandLine;
using Oriel.Cli.Commands;
using Oriel.Cli.Configuration;
using Oriel.Cli.Machines;

namespace Oriel.Cli;

/// <summary>The option every command shares that works on a region.</summary>
internal static class RegionOption
{
    /// <summary>Makes it. Resolve its value with <see cref="Resolve"/> or one of its like.</summary>
    /// <param name="isWritten">The command writes a picture there: neither settings nor machines that were not named count.</param>
    public static Option<string?> Create(bool isWritten = false) => new("--region", "-f")
    {
        HelpName = "FILE|DEVICE",
        Description = "Shared memory to use: a file, a character device such as /dev/kvmfr0 or kvmfr0, doorbell:NAME from \"oriel serve\", vm:NAME for that of a virtual machine (name or UUID), or pci:N inside a guest. "
            + $"Default: ${RegionSearch.EnvironmentVariable}, {(isWritten ? "" : "else lgmp:shmDevice of oriel.ini, else that of the only virtual machine that runs, ")}else the first live one of what is served and {string.Join(", ", new RegionSearch().Candidates)}",
    };

    /// <summary>The region to look at for this command line: machines that run are looked for when nothing is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option that <see cref="Create"/> made.</param>
    /// <param name="machine">Name or UUID of a machine that stands on the command line itself; null when there is none.</param>
    public static RegionChoice Resolve(ParseResult parsed, Option<string?> option, string? machine = null)
    {
        return Told(new RegionSearch { Machines = new MachineSearch() }.Choose(parsed.GetValue(option), machine));
    }

    /// <summary>The same for commands that take no other setting from the files: where no region is named, that of oriel.ini counts, as it does for the viewer. Throws when a file is wrong.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option that <see cref="Create"/> made.</param>
    public static RegionChoice ResolveWithSettings(ParseResult parsed, Option<string?> option) =>
        Told(new RegionSearch { Machines = new MachineSearch(), Settings = () => FromSettings(new ConfigPlaces()) }.Choose(parsed.GetValue(option)));

    /// <summary>What the usual files say about the region; null when they leave it to us.</summary>
    public static string? FromSettings(ConfigPlaces places) =>
        ConfiguredLine.Load(places.AreOff ? null : places, machine: null, places).Get("lgmp:shmDevice") is { } given ? given.Setting.Convert!(given.Value) : null;

    private static RegionChoice Told(RegionChoice choice)
    {
        if (choice.Others.Count > 0)
        {
            Console.Error.WriteLine($"oriel: several virtual machines run; this is {PlainText.Safe(choice.MachineName.Length > 0 ? choice.MachineName : choice.Source)}. Name another: {PlainText.Safe(string.Join(", ", choice.Others.Take(8)))}");
        }

        return choice;
    }

    /// <summary>The region to write a picture into: never one of a machine that was not named.</summary>
    public static RegionChoice ResolveForWriting(ParseResult parsed, Option<string?> option) => new RegionSearch().Choose(parsed.GetValue(option));

    /// <summary>A region that stands on the command line as an argument: <c>vm:NAME</c> is that machine's, anything else is itself.</summary>
    public static string Named(string source) => source.StartsWith(RegionSearch.MachinePrefix, StringComparison.Ordinal) ? new RegionSearch { Machines = new MachineSearch() }.Choose(source).Source : source;
}
