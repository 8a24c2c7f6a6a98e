using System.Globalization;
using System.Net;
using Oriel.Spice;

namespace Oriel.Cli.Record;

/// <summary>Whether somebody is connected to a SPICE server on this machine: a second client would disconnect the first. Read from the kernel's socket tables; no connection is made.</summary>
internal static class SpiceClients
{
    /// <summary>True: somebody is. False: nobody is. Null: the server is elsewhere, or the tables cannot be read.</summary>
    public static bool? IsConnected(SpiceOptions server) => IsConnected(server, static path => File.ReadLines(path));

    /// <summary>As above, with the tables of another place; for tests.</summary>
    internal static bool? IsConnected(SpiceOptions server, Func<string, IEnumerable<string>> read)
    {
        try
        {
            if (server.UnixPath is { } path)
            {
                // Num RefCount Protocol Flags Type St Inode Path; 00010000 listens, 03 is connected. The server's end carries the path.
                return read("/proc/net/unix").Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries))
                    .Any(words => words.Length == 8 && words[3] != "00010000" && words[5] == "03" && words[7] == path);
            }

            if (server.Host != "localhost" && !(IPAddress.TryParse(server.Host, out var address) && IPAddress.IsLoopback(address)))
            {
                return null;
            }

            // sl local_address rem_address st ...; 01 is established. The server's end has its port as the local one.
            return read("/proc/net/tcp").Concat(read("/proc/net/tcp6")).Select(line => line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries))
                .Any(words => words.Length == 5 && words[3] == "01" && (IsPort(words[1], server.Port) || (server.TlsPort > 0 && IsPort(words[1], server.TlsPort))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsPort(string address, int port) =>
        int.TryParse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number == port;
}
