using System.Numerics;
using Oriel.Memory;
using Oriel.Relay.Inspection;

namespace Oriel.Agent;

/// <summary><c>oriel-agent status</c>: says what is in a region, without writing to it.</summary>
internal static class StatusCommand
{
    /// <summary>Producers write their clock at least every 250 ms; twice that, and some.</summary>
    private const long HeartbeatNs = 600_000_000;

    /// <summary>Prints what it finds; the exit status says whether a producer is alive.</summary>
    public static int Run(string source, TextWriter output)
    {
        using var region = Region.Open(source, RegionAccess.ReadOnly);
        var before = RegionInspector.Inspect(region, InspectionOptions.SessionOnly);
        output.WriteLine($"region      {region.Name}, {region.Length >> 20} MiB");
        if (before.State != InspectionState.Session)
        {
            output.WriteLine($"producer    none ({before.State})");
            return AgentExitCodes.NoProducer;
        }

        using (var clock = new WakeFlag())
        {
            _ = clock.Wait(HeartbeatNs);
        }

        var after = RegionInspector.Inspect(region, InspectionOptions.SessionOnly);
        var alive = after.SessionId == before.SessionId && after.TimestampMs != before.TimestampMs;
        output.WriteLine($"producer    {(alive ? "alive" : "not running any more")}: {after.ProducerText}, session {after.SessionId:x8}");
        output.WriteLine($"protocol    LGMP {after.LgmpVersion}, KVMFR {after.KvmfrVersion}");
        output.WriteLine($"capture     {after.VmInfo?.Capture ?? "unknown"}");
        output.WriteLine($"system      {after.OsInfo?.Name ?? "unknown"}");
        foreach (var queue in after.Queues ?? [])
        {
            var name = queue.QueueId switch { 1 => "pointer", 2 => "frames", _ => $"queue {queue.QueueId}" };
            output.WriteLine($"{name,-11} {BitOperations.PopCount(queue.SubsOn & ~queue.SubsBad)} subscribers, {queue.Count} messages held");
        }

        return alive ? AgentExitCodes.Success : AgentExitCodes.NoProducer;
    }
}
