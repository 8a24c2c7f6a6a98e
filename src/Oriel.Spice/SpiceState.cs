namespace Oriel.Spice;

/// <summary>What the session is doing.</summary>
public enum SpiceState
{
    /// <summary>Not started, or disposed.</summary>
    Off,

    /// <summary>Trying to reach the server, again and again.</summary>
    Connecting,

    /// <summary>Main channel linked, INIT seen.</summary>
    Connected,

    /// <summary>Another client took the server over (or somebody ended the session from outside); tried again only when asked to, because two viewers would throw each other out for ever.</summary>
    TakenOver,

    /// <summary>The server refuses (password, certificate, protocol); tried again only slowly or when the options change.</summary>
    Refused,
}
