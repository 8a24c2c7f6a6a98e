using System.Text.RegularExpressions;

namespace Oriel.Pack.Tests;

/// <summary>The pages that the programs write of themselves, read by the two programs that show pages.</summary>
public sealed class ManualTests
{
    public static TheoryData<string> Programs => ["oriel", "oriel-agent"];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Each_command_has_a_page_and_each_option_stands_on_it(string name)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("mandoc"), "mandoc is not installed; the pages were not read");
        using var folder = new TempFolder();
        var program = name == "oriel" ? Executables.Oriel : Executables.Agent;
        TestProcess.Run(program, ["manual", folder.Path, "--date", "2026-11-29"]);
        var commands = Commands(TestProcess.Run(program, ["--help"])).ToList();
        Assert.Contains("completion", commands);
        Assert.Equal(
            commands.Select(command => $"{name}-{command}.1").Append($"{name}.1").Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.Path, "*.1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        foreach (var command in commands.Prepend(""))
        {
            var help = TestProcess.Run(program, command.Length == 0 ? ["--help"] : [command, "--help"]);
            var page = Read(folder.File(command.Length == 0 ? $"{name}.1" : $"{name}-{command}.1"));
            var options = Options(help).ToList();
            Assert.All(options, option => Assert.Contains(option, page, StringComparison.Ordinal));
            Assert.Contains("--help", Read(folder.File($"{name}.1")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void No_reader_has_a_complaint(string name)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("mandoc") && TestProcess.IsInstalled("groff"), "mandoc or groff is not installed; the pages were not read");
        using var folder = new TempFolder();
        TestProcess.Run(name == "oriel" ? Executables.Oriel : Executables.Agent, ["manual", folder.Path, "--date", "2026-11-29"]);
        var pages = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(pages);
        Assert.Equal("", TestProcess.Run("mandoc", ["-T", "lint", "-W", "warning", .. pages]));
        foreach (var page in pages)
        {
            using var groff = TestProcess.Start("sh", ["-c", "groff -man -ww -Tutf8 \"$1\" 2>&1 >/dev/null", "sh", page]);
            Assert.Equal(0, groff.WaitForExit(TimeSpan.FromSeconds(20)));
            Assert.Equal("", groff.Output);
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_with_a_remedy()
    {
        using var refused = TestProcess.Start(Executables.Oriel, ["manual", "/proc/oriel-manual"]);
        Assert.Equal(8, refused.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Contains("ORL560", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_date_that_is_none_is_refused()
    {
        using var folder = new TempFolder();
        using var refused = TestProcess.Start(Executables.Oriel, ["manual", folder.Path, "--date", "29.11.2026"]);
        Assert.Equal(2, refused.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    // The page in one line of plain text, as somebody reads it.
    private static string Read(string page) => Regex.Replace(TestProcess.Run("mandoc", ["-T", "utf8", "-O", "width=200", page]), ".\b", "", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static IEnumerable<string> Commands(string help)
    {
        var lines = help.Split('\n').SkipWhile(line => !line.StartsWith("Commands", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0);
        return lines.Where(line => line.Length > 2 && line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0]);
    }

    private static IEnumerable<string> Options(string help) => Regex.Matches(help, "(?<=^  (?:-[A-Za-z], )?)--[a-z][a-z0-9-]+", RegexOptions.Multiline, TimeSpan.FromSeconds(5))
        .Select(match => match.Value).Where(option => option != "--help").Distinct(StringComparer.Ordinal);
}
