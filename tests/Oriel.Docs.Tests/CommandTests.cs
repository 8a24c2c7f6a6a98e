using System.Text.RegularExpressions;
using Oriel.Docs.Tests.Pages;
using Oriel.Testing;

namespace Oriel.Docs.Tests;

/// <summary>Command lines in pages are understood by the programs, and every block of them is run or says why not.</summary>
public sealed partial class CommandTests
{
    // Code that begins like a command and is none.
    private static readonly HashSet<string> s_noCommands = new(StringComparer.Ordinal) { "oriel clock BOOTID NAMESPACE" };

    public static TheoryData<string> Paths => [.. DocTree.Current.Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Our_programs_understand_what_pages_say(string path)
    {
        var page = DocTree.Pages[path];
        var inText = page.Codes.Where(code => OrielWords.IsOurs(code.Text) && !s_noCommands.Contains(code.Text)).Select(code => (code, Exact: false));
        var inBlocks = page.Blocks.Where(block => block.IsShell).SelectMany(block => block.Commands).Select(code => (code, Exact: true));
        List<string> wrong = [];
        foreach (var (code, exact) in inText.Concat(inBlocks))
        {
            foreach (var words in new ShellLine(code.Text.Replace("$XDG_RUNTIME_DIR", "/run/user/1000", StringComparison.Ordinal)).Commands)
            {
                if (OrielWords.Judge(words, exact) is { } refusal)
                {
                    wrong.Add($"{path}:{code.Line}: {code.Text}: {refusal}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Blocks_with_commands_say_that_they_are_for_a_shell(string path)
    {
        var unlabelled = DocTree.Pages[path].Blocks
            .Where(block => block.Language.Length == 0 && block.Lines.Any(line => ShellCommand().IsMatch(line)))
            .Select(block => $"{path}:{block.Line}: write ```sh, so that the block is run or marked");

        Assert.Empty(unlabelled);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Marks_name_a_reason_or_a_test_that_exists(string path)
    {
        foreach (var block in DocTree.Pages[path].Blocks)
        {
            foreach (var mark in block.Marks)
            {
                var text = mark[(mark.IndexOf(':') + 1)..].Trim();
                Assert.True(text.Length >= 8, $"{path}:{block.Line}: '{mark}' says too little");
                if (mark.StartsWith("tested by", StringComparison.Ordinal))
                {
                    Assert.All(text.Split(',', StringSplitOptions.TrimEntries), name => Assert.True(TestExists(name), $"{path}:{block.Line}: there is no test {name}"));
                }
            }

            Assert.True(block.Language != "powershell" || block.Marks.Count > 0, $"{path}:{block.Line}: say what tests these commands, or why nothing does");
        }
    }

    [Theory]
    [InlineData("oriel veiw")]
    [InlineData("oriel view --no-such-option")]
    [InlineData("oriel list --hud")]
    [InlineData("oriel-agent instal")]
    [InlineData("oriel-agent run --reigon pci:0")]
    [InlineData("./dev tset")]
    public void A_wrong_command_would_be_noticed(string line)
    {
        Assert.True(OrielWords.IsOurs(line));
        Assert.NotNull(OrielWords.Judge(new ShellLine(line).Commands[0], exact: false));
    }

    private static bool TestExists(string name)
    {
        var parts = name.Split('.');
        return Directory.EnumerateFiles(Path.Combine(Executables.SourceTree, "tests"), parts[0] + ".cs", SearchOption.AllDirectories)
            .Any(file => parts.Length == 1 || File.ReadAllText(file).Contains($" {parts[1]}(", StringComparison.Ordinal));
    }

    [GeneratedRegex("^ *(?:\\$ +)?(?:sudo|\\./dev|oriel|oriel-agent|systemctl|virsh|apt|apt-get|dnf|install|qemu-system-x86_64|modprobe|usermod|dpkg|rpm|artifacts/bin/\\S+) ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ShellCommand();
}
