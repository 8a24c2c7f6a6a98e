namespace Oriel.Cli.Configuration;

/// <summary>A migration in words.</summary>
internal static class MigrationReport
{
    /// <summary>Writes one line for each setting, and where everything went.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="migration">What was found.</param>
    /// <param name="target">Our file.</param>
    /// <param name="isWritten">It was written; false = only looked at.</param>
    public static void Write(TextWriter output, Migration migration, string target, bool isWritten)
    {
        output.WriteLine($"Read {string.Join(", ", migration.Files.Select(Commands.PlainText.Safe))}");
        foreach (var row in migration.Rows.OrderBy(row => row.Fate))
        {
            output.WriteLine($"  {Word(row.Fate),-10}  {row.Name}={row.Value}{(row.Fate == MigrationFate.Kept ? "" : $": {row.Words}")}");
        }

        var counts = string.Join(", ", migration.Rows.GroupBy(row => row.Fate).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}"));
        output.WriteLine($"{migration.Rows.Count} settings{(counts.Length > 0 ? ": " : "")}{counts}");
        output.WriteLine(
            migration.Settings.Count == 0 ? $"Nothing to write to {Commands.PlainText.Safe(target)}"
            : isWritten ? $"Written to {Commands.PlainText.Safe(target)}; the files read are as they were"
            : $"Would be written to {Commands.PlainText.Safe(target)}");
    }

    private static string Word(MigrationFate fate) => fate switch
    {
        MigrationFate.Kept => "kept",
        MigrationFate.Renamed => "renamed",
        MigrationFate.Translated => "translated",
        MigrationFate.IsDefault => "default",
        MigrationFate.AlreadySet => "stays",
        MigrationFate.Dropped => "dropped",
        MigrationFate.Refused => "refused",
        _ => "unknown",
    };
}
