namespace Oriel.Relay;

/// <content>Errors of the ivshmem server, ORL220 to ORL229.</content>
public static partial class RelayErrors
{
    /// <summary>The socket has a server already.</summary>
    public static readonly ErrorCode AlreadyServed = new("ORL220", "another server runs on this socket", 3);

    /// <summary>The socket's path is something else.</summary>
    public static readonly ErrorCode SocketPathTaken = new("ORL221", "the socket's path cannot be used", 3);
}
