using System.Globalization;
using Oriel.Cli.Help;
using Oriel.Host.Checks;

namespace Oriel.Cli.Doctor;

/// <summary>The doctor's report for people: a line for a group that is well, and for the rest what was seen, what would be right, why it matters and what to do.</summary>
/// <param name="output">Where to write.</param>
/// <param name="color">With colours.</param>
/// <param name="width">Columns.</param>
internal sealed class DoctorText(TextWriter output, bool color, int width)
{
    private const int Indent = 10;
    private const int TextColumn = 20;
    private const int LeastWidth = 60;
    private const string Red = "31";
    private const string Yellow = "33";
    private const string Green = "32";
    private const string Cyan = "36";
    private const string Bold = "1";

    /// <summary>Standard output is a terminal that shows colours, and the user did not ask for none.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");

    /// <summary>Columns of the terminal, bounded; 100 without one.</summary>
    public static int TerminalWidth
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, LeastWidth, 140);
            }
            catch (IOException)
            {
                return 100;
            }
        }
    }

    /// <summary>Writes the report.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="all">Show what is right, too.</param>
    /// <param name="isRoot">The superuser asked: more cannot be seen.</param>
    public void Write(IReadOnlyList<CheckResult> results, bool all, bool isRoot)
    {
        foreach (var group in results.GroupBy(result => result.Check.Group).OrderBy(group => group.Key))
        {
            Write(group.Key, [.. group.Where(result => result.Findings.Count > 0)], all);
        }

        var findings = results.SelectMany(result => result.Findings).ToList();
        output.WriteLine();
        output.WriteLine(Summary(findings));
        if (!isRoot && findings.Any(finding => finding.Severity == Severity.Unseen))
        {
            output.WriteLine("Root may see more: sudo oriel doctor");
        }

        if (!all && findings.Any(finding => finding.Severity == Severity.Good))
        {
            output.WriteLine("oriel doctor --all shows what is right, too.");
        }
    }

    private static string Count(int count, string one, string more) => $"{count} {(count == 1 ? one : more)}";

    private static string Safe(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : c));

    private static (string Word, string Paint) Mark(Severity severity) => severity switch
    {
        Severity.Problem => ("problem", Red),
        Severity.Warning => ("warning", Yellow),
        Severity.Unseen => ("unseen", Cyan),
        Severity.Note => ("note", Cyan),
        _ => ("good", Green),
    };

    private void Write(CheckGroup group, IReadOnlyList<CheckResult> results, bool all)
    {
        var shown = results.SelectMany(result => result.Findings.Select(finding => (result.Check, Finding: finding))).Where(one => all || one.Finding.Severity != Severity.Good).ToList();
        if (results.Count == 0)
        {
            return;
        }

        var name = TroubleshootingPage.Name(group);
        if (shown.Count == 0)
        {
            output.WriteLine($"{Paint(name, Bold)}: {Paint("good", Green)} ({Count(results.Count, "check", "checks")})");
            return;
        }

        output.WriteLine(Paint(name, Bold));
        foreach (var (check, finding) in shown.OrderByDescending(one => one.Finding.Severity))
        {
            Write(check, finding);
        }
    }

    private void Write(HostCheck check, Finding finding)
    {
        var (word, paint) = Mark(finding.Severity);
        var subject = finding.Subject.Length > 0 ? $"{Safe(finding.Subject)}: " : "";
        output.WriteLine($"  {Paint(word.PadRight(8), paint)}{finding.Check}  {subject}{Paint(Safe(finding.Title), finding.Severity >= Severity.Warning ? Bold : "")}");
        Field("seen", finding.Seen);
        if (finding.Severity < Severity.Warning && finding.Severity != Severity.Unseen && finding.Remedy.Count == 0)
        {
            return;
        }

        Field("expected", finding.Expected);
        if (finding.Severity >= Severity.Warning)
        {
            Field("why", finding.Why.Length > 0 ? finding.Why : check.Why);
        }

        if (finding.Confidence != Confidence.Certain)
        {
            Field("sure", finding.Confidence == Confidence.Likely ? "likely" : "possible: one explanation among others");
        }

        foreach (var step in finding.Remedy)
        {
            Write(step);
        }
    }

    private void Write(RemedyStep step)
    {
        Field("do", $"{step.Text}{(step.File.Length > 0 ? $": {step.File}" : "")}{(step.Content.Length > 0 ? step.Kind == RemedyKind.File && step.File.Length > 0 ? " with" : ":" : "")}");
        foreach (var line in step.Content.Length > 0 ? step.Content.Split('\n') : [])
        {
            // Never wrapped: it is there to be copied.
            output.WriteLine($"{new string(' ', TextColumn)}{Paint($"{(step.Kind == RemedyKind.Command ? "$ " : "")}{Safe(line)}", Cyan)}");
        }
    }

    private void Field(string name, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        var label = $"{new string(' ', Indent)}{name}:".PadRight(TextColumn);
        var first = true;
        foreach (var line in Wrap(Safe(text), Math.Max(LeastWidth, width) - TextColumn))
        {
            output.WriteLine((first ? label : new string(' ', TextColumn)) + line);
            first = false;
        }
    }

    private static IEnumerable<string> Wrap(string text, int columns)
    {
        while (text.Length > columns)
        {
            var space = text.LastIndexOf(' ', columns);
            space = space > 0 ? space : text.IndexOf(' ', columns) is > 0 and var next ? next : text.Length;
            yield return text[..space];
            text = text[Math.Min(space + 1, text.Length)..];
        }

        if (text.Length > 0)
        {
            yield return text;
        }
    }

    private string Summary(IReadOnlyList<Finding> findings)
    {
        int Of(Severity severity) => findings.Count(finding => finding.Severity == severity);
        var worst = findings.Worst();
        var parts = new List<string>();
        if (Of(Severity.Problem) is > 0 and var problems)
        {
            parts.Add(Paint(Count(problems, "problem", "problems"), Red));
        }

        if (Of(Severity.Warning) is > 0 and var warnings)
        {
            parts.Add(Paint(Count(warnings, "warning", "warnings"), Yellow));
        }

        if (Of(Severity.Unseen) is > 0 and var unseen)
        {
            parts.Add($"{unseen} could not be seen");
        }

        return $"{(worst >= Severity.Warning ? "" : findings.Count == 0 ? "Nothing to look at was found" : Paint("Nothing is wrong", Green))}{(worst < Severity.Warning && parts.Count > 0 ? "; " : "")}{string.Join(", ", parts)}{(findings.Count > 0 ? $" ({Count(Of(Severity.Good), "thing is", "things are")} as they should be)" : "")}.";
    }

    private string Paint(string text, string code) => color && code.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
