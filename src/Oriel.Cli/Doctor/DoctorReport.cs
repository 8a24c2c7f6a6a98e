using System.Text.Json.Serialization;
using Oriel.Host.Checks;

namespace Oriel.Cli.Doctor;

/// <summary>The JSON of <c>oriel doctor</c>; docs/doctor.md describes it.</summary>
internal sealed record DoctorReport
{
    /// <summary>The worst severity.</summary>
    public required Severity Worst { get; init; }

    /// <summary>Findings that keep something from working.</summary>
    public required int Problems { get; init; }

    /// <summary>Findings that make something worse.</summary>
    public required int Warnings { get; init; }

    /// <summary>What could not be seen.</summary>
    public required int Unseen { get; init; }

    /// <summary>What was looked at and is right.</summary>
    public required int Good { get; init; }

    /// <summary>Checks that had something to say.</summary>
    public required IReadOnlyList<CheckReport> Checks { get; init; }

    /// <summary>The report of these results.</summary>
    public static DoctorReport Of(IReadOnlyList<CheckResult> results)
    {
        var findings = results.SelectMany(result => result.Findings).ToList();
        return new DoctorReport
        {
            Worst = findings.Worst(),
            Problems = findings.Count(finding => finding.Severity == Severity.Problem),
            Warnings = findings.Count(finding => finding.Severity == Severity.Warning),
            Unseen = findings.Count(finding => finding.Severity == Severity.Unseen),
            Good = findings.Count(finding => finding.Severity == Severity.Good),
            Checks = [.. results.Where(result => result.Findings.Count > 0).Select(result => new CheckReport(result.Check.Id, result.Check.Group, result.Check.Title, result.Check.LooksAt, result.Check.Why, result.Findings))],
        };
    }
}

/// <summary>One check and what it found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">Its group.</param>
/// <param name="Title">What should be so.</param>
/// <param name="LooksAt">What was looked at.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Findings">What it found.</param>
internal sealed record CheckReport(string Id, CheckGroup Group, string Title, string LooksAt, string Why, IReadOnlyList<Finding> Findings);

/// <summary>Source-generated serializer of the report.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
