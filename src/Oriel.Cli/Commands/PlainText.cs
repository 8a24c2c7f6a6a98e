using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;

namespace Oriel.Cli.Commands;

/// <summary>Text for terminals and pipes alike: no colours, no control characters, columns by spaces.</summary>
internal static class PlainText
{
    /// <summary>Bytes as a person reads them.</summary>
    public static string Bytes(ulong bytes) => bytes switch
    {
        >= 1 << 20 => $"{bytes / (double)(1 << 20):0.#} MiB",
        >= 1 << 10 => $"{bytes / (double)(1 << 10):0.#} KiB",
        _ => $"{bytes} B",
    };

    /// <summary>A file name that cannot steer the terminal.</summary>
    public static string Safe(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    /// <summary>For arguments that are paths: a misspelt option must not be taken for a file. (A file of such a name is reached as ./-name.)</summary>
    public static void RefuseUnknownOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
        {
            result.AddError($"unknown option {token.Value}");
        }
    }

    /// <summary>Writes rows below a header, each column as wide as its widest cell.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Width(row[i]));
            }
        }

        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < row.Length; i++)
            {
                line.Append(row[i]).Append(' ', widths[i] - Width(row[i]) + 2);
            }

            output.WriteLine(line.ToString().TrimEnd());
        }
    }

    // Good enough for the texts an agent sends: one cell for each text element.
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;
}
