using System.Text.Json;
using Oriel.Host.Checks;
using Oriel.Host.Systems;

namespace Oriel.Host.Tests;

/// <summary>
/// The recorded machines of Recorded/NAME: <c>system.json</c> and <c>files/</c> as <see cref="RecordedSystem"/> reads them, <c>expected.txt</c> with the findings, and where the machine is asked something
/// in particular <c>ask.json</c>: machine, region, mode ("3840x2160"), hdr, and groups (only checks of these; all without).
/// </summary>
internal static class RecordedMachines
{
    public static string Folder { get; } = Path.Combine(Root(), "tests/Oriel.Host.Tests/Recorded");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static (CheckContext Context, IReadOnlyList<HostCheck> Checks) Open(string name)
    {
        var folder = Path.Combine(Folder, name);
        var options = new CheckOptions();
        var groups = Enum.GetValues<CheckGroup>();
        if (File.Exists(Path.Combine(folder, "ask.json")))
        {
            using var ask = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "ask.json")));
            foreach (var property in ask.RootElement.EnumerateObject())
            {
                switch (property.Name)
                {
                    case "machine": options = options with { Machine = property.Value.GetString()! }; break;
                    case "region": options = options with { Region = property.Value.GetString()! }; break;
                    case "hdr": options = options with { Hdr = property.Value.GetBoolean() }; break;
                    case "groups": groups = [.. property.Value.EnumerateArray().Select(g => Enum.Parse<CheckGroup>(g.GetString()!))]; break;
                    case "mode":
                        var numbers = property.Value.GetString()!.Split('x').Select(int.Parse).ToArray();
                        options = options with { Mode = (numbers[0], numbers[1]) };
                        break;
                    default: throw new InvalidDataException($"{name}/ask.json: {property.Name} is not known");
                }
            }
        }

        return (new CheckContext(new RecordedSystem(folder), options), [.. CheckCatalogue.All.Where(check => groups.Contains(check.Group))]);
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Oriel.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no Oriel.slnx above {AppContext.BaseDirectory}");
    }
}
