namespace Oriel.Spice;

/// <summary>Where the server is and how to log in.</summary>
public sealed record SpiceOptions
{
    /// <summary>Host name or address; ignored with <see cref="UnixPath"/>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Plain port; 0 = none.</summary>
    public int Port { get; init; } = 5900;

    /// <summary>TLS port; 0 = none. With both, each channel takes the one the server allows it (spice.md section 2).</summary>
    public int TlsPort { get; init; }

    /// <summary>Path of a Unix socket; null = TCP.</summary>
    public string? UnixPath { get; init; }

    /// <summary>The password, at most 60 UTF-8 bytes; null = none.</summary>
    public string? Ticket { get; init; }

    /// <summary>PEM file of the authority that signed the server's certificate; null = the system's authorities.</summary>
    public string? CaFile { get; init; }

    /// <summary>Subject the server's certificate must have, "O=…, CN=…"; null = the host name is compared.</summary>
    public string? HostSubject { get; init; }

    /// <summary>Longest time for connecting, and for each answer of the link handshake.</summary>
    public TimeSpan LinkTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
