namespace Oriel.Manual.Pages;

/// <summary>A section of a page.</summary>
/// <param name="Title">Heading; written in capitals.</param>
/// <param name="Blocks">What stands in it.</param>
public sealed record PageSection(string Title, IReadOnlyList<PageBlock> Blocks)
{
    /// <summary>A section of two columns.</summary>
    public static PageSection OfRows(string title, IEnumerable<(string Left, string Right)> rows) =>
        new(title, [.. rows.Select(row => new EntryBlock([new(row.Left, TermKind.Plain)], row.Right))]);
}
