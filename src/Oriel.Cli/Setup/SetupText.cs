using Oriel.Cli.Commands;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Systems;

namespace Oriel.Cli.Setup;

/// <summary>Set-up's words. Descriptions come from elsewhere: nothing of them steers the terminal, and passwords are not shown.</summary>
/// <param name="output">Where to.</param>
/// <param name="isColoured">The output is a terminal that shows colours.</param>
internal sealed class SetupText(TextWriter output, bool isColoured)
{
    /// <summary>One line.</summary>
    public void Line(string text = "") => output.WriteLine(Clean(text));

    /// <summary>A difference.</summary>
    public void Difference(string before, string after, string name)
    {
        foreach (var line in UnifiedDiff.Lines(before, after, name))
        {
            var colour = !isColoured ? "" : line[0] switch { '+' => "\u001b[32m", '-' => "\u001b[31m", '@' => "\u001b[36m", _ => "" };
            output.WriteLine(colour.Length == 0 ? Clean(line) : $"{colour}{Clean(line)}\u001b[0m");
        }
    }

    /// <summary>What changes in the description, and why.</summary>
    public void Changes(DomainPlan plan)
    {
        foreach (var changes in plan.Changes.GroupBy(change => change.Id))
        {
            foreach (var change in changes)
            {
                Line($"* {change.What}");
            }

            Line($"  why: {changes.First().Why}");
        }

        Notes(plan.Notes);
    }

    /// <summary>Remarks.</summary>
    public void Notes(IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            Line($"note: {note}");
        }
    }

    /// <summary>Steps on the host, each with its commands.</summary>
    public void Steps(IReadOnlyList<HostStep> steps)
    {
        foreach (var step in steps)
        {
            Line($"* {step.What}");
            Line($"  why:  {step.Why}");
            Line($"  undo: {step.Undo}");

            // Without indentation: a here-document has to be copied as it is.
            foreach (var line in step.ToShell())
            {
                Line(line);
            }

            Line();
        }
    }

    private static string Clean(string text) => PlainText.Safe(SecretWords.Remove(text).Replace("\t", "    ", StringComparison.Ordinal));
}
