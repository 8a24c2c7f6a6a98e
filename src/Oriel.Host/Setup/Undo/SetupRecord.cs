using System.Text.Json.Serialization;

namespace Oriel.Host.Setup.Undo;

/// <summary>What one run of set-up changed, and what was there before.</summary>
public sealed record SetupRecord
{
    /// <summary>When, UTC.</summary>
    public DateTimeOffset When { get; init; }

    /// <summary>Name of the machine.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its UUID; null when its text has none.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>libvirt's connection it is defined at; empty for a file.</summary>
    public string Connection { get; init; } = "";

    /// <summary>The file with its description; empty for a machine of libvirt.</summary>
    public string Path { get; init; } = "";

    /// <summary>The description was changed; else only the host was.</summary>
    public bool HasDescription { get; init; }

    /// <summary>Files that were written.</summary>
    public IReadOnlyList<FileRecord> Files { get; init; } = [];

    /// <summary>Commands that undo what was run, in the order they are to be run.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UndoCommands { get; init; } = [];

    /// <summary>It was undone.</summary>
    public bool IsUndone { get; init; }
}

/// <summary>A file that was written.</summary>
/// <param name="Path">Which.</param>
/// <param name="Backup">Name of the copy of what was there; empty when there was no file.</param>
/// <param name="Mode">Permissions it had.</param>
public sealed record FileRecord(string Path, string Backup, int Mode);

/// <summary>Source-generated serializer of records.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetupRecord))]
internal sealed partial class SetupRecordContext : JsonSerializerContext;
