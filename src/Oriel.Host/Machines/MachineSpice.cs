namespace Oriel.Host.Machines;

/// <summary>A SPICE server of a machine.</summary>
/// <param name="Host">Address it listens at; empty with a Unix socket, or when it listens at all of them.</param>
/// <param name="Port">Port; 0 = none, or not known before the machine runs.</param>
/// <param name="TlsPort">TLS port; 0 = none.</param>
/// <param name="UnixPath">Unix socket; empty = none.</param>
/// <param name="WantsTicket">It has a password, as far as that can be told.</param>
public sealed record MachineSpice(string Host, int Port, int TlsPort, string UnixPath, bool WantsTicket)
{
    /// <summary>libvirt chooses the port when the machine starts.</summary>
    public bool ChoosesPort { get; init; }

    /// <summary>As <c>--spice</c> takes it; empty when it listens nowhere (or nobody knows yet). A server that listens at all addresses is reached at the loopback one.</summary>
    public string Address => (UnixPath.Length > 0, Port > 0, TlsPort > 0) switch
    {
        (true, _, _) => UnixPath,
        (_, true, _) => $"{Reached}:{Port}",
        (_, _, true) => $"tls://{Reached}:{TlsPort}",
        _ => "",
    };

    /// <summary>Somebody on another machine could reach it.</summary>
    public bool IsOpenToNetwork => UnixPath.Length == 0 && (Port > 0 || TlsPort > 0 || ChoosesPort) && Host is not ("127.0.0.1" or "::1" or "localhost") && !Host.StartsWith("127.", StringComparison.Ordinal);

    private string Reached => Host switch
    {
        "" or "0.0.0.0" or "*" => "127.0.0.1",
        "::" => "[::1]",
        _ when Host.Contains(':', StringComparison.Ordinal) => $"[{Host}]",
        _ => Host,
    };
}
