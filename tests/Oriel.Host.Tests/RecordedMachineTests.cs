using Oriel.Host.Checks;
using Oriel.Host.Systems;

namespace Oriel.Host.Tests;

/// <summary>What the doctor says about each recorded machine is what was agreed: nothing more, nothing less.</summary>
public sealed class RecordedMachineTests
{
    public static TheoryData<string> Names => [.. RecordedMachines.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_findings_are_what_was_agreed(string name)
    {
        var (context, checks) = RecordedMachines.Open(name);
        var found = FindingText.Of(CheckRun.Of(checks, context));
        var file = Path.Combine(RecordedMachines.Folder, name, "expected.txt");
        if (Environment.GetEnvironmentVariable("ORIEL_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, found);
        }

        Assert.True(File.Exists(file), $"{file} is missing; run the tests with ORIEL_UPDATE_SNAPSHOTS=1 and read what they write");
        Assert.Equal(File.ReadAllText(file), found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_check_fails_on_it_and_every_finding_can_be_read_and_acted_on(string name)
    {
        var (context, _) = RecordedMachines.Open(name);
        foreach (var finding in CheckRun.Of(CheckCatalogue.All, context).SelectMany(result => result.Findings))
        {
            Assert.NotEqual("The check itself failed", finding.Title);
            Assert.DoesNotContain(finding.Title, char.IsControl);
            Assert.NotEmpty(finding.Seen);
            if (finding.Severity >= Severity.Warning)
            {
                Assert.NotEmpty(finding.Expected);
                Assert.NotEmpty(finding.Remedy);
            }
        }
    }

    /// <summary>A command in a recording that the live machine would refuse to run is a check that works in tests only.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_recorded_command_is_one_that_only_looks(string name)
    {
        foreach (var line in new RecordedSystem(Path.Combine(RecordedMachines.Folder, name)).CommandLines)
        {
            var words = line.Split(' ');
            Assert.True(LookingPrograms.Allows(words[0], words[1..]), $"'{line}' is not allowed by LookingPrograms: add it there if it changes nothing");
        }
    }
}
