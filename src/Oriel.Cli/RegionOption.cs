using System.CommandLine;
using Oriel.Cli.Commands;
using Oriel.Cli.Machines;

namespace Oriel.Cli;

/// <summary>The option every command shares that works on a region.</summary>
internal static class RegionOption
{
    /// <summary>Makes it. Resolve its value with <see cref="Resolve"/>.</summary>
    public static Option<string?> Create() => new("--region", "-f")
    {
        HelpName = "FILE|DEVICE",
        Description = "Shared memory to use: a file, a character device such as /dev/kvmfr0 or kvmfr0, doorbell:NAME from \"oriel serve\", vm:NAME for that of a virtual machine (name or UUID), or pci:N inside a guest. "
            + $"Default: ${RegionSearch.EnvironmentVariable}, else that of the only virtual machine that runs, else the first live one of what is served and {string.Join(", ", new RegionSearch().Candidates)}",
    };

    /// <summary>The region to look at for this command line: machines that run are looked for when nothing is named.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option that <see cref="Create"/> made.</param>
    /// <param name="machine">Name or UUID of a machine that stands on the command line itself; null when there is none.</param>
    public static RegionChoice Resolve(ParseResult parsed, Option<string?> option, string? machine = null)
    {
        var choice = new RegionSearch { Machines = new MachineSearch() }.Choose(parsed.GetValue(option), machine);
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
