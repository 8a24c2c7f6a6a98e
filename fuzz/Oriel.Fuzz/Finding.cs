using System.Text.Json;
using System.Text.Json.Serialization;
using Oriel.Fuzz.Mutation;

namespace Oriel.Fuzz;

/// <summary>Everything needed to run a failing input again: a file under artifacts/fuzz, read back by <c>--replay</c>.</summary>
public sealed record Finding
{
    /// <summary>Parser, or "live".</summary>
    public required string Target { get; init; }

    /// <summary>Vector the stores go into; empty for a live finding.</summary>
    public string Image { get; init; } = "";

    /// <summary>Producer profile of a live finding.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Name of the attack, or "random".</summary>
    public string Attack { get; init; } = "";

    /// <summary>Seed of the iteration.</summary>
    public required int Seed { get; init; }

    /// <summary>How good data returned.</summary>
    public Recovery Recovery { get; init; }

    /// <summary>How densely the stores followed each other.</summary>
    public Pace Pace { get; init; }

    /// <summary>The stores, round by round.</summary>
    public required IReadOnlyList<IReadOnlyList<Patch>> Rounds { get; init; }

    /// <summary>What went wrong.</summary>
    public required string Error { get; init; }

    /// <summary>Writes the finding and returns the file's path.</summary>
    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var name = string.Concat($"{Target}-{Attack}-{Image}{Profile}-{Seed:x8}".Where(c => char.IsLetterOrDigit(c) || c == '-'));
        var path = Path.Combine(folder, name + ".json");
        File.WriteAllText(path, JsonSerializer.Serialize(this, FindingJson.Default.Finding));
        return path;
    }

    /// <summary>Reads a finding back.</summary>
    public static Finding Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllText(path), FindingJson.Default.Finding) ?? throw new InvalidDataException($"{path} holds no finding");
}

/// <summary>Serialisation of findings.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Finding))]
internal sealed partial class FindingJson : JsonSerializerContext;
