namespace Oriel.Host.Systems;

/// <summary>
/// /etc/passwd and /etc/group as text. Names only the local files know; what comes from a network directory keeps its number: asking for it might load plug-ins and wait.
/// </summary>
public static class AccountFile
{
    /// <summary>Name of a user or group number; null when the file does not know it.</summary>
    public static string? NameOf(string? file, uint id)
    {
        var wanted = id.ToString();
        return Lines(file).FirstOrDefault(fields => fields.Length > 2 && fields[2] == wanted)?[0];
    }

    /// <summary>Number of a name; null when the file does not know it.</summary>
    public static uint? IdOf(string? file, string name) =>
        Lines(file).FirstOrDefault(fields => fields.Length > 2 && fields[0] == name) is { } line && uint.TryParse(line[2], out var id) ? id : null;

    /// <summary>Numbers of the groups that /etc/group puts a user in.</summary>
    public static IReadOnlyList<uint> GroupsWith(string? file, string user) =>
        [.. Lines(file).Where(f => f.Length > 3 && f[3].Split(',').Contains(user, StringComparer.Ordinal)).Select(f => uint.TryParse(f[2], out var id) ? id : uint.MaxValue).Where(id => id != uint.MaxValue)];

    private static IEnumerable<string[]> Lines(string? file) => (file ?? "").Split('\n').Select(line => line.Split(':'));
}
