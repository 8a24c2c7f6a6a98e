using System.Globalization;

namespace Oriel.Host.Checks.Machines;

/// <summary>Shared memory that running Scream receivers (network sound for Windows guests) were told to read: <c>scream -m FILE</c>.</summary>
/// <param name="Paths">Files.</param>
internal sealed record ScreamReceivers(IReadOnlyList<string> Paths) : IHostFacts<ScreamReceivers>
{
    private const int Most = 16;

    /// <inheritdoc/>
    public static ScreamReceivers Read(CheckContext context)
    {
        var paths = new List<string>();
        foreach (var pid in (context.System.List("/proc").Value ?? []).Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            if (paths.Count < Most && context.System.Read($"/proc/{pid}/comm").Value?.StartsWith("scream", StringComparison.Ordinal) == true
                && context.System.Read($"/proc/{pid}/cmdline").Value?.Split('\0') is { } words && Array.IndexOf(words, "-m") is >= 0 and var at && at + 1 < words.Length)
            {
                paths.Add(words[at + 1]);
            }
        }

        return new ScreamReceivers(paths);
    }
}
