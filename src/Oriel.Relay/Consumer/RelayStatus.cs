using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>An immutable snapshot of the relay, made only when something changed.</summary>
/// <param name="State">What the relay is doing.</param>
/// <param name="Source">The region's name.</param>
/// <param name="Detail">One sentence for people: what was seen.</param>
public sealed record RelayStatus(RelayState State, string Source, string Detail)
{
    /// <summary>The environment error behind <see cref="RelayState.NoRegion"/>, NoPermission and RegionUnusable.</summary>
    public OrielException? Error { get; init; }

    /// <summary>The refusal behind <see cref="RelayState.SessionRefused"/>, with its numbers.</summary>
    public Reject Reject { get; init; }

    /// <summary>Producer's LGMP version as read, 0 when unknown.</summary>
    public uint LgmpVersion { get; init; }

    /// <summary>Producer's KVMFR version as read, 0 when unknown.</summary>
    public uint KvmfrVersion { get; init; }

    /// <summary>Producer's build text, empty when unknown.</summary>
    public string ProducerText { get; init; } = "";

    /// <summary>Guest's feature bits (kvmfr.md section 2.4).</summary>
    public uint Features { get; init; }

    /// <summary>Parsed user data of the session; null before it was read.</summary>
    public KvmfrUserData? UserData { get; init; }

    /// <summary>What brings the feed to look; the numbers are in <see cref="FeedLoop.Wake"/>.</summary>
    public WakeMode Wake { get; init; }

    /// <summary>What the agent says about itself (docs/protocol-extensions.md section 2); null when it says nothing, or nothing readable.</summary>
    public GuestStatus? Guest { get; init; }

    /// <summary><see cref="FeedLoop.Wake"/> in words for people, as it was when this was told; empty = unknown.</summary>
    public string Wakeup { get; init; } = "";
}
