using System.Text;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>
/// Reads an INI file: <c>[section]</c>, then <c>name=value</c>; <c>;</c> makes a comment at the start of a line only; there are no quotes, a value goes to the end of its line. A
/// file of the existing viewer is read by that viewer's rules, which know ASCII only. (The agent has a reader of its own: the two programs share no room above the relay that may
/// know of configuration, and this one keeps line numbers.)
/// </summary>
internal static class IniFile
{
    /// <summary>A file longer than this is no configuration.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a file. Throws <see cref="OrielException"/>.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<IniEntry> Read(string path) => Parse(path, ReadBytes(path), IsExisting(path));

    /// <summary>The file is named as one of the existing viewer.</summary>
    public static bool IsExisting(string path) =>
        Path.GetFileName(path) is "looking-glass-client.ini" or ".looking-glass-client.ini"
        || (Path.GetFileName(path) == "client.ini" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) == "looking-glass");

    /// <summary>The file's bytes, bounded. Throws <see cref="OrielException"/>.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var kept = new MemoryStream();
            var buffer = new byte[16 << 10];
            for (int got; (got = file.Read(buffer)) > 0;)
            {
                kept.Write(buffer, 0, got);
                if (kept.Length > MostBytes)
                {
                    throw Bad(path, $"{PlainText.Safe(path)} has more than {MostBytes} bytes", "name a configuration file");
                }
            }

            return kept.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OrielException(
                CliErrors.ConfigurationFile, $"{PlainText.Safe(path)}: {PlainText.Safe(error.Message)}", "a readable file", $"check the path and its permissions: ls -l '{PlainText.Safe(path)}'", error);
        }
    }

    /// <summary>Reads the text of a file. Throws <see cref="OrielException"/> for a line that is none of the three kinds, and for a name before any section.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="isExisting">By the existing viewer's rules: bytes that are not printable ASCII count as not there.</param>
    public static IReadOnlyList<IniEntry> Parse(string path, byte[] content, bool isExisting)
    {
        var entries = new List<IniEntry>();
        string? section = null;
        var number = 0;
        foreach (var raw in Text(content, isExisting).Split('\n'))
        {
            number++;
            var line = Clean(raw, isExisting).Trim();
            if (line.Length == 0 || line[0] == ';')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1].Trim();
            }
            else if (equals <= 0)
            {
                var hint = line[0] == '#' ? "begin comments with ;" : "correct the line, or make it a comment with ;";
                throw Bad(path, $"{PlainText.Safe(path)}, line {number}: {PlainText.Safe(Shorten(line))}", hint);
            }
            else if (string.IsNullOrEmpty(section))
            {
                throw Bad(path, $"{PlainText.Safe(path)}, line {number}: {PlainText.Safe(Shorten(line))}, before any section", "put a section above it, such as [win]");
            }
            else
            {
                entries.Add(new IniEntry($"{section}:{line[..equals].Trim()}", line[(equals + 1)..].Trim(), number));
            }
        }

        return entries;
    }

    private static string Text(byte[] content, bool isExisting)
    {
        // A byte order mark is no part of the first section's name.
        var text = isExisting ? Encoding.Latin1.GetString(content) : Encoding.UTF8.GetString(content);
        return text.TrimStart('\uFEFF');
    }

    private static string Clean(string line, bool isExisting) =>
        line.All(c => isExisting ? c is >= ' ' and <= '~' : !char.IsControl(c)) ? line : string.Concat(line.Where(c => isExisting ? c is >= ' ' and <= '~' : !char.IsControl(c) || c == '\t'));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private static OrielException Bad(string path, string seen, string remedy) =>
        new(CliErrors.ConfigurationFile, seen, "[section], then name=value; comments begin with ;", $"{remedy}; docs/options.md lists the names ({PlainText.Safe(path)})");
}
