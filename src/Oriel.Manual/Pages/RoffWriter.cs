using System.Globalization;
using System.Text;

namespace Oriel.Manual.Pages;

/// <summary>
/// Writes pages in roff with the man(7) macros, as man-db and mandoc read them. Every character that roff could take for its own is escaped, so what stands in a
/// description is what is read; characters outside ASCII go by number, which needs no word about the encoding.
/// </summary>
internal static class RoffWriter
{
    private const int Columns = 78;

    /// <summary>Writes a page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="page">The page.</param>
    /// <param name="foot">Program and version, for the foot.</param>
    /// <param name="date">Day of the release as 2026-11-29, which goes in as it is; empty for none.</param>
    public static void Write(TextWriter output, ManualPage page, string foot, string date)
    {
        output.NewLine = "\n";
        output.WriteLine(".\\\" Generated from the program's own command line.");
        output.WriteLine($".TH \"{Escape(page.Name.ToUpperInvariant())}\" {page.Section} \"{date}\" \"{Escape(foot)}\" \"{(page.Section == 1 ? "User Commands" : "File Formats")}\"");
        output.WriteLine(".SH NAME");
        output.WriteLine($"{Escape(page.Name)} \\- {Escape(page.Summary)}");
        foreach (var section in page.Sections)
        {
            output.WriteLine($".SH \"{Escape(section.Title.ToUpperInvariant())}\"");
            var first = true;
            foreach (var block in section.Blocks)
            {
                Write(output, block, first);
                first = block is HeadingBlock;
            }
        }
    }

    private static void Write(TextWriter output, PageBlock block, bool first)
    {
        switch (block)
        {
            case TextBlock text:
                // A paragraph right after a heading would only draw a complaint about a macro without effect.
                if (!first)
                {
                    output.WriteLine(".PP");
                }

                WriteText(output, text.Text);
                break;
            case CodeBlock code:
                output.WriteLine(first ? ".RS 4" : ".PP\n.RS 4");
                output.WriteLine(".EX");
                foreach (var line in code.Lines)
                {
                    output.WriteLine(Guard(Escape(line)));
                }

                output.WriteLine(".EE\n.RE");
                break;
            case HeadingBlock heading:
                output.WriteLine($".SS \"{Escape(heading.Title)}\"");
                break;
            case EntryBlock entry:
                output.WriteLine(".TP");
                output.WriteLine(Guard(Term(entry.Term, "")));
                WriteText(output, entry.Text.Length == 0 ? "\u00a0" : entry.Text);
                break;
            case SynopsisBlock synopsis:
                if (!first)
                {
                    output.WriteLine(".br");
                }

                output.WriteLine(Guard(Term(synopsis.Parts, " ")));
                break;
            default:
                throw new InvalidOperationException($"unknown block {block}");
        }
    }

    private static string Term(IReadOnlyList<TermPart> parts, string between) => string.Join(between, parts.Select(part => part.Kind switch
    {
        TermKind.Literal => $"\\fB{Escape(part.Text)}\\fR",
        TermKind.Value => $"\\fI{Escape(part.Text)}\\fR",
        _ => Escape(part.Text),
    }));

    private static void WriteText(TextWriter output, string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(Escape))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Columns)
            {
                output.WriteLine(Guard(line.ToString()));
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        output.WriteLine(Guard(line.ToString()));
    }

    // A line that begins with a dot or a quote is a request.
    private static string Guard(string line) => line.StartsWith('.') || line.StartsWith('\'') ? "\\&" + line : line;

    /// <summary>A text in which nothing is roff's any more.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => escaped.Append("\\e"),
                '-' => escaped.Append("\\-"),
                '"' => escaped.Append("\\(dq"),
                '\'' => escaped.Append("\\(aq"),
                '`' => escaped.Append("\\(ga"),
                '^' => escaped.Append("\\(ha"),
                '~' => escaped.Append("\\(ti"),
                0xa0 => escaped.Append("\\ "),
                < ' ' or 0x7f => escaped,
                > 0x7f => escaped.Append("\\[u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)).Append(']'),
                _ => escaped.Append((char)rune.Value),
            };
        }

        return escaped.ToString();
    }
}
