using System.Text;
using System.Text.Json;

namespace Oriel.Host.Machines;

/// <summary>
/// The value of one QEMU option, in either syntax: <c>name,key=value,…</c>, where two commas stand for one, or a JSON object. Never throws: what is not understood is missing. When a key comes twice the last
/// one counts, as in QEMU.
/// </summary>
internal sealed class QemuOption
{
    private const int MostKeys = 256;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private QemuOption()
    {
    }

    /// <summary>A value; empty when the key is missing. true and on are "on".</summary>
    public string this[string key] => _values.GetValueOrDefault(key, "");

    /// <summary>Reads one.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="implied">Key of a first value that stands alone; empty when there is none.</param>
    public static QemuOption Read(string text, string implied)
    {
        var option = new QemuOption();
        if (text.StartsWith('{'))
        {
            option.ReadJson(text);
        }
        else
        {
            option.ReadPairs(text, implied);
        }

        return option;
    }

    /// <summary>A switch that is on.</summary>
    public bool Is(string key) => this[key] is "on" or "yes" or "true" or "y";

    private void ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            foreach (var property in document.RootElement.EnumerateObject().Take(MostKeys))
            {
                switch (property.Value.ValueKind)
                {
                    case JsonValueKind.String:
                        _values[property.Name] = property.Value.GetString() ?? "";
                        break;
                    case JsonValueKind.Number:
                        _values[property.Name] = property.Value.GetRawText();
                        break;
                    case JsonValueKind.True:
                        _values[property.Name] = "on";
                        break;
                    case JsonValueKind.False:
                        _values[property.Name] = "off";
                        break;
                    default:
                        // Nested objects and lists describe nothing that is looked for.
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is no text (half a surrogate pair): QEMU would not start with it either.
        }
    }

    private void ReadPairs(string text, string implied)
    {
        var position = 0;
        for (var i = 0; position < text.Length && i < MostKeys; i++)
        {
            var part = Part(text, ref position);
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                _values[part[..equals]] = part[(equals + 1)..];
            }
            else if (i == 0 && implied.Length > 0)
            {
                _values[implied] = part;
            }
            else if (part.StartsWith("no", StringComparison.Ordinal))
            {
                _values[part[2..]] = "off";
            }
            else
            {
                _values[part] = "on";
            }
        }
    }

    /// <summary>Text up to the next single comma.</summary>
    private static string Part(string text, ref int position)
    {
        var part = new StringBuilder();
        for (; position < text.Length; position++)
        {
            if (text[position] == ',')
            {
                if (position + 1 >= text.Length || text[position + 1] != ',')
                {
                    position++;
                    return part.ToString();
                }

                position++;
            }

            part.Append(text[position]);
        }

        return part.ToString();
    }
}
