using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Oriel.Host.Setup.Undo;

/// <summary>Backups of what set-up changed: a folder for each machine or file, in it one for each run. Private to the user, as descriptions may hold passwords.</summary>
/// <param name="folder">Where; made when needed.</param>
public sealed class SetupStore(string folder)
{
    /// <summary>Where it is.</summary>
    public string Folder { get; } = folder;

    /// <summary>The store of a user: $XDG_STATE_HOME/oriel/setup.</summary>
    /// <param name="stateHome">$XDG_STATE_HOME; null or empty without.</param>
    /// <param name="home">The user's home.</param>
    public static SetupStore Of(string? stateHome, string home) => new(Path.Combine(stateHome is { Length: > 0 } && Path.IsPathRooted(stateHome) ? stateHome : Path.Combine(home, ".local/state"), "oriel/setup"));

    /// <summary>Folder of a machine of libvirt.</summary>
    public static string KeyOf(Guid uuid) => uuid.ToString("D");

    /// <summary>Folder of a description in a file.</summary>
    public static string KeyOf(string path) => $"file-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16]}";

    /// <summary>Begins a run: keeps the description as it was, before anything is changed.</summary>
    /// <param name="key">Folder of the machine.</param>
    /// <param name="record">What is known so far.</param>
    /// <param name="original">Bytes of the description; null when only the host is changed.</param>
    public SetupBackup Begin(string key, SetupRecord record, byte[]? original)
    {
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var stamp = record.When.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var run = Path.Combine(Folder, key, stamp);
        for (var i = 2; Directory.Exists(run); i++)
        {
            // Sorts behind the first of that second.
            run = Path.Combine(Folder, key, $"{stamp}-{i:000}");
        }

        return Guarded(run, () =>
        {
            _ = Directory.CreateDirectory(run, Own);
            var backup = new SetupBackup(run, record with { HasDescription = original is not null });
            if (original is not null)
            {
                backup.Keep(SetupBackup.Original, original);
            }

            backup.Save();
            return backup;
        });
    }

    /// <summary>The newest run of a machine that was not undone; null = none.</summary>
    public SetupBackup? Newest(string key) => Guarded(Folder, () =>
    {
        var runs = Path.Combine(Folder, key);
        return Directory.Exists(runs) ? Directory.EnumerateDirectories(runs).OrderDescending(StringComparer.Ordinal).Select(SetupBackup.Load).FirstOrDefault(one => one is { Record.IsUndone: false }) : null;
    });

    /// <summary>The newest run of a machine of this name that was not undone, for one that libvirt no longer knows; null = none.</summary>
    public SetupBackup? NewestNamed(string name) => Guarded(Folder, () => !Directory.Exists(Folder) ? null : Directory.EnumerateDirectories(Folder)
        .Select(one => Newest(Path.GetFileName(one))).OfType<SetupBackup>()
        .Where(one => one.Record.Connection.Length > 0 && (one.Record.Name == name || (Guid.TryParse(name, out var uuid) && one.Record.Uuid == uuid))).MaxBy(one => one.Record.When));

    internal static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OrielException(SetupErrors.File, $"{path}: {e.Message}", "a folder of one's own with room in it", "look at its permissions, or name another place with XDG_STATE_HOME", e);
        }
    }
}
