using System.Security.Cryptography;
using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>A recorded conversation of tests/vectors/spice (docs/protocol/spice.md, section 17).</summary>
internal sealed class Transcript
{
    private Transcript(string name, IReadOnlyList<TranscriptUnit> units)
    {
        Name = name;
        Units = units;
    }

    /// <summary>Names of all files that hold a conversation.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => n != "ticket-rsa").Order(StringComparer.Ordinal),
    ];

    public string Name { get; }

    public IReadOnlyList<TranscriptUnit> Units { get; }

    /// <summary>Channels in the order of their first unit.</summary>
    public IReadOnlyList<string> Channels => [.. Units.Select(u => u.Channel).Distinct(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Vectors.Folder, "spice");

    /// <summary>Reads tests/vectors/spice/NAME.json.</summary>
    public static Transcript Load(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return new Transcript(name, [.. json.RootElement.GetProperty("messages").EnumerateArray().Select(Unit)]);
    }

    /// <summary>The units of one channel, in order.</summary>
    public IReadOnlyList<TranscriptUnit> Channel(string channel) => [.. Units.Where(u => u.Channel == channel)];

    /// <summary>What the server said on one channel after the link, for a handler that is fed without a connection.</summary>
    public IReadOnlyList<TranscriptUnit> ServerMessages(string channel) => [.. Channel(channel).Where(u => u.FromServer && !u.IsLink)];

    private static TranscriptUnit Unit(JsonElement m)
    {
        var (bytes, complete) = Bytes(m);
        return new TranscriptUnit(m.GetProperty("n").GetInt32(), m.GetProperty("dir").GetString() == "S>C", Text(m, "channel"), Text(m, "name"), bytes, complete);
    }

    private static (byte[] Bytes, bool Complete) Bytes(JsonElement m)
    {
        if (m.TryGetProperty("hex", out var hex))
        {
            return (Convert.FromHexString(hex.GetString()!), true);
        }

        var bytes = new byte[m.GetProperty("len").GetInt32()];
        Convert.FromHexString(Text(m, "hex_first_256")).CopyTo(bytes, 0);
        var last = Convert.FromHexString(Text(m, "hex_last_64"));
        last.CopyTo(bytes, bytes.Length - last.Length);
        return (bytes, Convert.ToHexString(SHA256.HashData(bytes)).Equals(Text(m, "sha256"), StringComparison.OrdinalIgnoreCase));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
