using System.Text.Json;
using Oriel.Cli.Doctor;
using Oriel.Host.Checks;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Doctor;

/// <summary><c>oriel doctor</c> as users and programs read it, on recorded machines.</summary>
public sealed class DoctorTests
{
    [Theory]
    [InlineData("agent-dead-spice-down")]
    [InlineData("qemu-good")]
    public void The_report_for_people_is_what_was_agreed(string machine)
    {
        using var output = new StringWriter();
        new DoctorText(output, color: false, width: 100).Write(Results(machine), all: false, isRoot: false);
        Snapshot.Matches(output.ToString(), $"tests/Oriel.Cli.Tests/Snapshots/doctor-{machine}.txt");
    }

    [Theory]
    [InlineData("qemu-good", DoctorRun.Well)]
    [InlineData("region-permissions", DoctorRun.Ill)]
    public void The_exit_status_says_how_bad_it_is(string machine, int expected)
    {
        using var output = new StringWriter();
        Assert.Equal(expected, DoctorRun.Run(Ask(machine), output, TextWriter.Null));
        Assert.NotEmpty(output.ToString());
    }

    [Fact]
    public void The_json_has_every_field_and_the_counts()
    {
        using var output = new StringWriter();
        var status = DoctorRun.Run(Ask("region-permissions") with { Json = true, Only = ["d01", "spice"] }, output, TextWriter.Null);
        using var report = JsonDocument.Parse(output.ToString());
        Assert.Equal((DoctorRun.Ill, "Problem", 4), (status, report.RootElement.GetProperty("worst").GetString(), report.RootElement.GetProperty("problems").GetInt32()));
        var check = report.RootElement.GetProperty("checks")[0];
        Assert.Equal(("D01", "SharedMemory"), (check.GetProperty("id").GetString(), check.GetProperty("group").GetString()));
        var finding = check.GetProperty("findings")[0];
        Assert.Equal("sudo usermod -aG kvm ana", finding.GetProperty("remedy")[0].GetProperty("content").GetString());
        Assert.Equal("Certain", finding.GetProperty("confidence").GetString());
    }

    [Fact]
    public void Colours_are_there_when_asked_for_and_names_cannot_bring_their_own()
    {
        using var output = new StringWriter();
        var finding = new Finding { Check = "D01", Severity = Severity.Problem, Subject = "/dev/shm/\u001b[2Jx\u202e", Title = "t", Seen = "a\nb", Expected = "e", Remedy = [new("do", RemedyKind.Command, "rm 'x\u0007'")] };
        var check = CheckCatalogue.All.First(one => one.Id == "D01");
        new DoctorText(output, color: true, width: 100).Write([new CheckResult(check, [finding])], all: false, isRoot: true);
        var text = output.ToString();
        Assert.Contains("\u001b[31mproblem", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", text, StringComparison.Ordinal);
        Assert.Contains("a?b", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_made_by_the_command_is_judged_the_same()
    {
        using var folder = new TempFolder();
        using var region = new TempRegion(1 << 20);
        using var first = new StringWriter();
        using var second = new StringWriter();
        var ask = new DoctorOptions { Checks = new CheckOptions { Region = region.Path }, Only = ["shared-memory", "guest"], All = true };
        var status = DoctorRun.Run(ask with { Record = folder.File("record") }, first, TextWriter.Null);
        Assert.Equal(status, DoctorRun.Run(ask with { System = folder.File("record") }, second, TextWriter.Null));
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Contains("No agent has ever written", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_no_recording_and_one_that_is_not_empty_are_refused_with_their_codes()
    {
        using var folder = new TempFolder();
        var ask = new DoctorOptions { Checks = new CheckOptions { Region = "/dev/shm/none" }, Only = ["H60"] };
        Assert.Equal("ORL840", Assert.Throws<OrielException>(() => { _ = DoctorRun.Run(ask with { System = folder.Path }, TextWriter.Null, TextWriter.Null); }).Code.Id);
        File.WriteAllText(folder.File("system.json"), "{ \"paths\": 3 }");
        Assert.Equal("ORL840", Assert.Throws<OrielException>(() => { _ = DoctorRun.Run(ask with { System = folder.Path }, TextWriter.Null, TextWriter.Null); }).Code.Id);
        Assert.Equal("ORL841", Assert.Throws<OrielException>(() => { _ = DoctorRun.Run(ask with { Record = folder.Path }, TextWriter.Null, TextWriter.Null); }).Code.Id);
    }

    [Theory]
    [InlineData("auto", 0)]
    [InlineData("always", 0)]
    [InlineData("never", 0)]
    public void Colours_are_chosen_on_the_command_line(string word, int errors) =>
        Assert.Equal(errors, CommandTree.Create().Parse(["doctor", "--check", "spice", "--color", word, "--region", "/dev/shm/none"]).Errors.Count);

    [Theory]
    [InlineData("doctor", "--check", "D99")]
    [InlineData("doctor", "--record", "a", "--system", "b")]
    [InlineData("doctor", "--mode", "big")]
    [InlineData("doctor", "--color", "blue")]
    public void What_is_not_understood_ends_with_status_2(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, CommandRunner.Run(CommandTree.Create(), arguments));

    private static string Folder(string machine) => Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Recorded", machine);

    private static DoctorOptions Ask(string machine) => new() { Checks = new CheckOptions(), System = Folder(machine), Only = ["shared-memory", "guest", "D15", "D16"] };

    private static IReadOnlyList<CheckResult> Results(string machine) => CheckRun.Of(CheckChoice.Of(["shared-memory", "guest", "D15", "D16"]), new CheckContext(new RecordedSystem(Folder(machine))));
}
