using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Oriel.Host.Setup.Xml;

namespace Oriel.Host.Setup.Edits;

/// <summary>
/// A shared memory device that a domain has by QEMU's own arguments (<c>qemu:commandline</c>): an ivshmem-plain device and the memory-backend-file behind it, in JSON or with commas. That is how kvmfr is used.
/// </summary>
internal sealed partial class MemoryArguments
{
    /// <summary>Namespace of the element with QEMU's arguments.</summary>
    public const string Namespace = "http://libvirt.org/schemas/domain/qemu/1.0";

    private readonly XmlTag _object;
    private readonly XmlTag _device;

    private MemoryArguments(XmlTag objectValue, XmlTag deviceValue, Dictionary<string, string> properties)
    {
        (_object, _device) = (objectValue, deviceValue);
        Id = properties.GetValueOrDefault("id", "");
        Path = properties.GetValueOrDefault("mem-path", "");
        Bytes = TryBytes(properties.GetValueOrDefault("size", ""), out var bytes) ? bytes : 0;
    }

    /// <summary>Id of the memory.</summary>
    public string Id { get; }

    /// <summary>File or device behind it.</summary>
    public string Path { get; }

    /// <summary>Size; 0 when it cannot be read.</summary>
    public ulong Bytes { get; }

    /// <summary>It is a device of the kvmfr module.</summary>
    public bool IsKvmfr => Path.StartsWith("/dev/kvmfr", StringComparison.Ordinal);

    /// <summary>The first such device of a domain; null = none. Those whose name says they carry sound are not looked at.</summary>
    public static MemoryArguments? Find(XmlSource source)
    {
        var arguments = CommandLines(source).SelectMany(line => line.All("arg")).ToList();
        var objects = Pairs(arguments, "-object", "memory-backend-file").ToList();
        foreach (var (device, properties) in Pairs(arguments, "-device", "ivshmem-plain"))
        {
            foreach (var (backend, memory) in objects)
            {
                if (memory.GetValueOrDefault("id") == properties.GetValueOrDefault("memdev") && !MemoryEdit.IsSound(memory.GetValueOrDefault("mem-path", "")))
                {
                    return new MemoryArguments(backend, device, memory);
                }
            }
        }

        return null;
    }

    /// <summary>Adds such a device to a domain.</summary>
    public static XmlSource Add(XmlSource source, string path, ulong bytes, bool json)
    {
        (string, string) pair = json
            ? ("{\"driver\":\"ivshmem-plain\",\"id\":\"oriel-device\",\"memdev\":\"oriel-memory\"}",
                $"{{\"qom-type\":\"memory-backend-file\",\"id\":\"oriel-memory\",\"mem-path\":\"{path}\",\"size\":{bytes},\"share\":true}}")
            : ("ivshmem-plain,id=oriel-device,memdev=oriel-memory", $"memory-backend-file,id=oriel-memory,mem-path={path},size={bytes},share=on");
        if (CommandLines(source).FirstOrDefault() is { } line)
        {
            foreach (var value in (string[])["-object", pair.Item2, "-device", pair.Item1])
            {
                line = CommandLines(source).First();
                source = source.Add(line, Argument(line.Prefix, value));
            }

            return source;
        }

        var prefix = source.Root.Attributes.FirstOrDefault(one => one.Value == Namespace && one.Name.StartsWith("xmlns:", StringComparison.Ordinal)).Name?[6..];
        if (prefix is null)
        {
            prefix = "qemu";
            for (var i = 2; source.Root.Find($"xmlns:{prefix}") is not null; i++)
            {
                prefix = $"qemu{i}";
            }

            source = source.Set(source.Root, $"xmlns:{prefix}", Namespace);
        }

        var lines = string.Concat(((string[])["-object", pair.Item2, "-device", pair.Item1]).Select(value => $"\n  {Argument(prefix, value)}"));
        return source.Add(source.Root, $"<{prefix}:commandline>{lines}\n</{prefix}:commandline>");
    }

    /// <summary>With another size, written as the old one was.</summary>
    public XmlSource Resize(XmlSource source, ulong bytes)
    {
        var value = _object["value"]!;
        var number = bytes % (1 << 20) == 0 ? $"{bytes >> 20}M" : bytes.ToString(CultureInfo.InvariantCulture);
        var changed = value.TrimStart().StartsWith('{')
            ? JsonSize().IsMatch(value) ? JsonSize().Replace(value, $"{bytes}", 1) : value.Insert(value.IndexOf('{', StringComparison.Ordinal) + 1, $"\"size\":{bytes},")
            : CommaSize().IsMatch(value) ? CommaSize().Replace(value, number, 1) : $"{value},size={number}";
        return source.Set(_object, "value", changed);
    }

    /// <summary>Without the device; without the whole element when it holds nothing else.</summary>
    public static XmlSource Remove(XmlSource source)
    {
        var found = Find(source)!;
        var line = found._object.Parent!;
        if (line == found._device.Parent && line.Children.Count == 4)
        {
            return source.Remove(line);
        }

        // From the back, as what stands behind an edit moves.
        foreach (var tag in ((XmlTag[])[found._object, Before(found._object), found._device, Before(found._device)]).OrderByDescending(one => one.Start))
        {
            source = source.Remove(tag);
        }

        return source;
    }

    private static IEnumerable<XmlTag> CommandLines(XmlSource source) => source.Root.Children.Where(one => one.Name == "commandline" && one.Namespace == Namespace);

    private static string Argument(string prefix, string value) => $"<{(prefix.Length > 0 ? $"{prefix}:" : "")}arg value='{XmlSource.Escape(value, '\'')}'/>";

    private static XmlTag Before(XmlTag tag)
    {
        var siblings = tag.Parent!.Children;
        for (var i = 1; i < siblings.Count; i++)
        {
            if (siblings[i] == tag)
            {
                return siblings[i - 1];
            }
        }

        return tag;
    }

    private static IEnumerable<(XmlTag Tag, Dictionary<string, string> Properties)> Pairs(List<XmlTag> arguments, string option, string kind)
    {
        for (var i = 1; i < arguments.Count; i++)
        {
            if (arguments[i - 1]["value"] == option && arguments[i]["value"] is { } value && Properties(value) is { } properties
                && (properties.GetValueOrDefault("driver") ?? properties.GetValueOrDefault("qom-type")) == kind)
            {
                yield return (arguments[i], properties);
            }
        }
    }

    // JSON, or "kind,key=value,…" with ",," for a comma.
    private static Dictionary<string, string>? Properties(string value)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!value.TrimStart().StartsWith('{'))
        {
            var words = value.Replace(",,", "\0", StringComparison.Ordinal).Split(',');
            properties["driver"] = words[0];
            foreach (var word in words.Skip(1))
            {
                var equals = word.IndexOf('=', StringComparison.Ordinal);
                properties[equals < 0 ? word : word[..equals]] = equals < 0 ? "on" : word[(equals + 1)..].Replace('\0', ',');
            }

            return properties;
        }

        try
        {
            using var json = JsonDocument.Parse(value);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                properties[property.Name] = property.Value.ToString();
            }

            return properties;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryBytes(string text, out ulong bytes)
    {
        var shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var isNumber = ulong.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out bytes) && bytes <= ulong.MaxValue >> shift;
        bytes = isNumber ? bytes << shift : 0;
        return isNumber;
    }

    [GeneratedRegex("(?<=\"size\"\\s*:\\s*)(?:\"[^\"]*\"|[0-9]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex JsonSize();

    [GeneratedRegex("(?<=,size=)[^,]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CommaSize();
}
