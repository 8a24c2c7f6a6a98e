using System.Globalization;
using System.Text;

namespace Oriel.Bench;

/// <summary>The generated part of docs/performance.md; what is written by hand around it stays.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- ./dev bench: begin -->";
    private const string End = "<!-- ./dev bench: end -->";

    /// <summary>The tables in Markdown: promises, the machine's limits, everything else that was measured.</summary>
    public static string Table(IReadOnlyList<Figure> figures, IReadOnlyList<string> failures, bool isLong)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured {DateTime.UtcNow:yyyy-MM-dd} on {Machine.Describe()}; {Programs.Kind} programs; {(isLong ? "long" : "short")} runs. Medians, and the spread of the runs.")
            .AppendLine()
            .AppendLine("| what | promised | reached | spread | against the limit | kept | held by |")
            .AppendLine("|---|---|---|---|---|---|---|");
        foreach (var promise in Promise.All)
        {
            var figure = figures.FirstOrDefault(f => f.Name == promise.Figure);
            var what = promise.What.Length == 0 ? "〃" : promise.What;
            text.AppendLine(figure is null
                ? $"| {what} | {promise.Reach} | not measured | | | – | `./dev bench {promise.Command}` |"
                : $"| {what} | {promise.Reach} | {Value(figure)} | {Spread(figure)} | {Against(figure)} | {(promise.IsKept(figure) ? "yes" : "**no**")} | `./dev bench {promise.Command}` |");
        }

        var promised = Promise.All.Select(promise => promise.Figure).ToHashSet(StringComparer.Ordinal);
        text.AppendLine().AppendLine("How each was measured:").AppendLine();
        foreach (var figure in figures.Where(f => promised.Contains(f.Name) && f.Note is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {figure.Name}: {figure.Note}");
        }

        text.AppendLine().AppendLine("The machine's own limits, and what else was measured in the same run:").AppendLine()
            .AppendLine("| what | value | spread | against the limit | note |").AppendLine("|---|---|---|---|---|");
        foreach (var figure in figures.Where(f => !promised.Contains(f.Name)).OrderByDescending(f => f.Name.StartsWith("limit:", StringComparison.Ordinal)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {figure.Name} | {Value(figure)} | {Spread(figure)} | {Against(figure)} | {figure.Note} |");
        }

        foreach (var failure in failures)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Not measured, because it failed: {failure}");
        }

        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Puts the tables between the markers; a page without them gets both at its end.</summary>
    public static void Write(string path, string table)
    {
        var page = File.Exists(path) ? File.ReadAllText(path) : "# Performance\n";
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        page = begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n{table}\n{page[end..]}"
            : $"{page.TrimEnd()}\n\n{Begin}\n{table}\n{End}\n";
        File.WriteAllText(path, page);
    }

    private static string Value(Figure figure) => $"{Figure.Number(figure.Value)} {figure.Unit}".TrimEnd();

    private static string Spread(Figure figure) => figure is { Low: { } low, High: { } high } ? $"{Figure.Number(low)} to {Figure.Number(high)}" : "";

    private static string Against(Figure figure) => figure.Ratio is { } ratio ? $"{Figure.Number(ratio)} × {figure.Limit}" : figure.Limit ?? "";
}
