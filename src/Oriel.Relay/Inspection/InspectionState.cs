using System.Text.Json.Serialization;

namespace Oriel.Relay.Inspection;

/// <summary>What an image turned out to hold.</summary>
public enum InspectionState
{
    /// <summary>No header of any producer.</summary>
    [JsonStringEnumMemberName("no-producer")]
    NoProducer,

    /// <summary>Two headers, and it cannot be told which one is current (lgmp.md section 1.1).</summary>
    [JsonStringEnumMemberName("undecided")]
    Undecided,

    /// <summary>A version that is not read.</summary>
    [JsonStringEnumMemberName("version-mismatch")]
    VersionMismatch,

    /// <summary>A session whose header or user data is refused.</summary>
    [JsonStringEnumMemberName("session-refused")]
    SessionRefused,

    /// <summary>The session changed while it was read, or since.</summary>
    [JsonStringEnumMemberName("session-lost")]
    SessionLost,

    /// <summary>A readable session.</summary>
    [JsonStringEnumMemberName("session")]
    Session,
}
