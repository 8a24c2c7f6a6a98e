using System.Text;

namespace Oriel.Cli.Configuration;

/// <summary>The text of an INI file, for changing single values: comments, order, line ends and everything else stay byte for byte as they are.</summary>
internal sealed class IniText
{
    // Latin 1 has a character for each byte: what is not touched goes back as it came.
    private static readonly Encoding s_bytes = Encoding.Latin1;
    private readonly List<string> _lines;
    private readonly string _end;

    /// <summary>Takes a file's bytes.</summary>
    public IniText(ReadOnlySpan<byte> content)
    {
        var text = s_bytes.GetString(content);
        _end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        _lines = [.. text.Split('\n')];
        if (_lines[^1].Length == 0)
        {
            _lines.RemoveAt(_lines.Count - 1);
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => s_bytes.GetBytes(string.Concat(_lines.Select(line => line.EndsWith('\r') ? line + "\n" : line + _end)));

    /// <summary>Gives a setting a value where it has one, else at the end of its section. Throws for a value that no line can hold.</summary>
    public void Set(ViewerSetting setting, string value)
    {
        if (value.Any(char.IsControl))
        {
            throw new ArgumentException("a value is one line of printable text", nameof(value));
        }

        var bytes = s_bytes.GetString(Encoding.UTF8.GetBytes(value));
        var places = Places(setting).ToList();
        if (places is [.., var last])
        {
            // The last one counts; its name stays as it is written.
            _lines[last] = _lines[last][..(_lines[last].IndexOf('=', StringComparison.Ordinal) + 1)] + bytes + (_lines[last].EndsWith('\r') ? "\r" : "");
            return;
        }

        var line = $"{setting.Key}={bytes}";
        if (EndOf(setting.Section) is { } end)
        {
            _lines.Insert(end, line);
            return;
        }

        if (_lines.Count > 0 && _lines[^1].Trim().Length > 0)
        {
            _lines.Add("");
        }

        _lines.AddRange([$"[{setting.Section}]", line]);
    }

    /// <summary>Takes every value of a setting away; false when it has none.</summary>
    public bool Unset(ViewerSetting setting)
    {
        var places = Places(setting).Reverse().ToList();
        places.ForEach(_lines.RemoveAt);
        return places.Count > 0;
    }

    /// <summary>Adds a comment at the end.</summary>
    public void Note(string text) => _lines.Add("; " + s_bytes.GetString(Encoding.UTF8.GetBytes(string.Concat(text.Where(c => !char.IsControl(c))))));

    private IEnumerable<int> Places(ViewerSetting setting)
    {
        var section = "";
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i].Trim();
            if (IsSection(line, out var name))
            {
                section = name;
            }
            else if (line.Length > 0 && line[0] != ';' && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals
                && setting.OldNames.Append(setting.Name).Contains($"{section}:{line[..equals].Trim()}", StringComparer.OrdinalIgnoreCase))
            {
                yield return i;
            }
        }
    }

    // After the section's last line that says something.
    private int? EndOf(string wanted)
    {
        int? end = null;
        var isIn = false;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i].Trim();
            if (IsSection(line, out var name))
            {
                isIn = name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
            }

            end = isIn && line.Length > 0 ? i + 1 : end;
        }

        return end;
    }

    private static bool IsSection(string line, out string name)
    {
        var isSection = line.Length >= 2 && line[0] == '[' && line[^1] == ']';
        name = isSection ? line[1..^1].Trim() : "";
        return isSection;
    }
}
