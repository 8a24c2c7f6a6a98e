using System.Globalization;
using System.Net;

namespace Oriel.Host.Systems;

/// <summary>Who is connected where, from the kernel's own tables: without touching the connection.</summary>
internal static class Connections
{
    private const string Established = "01";
    private const string UnixConnected = "03";

    /// <summary>Connections made to a Unix socket; null when the table cannot be read.</summary>
    public static int? ToSocket(IHostSystem system, string path) =>
        system.Read("/proc/net/unix") is { IsSeen: true, Value: { } table }
            ? table.Split('\n').Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries)).Count(words => words.Length == 8 && words[7] == path && words[5] == UnixConnected)
            : null;

    /// <summary>Connections made to a TCP port of this host; null when the tables cannot be read.</summary>
    public static int? ToPort(IHostSystem system, int port)
    {
        var tables = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Select(system.Read).Where(table => table.IsSeen).ToList();
        return tables.Count == 0 ? null : tables.Sum(table => table.Value!.Split('\n').Count(line => IsTo(line, port)));
    }

    /// <summary>This is an address of this host's own loopback, whose tables tell.</summary>
    public static bool IsLocal(string host) => host is "localhost" or "" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // "sl local_address rem_address st …", addresses as hex "0100007F:170C".
    private static bool IsTo(string line, int port)
    {
        var words = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 4 && words[3] == Established && words[1].LastIndexOf(':') is > 0 and var colon
            && int.TryParse(words[1].AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var local) && local == port;
    }
}
