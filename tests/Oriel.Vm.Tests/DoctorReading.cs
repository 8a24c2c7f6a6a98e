using System.Text.Json;

namespace Oriel.Vm.Tests;

/// <summary>Runs the real <c>oriel doctor</c> on one machine and reads what is wrong about it. Groups about the host as a whole are left out: a container has no IOMMU.</summary>
internal static class DoctorReading
{
    /// <summary>Ids and titles of the warnings and problems, and the exit status.</summary>
    public static (IReadOnlyList<string> Findings, int Status, string Text) Of(string machine, params IReadOnlyList<string> options)
    {
        using var home = new TempFolder();
        using var doctor = TestProcess.Start(
            Executables.Oriel,
            ["doctor", machine, "--json", "--check", "machines", "--check", "shared-memory", "--check", "guest", "--check", "spice", .. options],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = home.Path, ["XDG_CONFIG_HOME"] = null, ["XDG_RUNTIME_DIR"] = home.Path });
        var status = doctor.WaitForExit(SharedGuest.Patience);
        using var report = JsonDocument.Parse(doctor.Output);
        var findings = new List<string>();
        foreach (var check in report.RootElement.GetProperty("checks").EnumerateArray())
        {
            findings.AddRange(check.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() is "Warning" or "Problem")
                .Select(finding => $"{finding.GetProperty("check").GetString()} {finding.GetProperty("title").GetString()}"));
        }

        return (findings, status, doctor.Output);
    }
}
