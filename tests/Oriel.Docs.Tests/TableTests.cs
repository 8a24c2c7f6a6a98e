using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Docs.Tests.Pages;
using Oriel.Host.Checks;
using Oriel.Host.Sizes;
using Oriel.Testing;

namespace Oriel.Docs.Tests;

/// <summary>Tables in pages that say what the programs calculate, and lists that must be whole.</summary>
public sealed partial class TableTests
{
    [Fact]
    public void Sizes_in_the_table_are_those_set_up_makes()
    {
        var rows = SizeRow().Matches(Read("docs/getting-started.md"));
        Assert.True(rows.Count >= 10, $"{rows.Count} rows");
        Assert.All(rows, row =>
        {
            int Number(string group) => int.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);
            ulong Size(bool isHdr) => RegionSize.InMebibytes(RegionSize.Any(Number("width"), Number("height"), isHdr));
            Assert.Equal($"{row.Groups["width"]}x{row.Groups["height"]}: {Size(false)}, {Size(true)}", $"{row.Groups["width"]}x{row.Groups["height"]}: {row.Groups["sdr"]}, {row.Groups["hdr"]}");
        });
    }

    [Fact]
    public void Every_known_way_to_fail_has_a_check()
    {
        var known = Enumerable.Range(1, 28).Select(number => $"D{number:00}");
        Assert.Equal("", string.Join(' ', known.Except(CheckCatalogue.All.Select(check => check.Id))));
    }

    [Fact]
    public void Examples_in_the_help_are_understood()
    {
        var examples = Directory.EnumerateFiles(Path.Combine(Executables.SourceTree, "tests/Oriel.Cli.Tests/Snapshots"), "help*.txt")
            .SelectMany(file => Example().Matches(Examples(File.ReadAllText(file))).Select(match => (File: Path.GetFileName(file), Line: match.Groups["line"].Value.Trim())))
            .ToList();
        Assert.True(examples.Count >= 15, $"{examples.Count} examples");
        var wrong = examples
            .SelectMany(example => new ShellLine(example.Line).Commands.Select(words => (example, Refusal: OrielWords.Judge(words, exact: true))))
            .Where(judged => judged.Refusal is not null)
            .Select(judged => $"{judged.example.File}: {judged.example.Line}: {judged.Refusal}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Commands_in_remedies_are_understood()
    {
        var wrong = Directory.EnumerateFiles(Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Recorded"), "expected.txt", SearchOption.AllDirectories)
            .SelectMany(file => Remedy().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(Path.GetDirectoryName(file)), Line: match.Groups["line"].Value)))
            .SelectMany(remedy => new ShellLine(remedy.Line).Commands.Select(words => (remedy, Refusal: OrielWords.Judge(words[0] == "sudo" ? [.. words.Skip(1)] : words, exact: false))))
            .Where(judged => judged.Refusal is not null)
            .Select(judged => $"{judged.remedy.File}: {judged.remedy.Line}: {judged.Refusal}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_readme_begins_with_the_two_commands_of_this_tree()
    {
        var block = DocTree.Pages["README.md"].Blocks[0];
        Assert.Equal(["./dev demo", "./dev test"], block.Commands.Select(command => new ShellLine(command.Text).Text).Take(2));
    }

    /// <summary>From the word to the next empty line.</summary>
    private static string Examples(string help) =>
        string.Join('\n', help.Split('\n').SkipWhile(line => line.Trim() != "Examples:").Skip(1).TakeWhile(line => line.Trim().Length > 0));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Executables.SourceTree, path));

    [GeneratedRegex(@"^\| (?<width>\d+)x(?<height>\d+) \| (?<sdr>\d+) \| (?<hdr>\d+) \|$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex SizeRow();

    [GeneratedRegex(@"^    \| (?<line>(sudo )?oriel(-agent)? .+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Remedy();

    [GeneratedRegex(@"^  +(?<line>oriel(?:-agent)?(?: (?! )\S+)+)(?=$|  )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Example();
}
