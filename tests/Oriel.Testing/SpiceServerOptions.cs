namespace Oriel.Testing;

/// <summary>How a <see cref="SpiceServerPeer"/> is set up. The default: a Unix socket, no ticket, keyboard, mouse, sound both ways, no tablet, no guest agent.</summary>
public sealed record SpiceServerOptions
{
    /// <summary>Listen on a TCP port of 127.0.0.1 instead of a Unix socket.</summary>
    public bool Tcp { get; init; }

    /// <summary>The port with <see cref="Tcp"/>; 0 = any free one.</summary>
    public int Port { get; init; }

    /// <summary>Path of the Unix socket; null = one in the peer's own folder. At most 107 bytes.</summary>
    public string? UnixPath { get; init; }

    /// <summary>Folder with certificates (see <see cref="SpiceCertificates"/>): also listen with TLS, on any free port.</summary>
    public string? TlsFolder { get; init; }

    /// <summary>Channel name that must use TLS ("main", "inputs", "playback", "record", "default"), or null.</summary>
    public string? SecureChannel { get; init; }

    /// <summary>Channel name that must not use TLS, or null.</summary>
    public string? PlainChannel { get; init; }

    /// <summary>The password; null = none needed.</summary>
    public string? Ticket { get; init; }

    /// <summary>Name of the VM, or null.</summary>
    public string? Name { get; init; }

    /// <summary>UUID of the VM, or null.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>A screen of this size, "WxH", black until the command "fill"; null = none, and then no absolute pointer positions either: the library wants a screen for them.</summary>
    public string? Screen { get; init; }

    /// <summary>An absolute pointer is there from the start (commands "tablet on", "tablet off").</summary>
    public bool Tablet { get; init; }

    /// <summary>A relative mouse is there.</summary>
    public bool Mouse { get; init; } = true;

    /// <summary>A guest agent is there from the start (commands "agent on", "agent off").</summary>
    public bool Agent { get; init; }

    /// <summary>With an agent, absolute positions go to it; false = only to a tablet (QEMU's agent-mouse=off).</summary>
    public bool AgentMouse { get; init; } = true;

    /// <summary>The server passes clipboard messages.</summary>
    public bool CopyPaste { get; init; } = true;

    /// <summary>The server passes file transfer messages.</summary>
    public bool FileTransfer { get; init; } = true;

    /// <summary>Playback uses opus when the client can; false = raw.</summary>
    public bool Opus { get; init; } = true;

    /// <summary>There is a playback channel.</summary>
    public bool Playback { get; init; } = true;

    /// <summary>There is a record channel.</summary>
    public bool Record { get; init; } = true;

    /// <summary>Samples per second of playback and record.</summary>
    public int Rate { get; init; } = 48000;

    internal IEnumerable<string> Arguments(string folder, string? unixPath)
    {
        IEnumerable<(string Word, string? Value)> values =
        [
            ("--unix", unixPath), ("--port", unixPath is null ? $"{Port}" : null), ("--tls", TlsFolder), ("--secure", SecureChannel), ("--plain", PlainChannel),
            ("--ticket", Ticket), ("--name", Name), ("--uuid", Uuid is { } uuid ? uuid.ToString("N") : null), ("--folder", folder), ("--rate", $"{Rate}"), ("--screen", Screen),
        ];
        IEnumerable<(string Word, bool Given)> switches =
        [
            ("--tablet", Tablet), ("--no-mouse", !Mouse), ("--agent", Agent), ("--no-agent-mouse", !AgentMouse), ("--no-copy-paste", !CopyPaste),
            ("--no-file-transfer", !FileTransfer), ("--raw", !Opus), ("--no-playback", !Playback), ("--no-record", !Record),
        ];
        return values.Where(pair => pair.Value is not null).SelectMany(pair => (string[])[pair.Word, pair.Value!])
            .Concat(switches.Where(pair => pair.Given).Select(pair => pair.Word));
    }
}
