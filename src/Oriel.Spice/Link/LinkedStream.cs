using System.Net.Sockets;

namespace Oriel.Spice.Link;

/// <summary>A connected stream and what the handshake agreed on; owns both the stream and its socket.</summary>
/// <param name="Stream">Where the bytes go: the socket's stream, or TLS on it.</param>
/// <param name="Socket">The socket underneath.</param>
/// <param name="Peer">"127.0.0.1:5900", for sentences.</param>
internal sealed record LinkedStream(Stream Stream, Socket Socket, string Peer) : IDisposable
{
    /// <summary>Both sides announced the 6-byte header (spice.md section 4).</summary>
    public bool MiniHeaders { get; init; }

    /// <summary>The server's channel capability words.</summary>
    public IReadOnlyList<uint> ServerCapabilities { get; init; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        Socket.Dispose();
    }
}
