using Oriel.Host.Checks;

namespace Oriel.Cli.Doctor;

/// <summary>Which checks a user means: by id (D05) or by group (shared-memory).</summary>
internal static class CheckChoice
{
    private static readonly (string Word, CheckGroup Group)[] s_groups =
    [
        ("processor", CheckGroup.Processor),
        ("graphics", CheckGroup.Graphics),
        ("virtual-functions", CheckGroup.VirtualFunctions),
        ("memory", CheckGroup.Memory),
        ("shared-memory", CheckGroup.SharedMemory),
        ("guest", CheckGroup.Guest),
        ("machines", CheckGroup.Machines),
        ("spice", CheckGroup.Spice),
        ("sound", CheckGroup.Sound),
        ("session", CheckGroup.Session),
    ];

    /// <summary>Words for the groups, in their order.</summary>
    public static IEnumerable<string> Groups => s_groups.Select(group => group.Word);

    /// <summary>It names a check or a group.</summary>
    public static bool IsKnown(string word) => Groups.Contains(word, StringComparer.OrdinalIgnoreCase) || CheckCatalogue.All.Any(check => check.Id.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The checks that are meant, in the catalogue's order; all for no words.</summary>
    public static IReadOnlyList<HostCheck> Of(IReadOnlyList<string> words) => words.Count == 0 ? CheckCatalogue.All : [.. CheckCatalogue.All.Where(check => words.Any(word => Means(word, check)))];

    private static bool Means(string word, HostCheck check) =>
        check.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || Array.Exists(s_groups, group => group.Group == check.Group && group.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
}
