using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>What the feed found out, without words: compared with the previous one for free, put into words only when it differs.</summary>
internal readonly record struct Finding(RelayState State)
{
    public OrielException? Error { get; init; }

    public Reject Reject { get; init; }

    public uint LgmpVersion { get; init; }

    /// <summary>LGMP version for people where the number alone is ambiguous ("10a").</summary>
    public string? LgmpText { get; init; }

    public uint KvmfrVersion { get; init; }

    public string? ProducerText { get; init; }

    public KvmfrUserData? UserData { get; init; }

    /// <summary>What brings the feed to look.</summary>
    public WakeMode Wake { get; init; }

    /// <summary>What the agent says about itself.</summary>
    public GuestStatus? Guest { get; init; }

    /// <summary>Whole seconds the heartbeat has stood still, rounded down to a power of two so that it is not news every second.</summary>
    public long SilentSeconds { get; init; }

    /// <summary>Every subscriber slot is taken.</summary>
    public bool IsFull { get; init; }

    /// <summary>Same news? Numbers that a guest can vary at will do not count.</summary>
    public bool IsSameNews(in Finding other) =>
        State == other.State && Reject.Code == other.Reject.Code && LgmpVersion == other.LgmpVersion && KvmfrVersion == other.KvmfrVersion
        && SilentSeconds == other.SilentSeconds && IsFull == other.IsFull && Wake == other.Wake && ReferenceEquals(UserData, other.UserData) && ReferenceEquals(Guest, other.Guest)
        && string.Equals(ProducerText, other.ProducerText, StringComparison.Ordinal)
        && string.Equals(Error?.Message, other.Error?.Message, StringComparison.Ordinal);
}
