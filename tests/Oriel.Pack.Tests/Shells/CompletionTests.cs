namespace Oriel.Pack.Tests.Shells;

/// <summary>Completion in real shells: what the user would be offered at the end of a line.</summary>
public sealed class CompletionTests
{
    /// <summary>A line, words that must be offered, and words that must not.</summary>
    public static TheoryData<string, string, string> Lines => new()
    {
        { "oriel ", "view list serve completion", "errors manual" },
        { "oriel vi", "view", "list" },
        { "oriel view --sca", "--scale", "--size" },
        { "oriel view --scale ", "fit stretch integer 1:1", "view" },
        { "oriel view --scale 1:", "1:1", "fit" },
        { "oriel view --scale=i", "integer", "fit" },
        { "oriel --scale fit view --rot", "--rotate", "--scale" },
        { "oriel view --log some-f", "some-file.txt", "other" },
        { "oriel inspect some-f", "some-file.txt", "other" },
        { "oriel completion ", "bash zsh fish", "view" },
        { "oriel serve --sock", "--socket --socket-mode", "--json" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Bash_offers(string line, string offered, string not)
    {
        using var place = new ShellPlace("bash");
        var words = place.Bash(line);
        Expect(words, line, offered, not, onlyAfterColon: true);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Fish_offers(string line, string offered, string not)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("fish"), "fish is not installed; its completion was not tried");
        using var place = new ShellPlace("fish");
        Expect(place.Fish(line), line, offered, not);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Zsh_offers(string line, string offered, string not)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("zsh"), "zsh is not installed; its completion was not tried");
        using var place = new ShellPlace("zsh");
        Expect(place.Zsh(line), line, offered, not);
    }

    /// <summary>Whoever names a virtual machine must not get a command run by a Tab.</summary>
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Names_of_machines_are_offered_and_nothing_in_them_is_run(string shell)
    {
        Assert.SkipUnless(TestProcess.IsInstalled(shell), $"{shell} is not installed; its completion was not tried");
        using var place = new ShellPlace(shell);
        place.AddProgram("oriel", "win11", "winter", "other", "win$(touch run-1)", "win`touch run-2`", "win;touch run-3");
        var words = shell switch { "bash" => place.Bash("oriel view win"), "zsh" => place.Zsh("oriel view win"), _ => place.Fish("oriel view win") };
        Assert.Contains("win11", words);
        Assert.Contains("winter", words);
        Assert.DoesNotContain("other", words);
        Assert.All(new[] { "run-1", "run-2", "run-3" }, name => Assert.False(place.Holds(name), $"{name} was run"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void The_agents_script_is_valid(string shell)
    {
        Assert.SkipUnless(TestProcess.IsInstalled(shell), $"{shell} is not installed; its completion was not tried");
        using var place = new ShellPlace(shell, "oriel-agent");
        Assert.Equal("", TestProcess.Run(shell, ["-n", place.Script]));
        if (shell == "bash")
        {
            Assert.Contains("outputs", place.Bash("oriel-agent "));
            Assert.Contains("--region", place.Bash("oriel-agent run --reg"));
        }
    }

    // A shell that breaks words at a colon has to be given only what follows it; one that knows "--option=" as a word may offer it with the option.
    private static void Expect(IReadOnlyList<string> words, string line, string offered, string not, bool onlyAfterColon = false)
    {
        var typed = line[(line.LastIndexOf(' ') + 1)..];
        foreach (var word in offered.Split(' '))
        {
            var expected = onlyAfterColon && typed.Contains(':', StringComparison.Ordinal) ? word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..] : word;
            Assert.True(words.Any(w => w == expected || (typed.Contains('=', StringComparison.Ordinal) && w.EndsWith("=" + expected, StringComparison.Ordinal))),
                $"{expected} is not among what was offered after \"{line}\": {string.Join(' ', words)}");
        }

        foreach (var word in not.Split(' '))
        {
            Assert.DoesNotContain(word, words);
        }
    }
}
