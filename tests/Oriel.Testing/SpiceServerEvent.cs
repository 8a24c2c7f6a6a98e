using System.Text.Json;

namespace Oriel.Testing;

/// <summary>One thing a <see cref="SpiceServerPeer"/> saw; tests/peers/spice-server/README.md lists kinds and members.</summary>
public sealed class SpiceServerEvent
{
    private readonly JsonElement _data;

    internal SpiceServerEvent(string line)
    {
        _data = JsonDocument.Parse(line).RootElement;
        Kind = Text("event");
    }

    /// <summary>"key", "motion", "agent", …</summary>
    public string Kind { get; }

    /// <summary>When, on the clock of Stopwatch.GetTimestamp: nanoseconds.</summary>
    public long TimeNs => Number("t");

    /// <summary>A number member.</summary>
    public long Number(string member) => _data.GetProperty(member).GetInt64();

    /// <summary>A text member.</summary>
    public string Text(string member) => _data.GetProperty(member).GetString()!;

    /// <summary>A boolean member.</summary>
    public bool Flag(string member) => _data.GetProperty(member).GetBoolean();

    /// <summary>Data of an agent message.</summary>
    public byte[] Data() => _data.TryGetProperty("hex", out var hex) ? Convert.FromHexString(hex.GetString()!) : File.ReadAllBytes(Text("file"));

    /// <inheritdoc/>
    public override string ToString() => _data.GetRawText();
}
