using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Oriel.Spice;

namespace Oriel.Cli.Spice;

/// <summary>
/// Where a SPICE server is, as users write it: <c>HOST</c>, <c>HOST:PORT</c>, <c>[V6]:PORT</c>, <c>tls://HOST:PORT</c>, <c>spice://HOST:PORT</c>, the URI forms of virsh
/// (<c>spice://host?tls-port=5901</c>, <c>spice+unix:///path</c>), or the path of a Unix socket.
/// </summary>
internal static class SpiceAddress
{
    /// <summary>Where QEMU and libvirt put the first VM.</summary>
    public const int DefaultPort = 5900;

    /// <summary>What is right, for error messages.</summary>
    public const string Expected = "a SPICE server such as 127.0.0.1:5900, [::1]:5900, tls://host:5901, spice://host:5900?tls-port=5901, or the path of a Unix socket";

    /// <summary>Reads an address; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpiceOptions? options)
    {
        options = null;
        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal))
        {
            options = new SpiceOptions { UnixPath = text };
        }
        else if (Rest(text, "spice+unix://") is { } path || (path = Rest(text, "unix:")) is not null)
        {
            options = path.StartsWith('/') ? new SpiceOptions { UnixPath = path } : null;
        }
        else if (Rest(text, "tls://") is { } secure)
        {
            options = Split(secure, out var host, out var port) && port > 0 ? new SpiceOptions { Host = host, Port = 0, TlsPort = port } : null;
        }
        else
        {
            options = ParseUri(Rest(text, "spice://") ?? text);
        }

        return options is not null;
    }

    /// <summary>The address as a user would write it; never a password.</summary>
    public static string Write(SpiceOptions options)
    {
        if (options.UnixPath is { } path)
        {
            return path;
        }

        var host = options.Host.Contains(':', StringComparison.Ordinal) ? $"[{options.Host}]" : options.Host;
        return (options.Port, options.TlsPort) switch
        {
            (0, _) => $"tls://{host}:{options.TlsPort}",
            (_, 0) => $"{host}:{options.Port}",
            _ => $"spice://{host}:{options.Port}?tls-port={options.TlsPort}",
        };
    }

    private static SpiceOptions? ParseUri(string text)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var address = (query < 0 ? text : text[..query]).TrimEnd('/');
        if (!Split(address, out var host, out var port))
        {
            return null;
        }

        var tls = 0;
        foreach (var pair in query < 0 ? [] : text[(query + 1)..].Split('&', ';'))
        {
            var (name, value) = pair.Split('=', 2) is [var n, var v] ? (n, v) : (pair, "");
            if (name == "tls-port" ? !TryPort(value, out tls) : name != "port" || !TryPort(value, out port))
            {
                return null;
            }
        }

        // With only a TLS port named there is no plain one to guess.
        return new SpiceOptions { Host = host, Port = port > 0 ? port : tls > 0 ? 0 : DefaultPort, TlsPort = tls };
    }

    private static bool Split(string text, out string host, out int port)
    {
        (host, port) = (text, 0);
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 2)
            {
                return false;
            }

            host = text[1..end];
            return end + 1 == text.Length || (text[end + 1] == ':' && TryPort(text[(end + 2)..], out port));
        }

        var colon = text.LastIndexOf(':');
        if (colon >= 0 && text.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            host = text[..colon];
            return IsHost(host) && TryPort(text[(colon + 1)..], out port);
        }

        // Several colons without brackets: an IPv6 address alone.
        return colon >= 0 ? System.Net.IPAddress.TryParse(text, out _) : IsHost(host);
    }

    private static bool IsHost(string host) => Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    private static string? Rest(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : null;
}
