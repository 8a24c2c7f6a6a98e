using System.CommandLine;

namespace Oriel.Cli;

/// <summary>The option every command shares that works on a region.</summary>
internal static class RegionOption
{
    /// <summary>Makes it. Resolve its value with <see cref="Resolve"/>.</summary>
    public static Option<string?> Create() => new("--region", "-f")
    {
        HelpName = "FILE|DEVICE",
        Description = "Shared memory to use: a file, a character device such as /dev/kvmfr0 or kvmfr0, doorbell:NAME from \"oriel serve\", or pci:N inside a guest. "
            + $"Default: ${RegionSearch.EnvironmentVariable}, else the first live one of what is served and {string.Join(", ", new RegionSearch().Candidates)}",
    };

    /// <summary>The region to use for this command line.</summary>
    public static RegionChoice Resolve(ParseResult parsed, Option<string?> option) => new RegionSearch().Choose(parsed.GetValue(option));
}
