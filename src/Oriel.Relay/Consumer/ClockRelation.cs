namespace Oriel.Relay.Consumer;

/// <summary>What is known of the producer's clock beside ours.</summary>
public enum ClockRelation
{
    /// <summary>Nothing: the producer tells no times, or too little was exchanged yet.</summary>
    Unknown,

    /// <summary>It is our clock: the producer runs on this machine.</summary>
    Shared,

    /// <summary>The offset is bounded from both sides (docs/protocol-extensions.md section 4.4).</summary>
    Estimated,
}
