using System.Reflection;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Tests;

/// <summary>docs/errors.md and the codes themselves.</summary>
public sealed class ErrorCatalogueTests
{
    private static readonly Type s_agentErrors = Assembly.Load("oriel-agent").GetType("Oriel.Agent.AgentErrors", throwOnError: true)!;

    // The agent is another program: the viewer must not depend on it, this test may.
    private static IReadOnlyList<ErrorSection> All => [.. ErrorCatalogue.Own, ErrorCatalogue.Section("Agent", s_agentErrors)];

    [Fact]
    public void The_document_is_what_the_code_says() => Snapshot.Matches(ErrorCatalogue.ToMarkdown(All), "docs/errors.md");

    [Fact]
    public void No_number_is_used_twice()
    {
        var numbers = All.SelectMany(s => s.Codes).Select(c => c.Id).ToList();
        Assert.Equal(numbers.Distinct(StringComparer.Ordinal), numbers);
        Assert.All(numbers, id => Assert.Matches("^ORL[1-8][0-9]{2}$", id));
    }

    [Fact]
    public void Every_code_of_every_room_is_in_the_document()
    {
        string[] rooms = ["Oriel.Memory", "Oriel.Protocol", "Oriel.Relay", "Oriel.Interop.Linux", "Oriel.Display", "Oriel.Host", "Oriel.Sound", "Oriel.Manual", "oriel", "oriel-agent"];
        var declared = rooms.SelectMany(room => Assembly.Load(room).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => ((ErrorCode)field.GetValue(null)!).Id);

        Assert.Equal(declared.Order(StringComparer.Ordinal), All.SelectMany(s => s.Codes).Select(c => c.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Exit_statuses_are_those_of_the_document()
    {
        var known = typeof(ExitCodes).GetFields().Select(f => (int)f.GetRawConstantValue()!).ToHashSet();

        Assert.All(All.SelectMany(s => s.Codes), code => Assert.Contains(code.ExitCode, known));
    }

    [Fact]
    public void The_hidden_command_prints_it()
    {
        Assert.True(ErrorsCommand.Create().Hidden);
        Assert.Contains("| ORL354 | 6 |", Oriel.Testing.TestProcess.Run(Oriel.Testing.Executables.Oriel, ["errors", "--markdown"]));
    }
}
