using System.Text;

namespace Oriel.Host.Checks;

/// <summary>Findings as plain text, every field of them: for snapshots, logs and the viewer. The terminal's report is made elsewhere.</summary>
public static class FindingText
{
    /// <summary>One finding after another, empty lines between.</summary>
    public static string Of(IEnumerable<CheckResult> results)
    {
        var text = new StringBuilder();
        foreach (var finding in results.SelectMany(result => result.Findings))
        {
            Write(text.Append(text.Length > 0 ? "\n" : ""), finding);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Finding finding)
    {
        text.Append($"{finding.Check} {finding.Severity}{(finding.Subject.Length > 0 ? $" {Line(finding.Subject)}" : "")}: {Line(finding.Title)}\n");
        Field(text, "seen", finding.Seen);
        Field(text, "expected", finding.Expected);
        Field(text, "why", finding.Why);
        if (finding.Confidence != Confidence.Certain)
        {
            Field(text, "sure", finding.Confidence.ToString());
        }

        foreach (var step in finding.Remedy)
        {
            Field(text, "remedy", $"{step.Text}{(step.File.Length > 0 ? $" [{step.File}]" : "")}");
            foreach (var line in step.Content.Length > 0 ? step.Content.Split('\n') : [])
            {
                text.Append($"    | {Line(line)}\n");
            }
        }
    }

    private static void Field(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append($"  {name}: {Line(value)}\n");
        }
    }

    // Names of files and machines, and what agents say, belong to others: one line stays one line.
    private static string Line(string value) => string.Concat(value.Select(c => char.IsControl(c) ? '?' : c));
}
