using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Producer;

/// <summary>A protocol a producer writes: an LGMP layout with a KVMFR version and the queue lengths that go with it (kvmfr.md section 1).</summary>
/// <param name="Name">Name for people and options.</param>
/// <param name="Layout">Memory layout.</param>
/// <param name="KvmfrVersion">KVMFR version.</param>
/// <param name="PointerQueueLength">Requested length of the pointer queue.</param>
public sealed record ProducerProfile(string Name, LgmpLayout Layout, uint KvmfrVersion, int PointerQueueLength)
{
    /// <summary>What released viewers of December 2022 read.</summary>
    public static ProducerProfile P19 { get; } = new("p19", LgmpLayout.V5, 19, 20);

    /// <summary>What released viewers read since March 2025; the agent's default.</summary>
    public static ProducerProfile P20 { get; } = new("p20", LgmpLayout.V6, 20, 20);

    /// <summary>LGMP 7.</summary>
    public static ProducerProfile P20M7 { get; } = new("p20m7", LgmpLayout.V7, 20, 20);

    /// <summary>LGMP 10c.</summary>
    public static ProducerProfile P20M10 { get; } = new("p20m10", LgmpLayout.V10, 20, 32);

    /// <summary>LGMP 12, KVMFR 34, classic two queues.</summary>
    public static ProducerProfile P34 { get; } = new("p34", LgmpLayout.V12, 34, 32);

    /// <summary>All profiles.</summary>
    public static IReadOnlyList<ProducerProfile> All { get; } = [P19, P20, P20M7, P20M10, P34];
}
