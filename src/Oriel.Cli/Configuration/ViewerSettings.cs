namespace Oriel.Cli.Configuration;

/// <summary>
/// Every setting of <c>oriel view</c> by its name in a configuration file, and every name that the existing viewer's files may have, with what becomes of it. The one table behind the
/// reader, <c>oriel config</c> and docs/options.md. What an option of the command line means and its default are said where that option is made.
/// </summary>
internal static partial class ViewerSettings
{
    private static readonly Dictionary<string, ViewerSetting> s_byName = All.SelectMany(row => row.OldNames.Append(row.Name).Select(name => (name, row)))
        .ToDictionary(pair => pair.name, pair => pair.row, StringComparer.OrdinalIgnoreCase);

    /// <summary>All rows, in the order of the document.</summary>
    public static IReadOnlyList<ViewerSetting> All =>
        s_all ??= [.. App, .. Transport, .. Window, .. Picture, .. Input, .. Clipboard, .. Spice, .. Audio, .. Renderers, .. Filters, .. Systems, .. Test];

    private static IReadOnlyList<ViewerSetting>? s_all;

    /// <summary>The row of a name or of one it had before; null when nothing has that name.</summary>
    public static ViewerSetting? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>The row that has an option of the command line for its own; null when that option is none of a viewer's settings.</summary>
    public static ViewerSetting? OfOption(string option) => All.FirstOrDefault(row => row.Option == option && row is { IsTranslated: false, IsJoint: false });

    /// <summary>The row of a short option of the existing viewer.</summary>
    public static ViewerSetting? OfShort(char letter) => All.FirstOrDefault(row => row.Short == letter);

    /// <summary>The name most like one that is not known; null when none is like it.</summary>
    public static string? Nearest(string name)
    {
        var key = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var inOtherSection = All.FirstOrDefault(row => row.Answer is null && row.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        var (row, distance) = All.Where(r => r.Answer is null).Select(r => (r, Distance(r.Name.ToUpperInvariant(), name.ToUpperInvariant()))).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length / 5) ? row.Name : inOtherSection?.Name;
    }

    // The option's own name in the file.
    private static ViewerSetting Own(string name, string option, SettingKind kind, bool isInverse = false) =>
        new(name) { Option = option, Kind = kind, Origin = SettingOrigin.Oriel, IsInverse = isInverse };

    // A name of the existing viewer that means the same here.
    private static ViewerSetting Same(string name, string option, SettingKind kind, string existing, char? letter = null, bool isInverse = false) =>
        new(name) { Option = option, Kind = kind, ExistingDefault = existing, Short = letter, IsInverse = isInverse };

    // A name of the existing viewer whose value becomes another option's.
    private static ViewerSetting Becomes(string name, string option, SettingKind kind, string existing, string translation, Func<string, string?> convert) =>
        new(name) { Option = option, Kind = kind, ExistingDefault = existing, Translation = translation, Convert = convert };

    // The same, where several names decide together.
    private static ViewerSetting Joins(string name, string option, SettingKind kind, string existing, string translation, char? letter = null) =>
        new(name) { Option = option, Kind = kind, ExistingDefault = existing, Translation = translation, IsJoint = true, Short = letter };

    // A name of the existing viewer without effect here.
    private static ViewerSetting Nothing(string name, SettingKind kind, string existing, string answer, char? letter = null) =>
        new(name) { Kind = kind, ExistingDefault = existing, Answer = answer, Short = letter };

    private static Func<string, string?> YesNo(string? yes, string? no) => value => ViewerSetting.IsYes(value) ? yes : no;

    // Levenshtein's: short names only.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                left = Math.Min(Math.Min(row[j], left) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[^1];
    }
}
