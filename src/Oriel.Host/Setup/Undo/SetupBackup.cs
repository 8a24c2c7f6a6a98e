using System.Text.Json;

namespace Oriel.Host.Setup.Undo;

/// <summary>One run of set-up in the <see cref="SetupStore"/>: the record, the description as it was, and files as they were. Written before each change, so that a run that was cut off can be undone.</summary>
public sealed class SetupBackup
{
    /// <summary>Name of the description in it.</summary>
    internal const string Original = "original.xml";

    private const string RecordName = "record.json";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal SetupBackup(string folder, SetupRecord record) => (Folder, Record) = (folder, record);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>What was changed.</summary>
    public SetupRecord Record { get; private set; }

    /// <summary>The file with the description as it was.</summary>
    public string OriginalPath => Path.Combine(Folder, Original);

    /// <summary>The description as it was; empty when it was not changed.</summary>
    public byte[] ReadOriginal() => Record.HasDescription ? SetupStore.Guarded(OriginalPath, () => File.ReadAllBytes(OriginalPath)) : [];

    /// <summary>Keeps a file that is about to be written.</summary>
    public void Add(string path) => _ = SetupStore.Guarded(path, () =>
    {
        if (Record.Files.Any(one => one.Path == path))
        {
            // What was there before the run is kept already.
            return true;
        }

        var name = File.Exists(path) ? $"file-{Record.Files.Count}" : "";
        if (name.Length > 0)
        {
            Keep(name, File.ReadAllBytes(path));
        }

        Record = Record with { Files = [.. Record.Files, new FileRecord(path, name, name.Length > 0 ? (int)File.GetUnixFileMode(path) : 0)] };
        Save();
        return true;
    });

    /// <summary>Notes commands that undo what is about to be run; the last noted is run first.</summary>
    public void Add(IReadOnlyList<IReadOnlyList<string>> undoCommands)
    {
        if (undoCommands.Count > 0)
        {
            Record = Record with { UndoCommands = [.. undoCommands, .. Record.UndoCommands] };
            _ = SetupStore.Guarded(Folder, () => { Save(); return true; });
        }
    }

    /// <summary>Puts the files back, byte for byte. Returns what was done.</summary>
    public IReadOnlyList<string> RestoreFiles() => [.. Record.Files.Reverse().Select(one => SetupStore.Guarded(one.Path, () => Restore(one)))];

    /// <summary>It is undone.</summary>
    public void Finish()
    {
        Record = Record with { IsUndone = true };
        _ = SetupStore.Guarded(Folder, () => { Save(); return true; });
    }

    internal static SetupBackup? Load(string folder)
    {
        var path = Path.Combine(folder, RecordName);
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, SetupRecordContext.Default.SetupRecord) is { } record ? new SetupBackup(folder, record) : null;
    }

    internal void Keep(string name, byte[] bytes)
    {
        using var file = new FileStream(Path.Combine(Folder, name), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Own });
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    internal void Save()
    {
        var path = Path.Combine(Folder, RecordName);
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Own }))
        {
            JsonSerializer.Serialize(file, Record, SetupRecordContext.Default.SetupRecord);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private string Restore(FileRecord file)
    {
        if (file.Backup.Length == 0)
        {
            File.Delete(file.Path);
            return $"{file.Path} removed";
        }

        WholeFile.Write(file.Path, File.ReadAllBytes(Path.Combine(Folder, file.Backup)), (UnixFileMode)file.Mode);
        return $"{file.Path} restored";
    }
}
