namespace Oriel.Manual.Pages;

/// <summary>A page of the manual, as data.</summary>
/// <param name="Name">Its name, without the section.</param>
/// <param name="Section">1 for programs, 5 for files.</param>
/// <param name="Summary">One line: what it is.</param>
/// <param name="Sections">In order.</param>
public sealed record ManualPage(string Name, int Section, string Summary, IReadOnlyList<PageSection> Sections)
{
    /// <summary>Name of the file.</summary>
    public string FileName => $"{Name}.{Section}";
}
