using System.CommandLine;

namespace Oriel.Cli.Tests;

/// <summary>The help texts, as they are committed, and what happens to a command line that is not understood.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandTree.Create().Subcommands.Where(c => !c.Hidden).Select(c => c.Name).Prepend("")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_what_was_agreed(string command)
    {
        using var output = new StringWriter();
        string[] arguments = command.Length == 0 ? ["--help"] : [command, "--help"];

        var status = CommandTree.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output });

        Assert.Equal(0, status);
        Snapshot.Matches(output.ToString(), $"tests/Oriel.Cli.Tests/Snapshots/help{(command.Length == 0 ? "" : "-")}{command}.txt");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_fits_a_terminal(string command)
    {
        using var output = new StringWriter();
        CommandTree.Create().Parse(command.Length == 0 ? ["--help"] : [command, "--help"]).Invoke(new InvocationConfiguration { Output = output });

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 110, $"{line.Length} columns: {line}"));
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("view", "--size", "big")]
    [InlineData("view", "--size", "1x1")]
    [InlineData("view", "--scale", "huge")]
    [InlineData("view", "--frames", "10")]
    [InlineData("view", "--headless", "--frames", "0")]
    [InlineData("view", "--headless", "--seconds", "-1")]
    [InlineData("demo", "--picture", "20")]
    [InlineData("nonsense")]
    public void What_is_not_understood_ends_with_status_2(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, CommandRunner.Run(CommandTree.Create(), arguments));
}
