namespace Oriel.Spice;

/// <summary>Why there is no session, or no channel.</summary>
public enum SpiceFailure
{
    /// <summary>Nothing listens, or the connection could not be made.</summary>
    Unreachable,

    /// <summary>Something listens that does not speak SPICE 2.</summary>
    NotSpice,

    /// <summary>Link error 7: wrong, expired or missing password.</summary>
    WrongTicket,

    /// <summary>Link error 5: this channel wants TLS.</summary>
    NeedsTls,

    /// <summary>Link error 6: this channel must not use TLS.</summary>
    NeedsPlain,

    /// <summary>The server's certificate is not the configured one.</summary>
    BadCertificate,

    /// <summary>The server has no such channel.</summary>
    NoSuchChannel,

    /// <summary>Another link error, or SASL demanded.</summary>
    Refused,

    /// <summary>A message broke the protocol.</summary>
    Protocol,

    /// <summary>Silence where an answer was due.</summary>
    TimedOut,

    /// <summary>The stream ended or was reset.</summary>
    Lost,

    /// <summary>The server asks for a migration, which is not supported.</summary>
    Migration,
}
