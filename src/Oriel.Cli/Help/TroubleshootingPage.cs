using System.Text;
using System.Text.RegularExpressions;
using Oriel.Host.Checks;

namespace Oriel.Cli.Help;

/// <summary>docs/troubleshooting.md: what can be wrong with a machine, from the same objects that <c>oriel doctor</c> runs.</summary>
internal static class TroubleshootingPage
{
    // Elements with what is in them, and commands with the options and CAPITALS that follow.
    private static readonly Lazy<Regex> s_code = new(() => new Regex(
        $"<[a-z][^<>]*>([^<>]*</?[a-z][^<>]*>)*|\\boriel ({string.Join('|', CommandTree.Create().Subcommands.Select(command => command.Name))})\\b( --[a-z-]+| [A-Z][A-Z.]+\\b)*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1)));

    private const string Start =
        """
        # Troubleshooting

        Begin with `oriel doctor` ([doctor.md](doctor.md)): it runs the checks below on your machine and prints exact commands for what it finds. This page is made from the checks themselves
        (`oriel checks --markdown`); a test compares it.

        Messages with a code (ORL101) say themselves what to do; all codes are in [errors.md](errors.md). What the guest's agent says is shown by the viewer and by `oriel list`; its own page has a table
        for [Windows guests](windows.md#troubleshooting) and one for [Linux guests](agent-linux.md#when-things-go-away). Questions that are not faults: [faq.md](faq.md).


        """;

    /// <summary>The page.</summary>
    public static string ToMarkdown(IReadOnlyList<HostCheck> checks)
    {
        var page = new StringBuilder(Start.ReplaceLineEndings("\n"));
        page.Append("## By what you see\n\n| you see | look at |\n|---|---|\n");
        foreach (var check in checks.OrderBy(check => check.Id, StringComparer.Ordinal))
        {
            page.Append($"| {Cell(check.Symptom)} | [{check.Id}](#{check.Id.ToLowerInvariant()}) {Cell(check.Title)} |\n");
        }

        foreach (var group in checks.GroupBy(check => check.Group).OrderBy(group => group.Key))
        {
            page.Append($"\n## {Name(group.Key)}\n");
            foreach (var check in group)
            {
                page.Append(
                    $"\n<a id=\"{check.Id.ToLowerInvariant()}\"></a>\n\n### {check.Id}: {Text(check.Title)}\n\n"
                    + $"- **You see:** {Text(check.Symptom)}\n- **Looked at:** {Text(check.LooksAt)}\n- **Why it matters:** {Text(check.Why)}\n- **What to do:** {Text(check.Remedy)}\n");
            }
        }

        return page.ToString();
    }

    /// <summary>Plain lines for a terminal: one check, or each in a line.</summary>
    public static string ToText(HostCheck check) =>
        $"{check.Id}: {check.Title}\n  you see:   {check.Symptom}\n  looked at: {check.LooksAt}\n  why:       {check.Why}\n  remedy:    {check.Remedy}\n";

    /// <summary>Heading of a group.</summary>
    public static string Name(CheckGroup group) => group switch
    {
        CheckGroup.Processor => "Processor and IOMMU",
        CheckGroup.Graphics => "Graphics devices",
        CheckGroup.VirtualFunctions => "SR-IOV virtual functions",
        CheckGroup.Memory => "Memory",
        CheckGroup.SharedMemory => "Shared memory",
        CheckGroup.Guest => "The guest and its agent",
        CheckGroup.Machines => "Virtual machines",
        CheckGroup.Spice => "SPICE, input and clipboard",
        CheckGroup.Sound => "Sound",
        _ => "Session and compositor",
    };

    private static string Cell(string text) => Text(text).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>On one line, with XML and our own commands as code: the same words stand in a terminal, where nothing marks them.</summary>
    private static string Text(string text)
    {
        var parts = text.ReplaceLineEndings(" ").Split('`');
        for (var i = 0; i < parts.Length; i += 2)
        {
            parts[i] = s_code.Value.Replace(parts[i], "`$0`").Replace("``", "` `", StringComparison.Ordinal);
        }

        return string.Join('`', parts);
    }
}
