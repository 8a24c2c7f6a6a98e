using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Host.Systems;

// Settable rather than init-only: the generated reader gives init-only properties that the text leaves out the default of their type instead of the value written here.

/// <summary><c>system.json</c>.</summary>
internal sealed record SystemRecord
{
    /// <summary>Who asked.</summary>
    public UserRecord User { get; set; } = new();

    /// <summary>Paths other than plain readable files of root, or with a text of their own.</summary>
    public SortedDictionary<string, PathRecord> Paths { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What programs printed, by command line.</summary>
    public SortedDictionary<string, CommandRecord> Commands { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What probes answered, by name and argument.</summary>
    public SortedDictionary<string, JsonElement> Probes { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Commands and probes that gave no answer though they exist, by the same keys.</summary>
    public SortedDictionary<string, SilenceRecord> Silent { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Environment.</summary>
    public SortedDictionary<string, string> Variables { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>A user in <c>system.json</c>.</summary>
internal sealed record UserRecord
{
    /// <summary>Login name.</summary>
    public string Name { get; set; } = "user";

    /// <summary>User number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public uint Uid { get; set; } = 1000;

    /// <summary>Groups.</summary>
    public uint[] Groups { get; set; } = [1000];
}

/// <summary>A path in <c>system.json</c>.</summary>
internal sealed record PathRecord
{
    /// <summary>Kind.</summary>
    public PathKind Kind { get; set; }

    /// <summary>Permission bits, octal.</summary>
    public string? Mode { get; set; }

    /// <summary>Owner.</summary>
    public uint Uid { get; set; }

    /// <summary>Group.</summary>
    public uint Gid { get; set; }

    /// <summary>Size.</summary>
    public ulong Bytes { get; set; }

    /// <summary>The user may read it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool CanRead { get; set; } = true;

    /// <summary>The user may write it.</summary>
    public bool CanWrite { get; set; }

    /// <summary>Target, for a symbolic link.</summary>
    public string? Link { get; set; }

    /// <summary>Names in a folder, when they are more than the paths mentioned elsewhere.</summary>
    public string[]? Names { get; set; }

    /// <summary>Text, for short files.</summary>
    public string? Text { get; set; }

    /// <summary>Why its content could not be read.</summary>
    public Missing Missing { get; set; }

    /// <summary>The system's words about that.</summary>
    public string Why { get; set; } = "";
}

/// <summary>What could not be asked, in <c>system.json</c>: a program that could not be run, a probe without an answer.</summary>
internal sealed record SilenceRecord
{
    /// <summary>Why there is no answer.</summary>
    public Missing Missing { get; set; }

    /// <summary>The system's words about that.</summary>
    public string Why { get; set; } = "";
}

/// <summary>A program's output in <c>system.json</c>.</summary>
internal sealed record CommandRecord
{
    /// <summary>How it ended.</summary>
    public int ExitCode { get; set; }

    /// <summary>Lines of standard output.</summary>
    public string[] Output { get; set; } = [];

    /// <summary>Standard error.</summary>
    public string Error { get; set; } = "";

    /// <summary>File beside <c>system.json</c> that holds the output instead.</summary>
    public string? File { get; set; }
}

/// <summary>Source-generated serializer of recordings.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SystemRecord))]
internal sealed partial class SystemRecordContext : JsonSerializerContext;
