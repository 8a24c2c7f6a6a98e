using Oriel.Cli.Doctor.Probes;
using Oriel.Host.Checks;
using Oriel.Host.Checks.Desktop;
using Oriel.Host.Checks.Hardware;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Doctor;

/// <summary>Checks of hardware and desktop on the machine the tests run on, whatever that is.</summary>
public sealed class LiveMachineTests
{
    private static IEnumerable<HostCheck> Checks => HardwareChecks.All.Concat(DesktopChecks.All);

    [Fact]
    public void Every_check_ends_and_its_recording_says_the_same()
    {
        using var folder = new TempFolder();
        var path = folder.File("recording");
        var recording = new RecordingSystem(new LiveSystem(MachineProbes.Isolated));
        var results = CheckRun.Of(Checks, new CheckContext(recording));
        Assert.All(results.SelectMany(result => result.Findings), finding =>
        {
            Assert.NotEqual("The check itself failed", finding.Title);
            Assert.NotEmpty(finding.Seen);
            Assert.True(finding.Severity < Severity.Warning || (finding.Expected.Length > 0 && finding.Remedy.Count > 0), finding.Title);
        });

        // The test picture was really drawn, or it is said why not.
        Assert.Contains(results.SelectMany(result => result.Findings), finding => finding.Check == "H25" && finding.Severity != Severity.Unseen);
        recording.Write(path);
        Assert.Equal(FindingText.Of(results), FindingText.Of(CheckRun.Of(Checks, new CheckContext(new RecordedSystem(path)))));
    }
}
