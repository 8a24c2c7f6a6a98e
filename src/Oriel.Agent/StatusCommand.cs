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
        WriteGuest(after.Guest, after.TimestampMs ?? 0, output);
        foreach (var queue in after.Queues ?? [])
        {
            var name = queue.QueueId switch { 1 => "pointer", 2 => "frames", _ => $"queue {queue.QueueId}" };
            output.WriteLine($"{name,-11} {BitOperations.PopCount(queue.SubsOn & ~queue.SubsBad)} subscribers, {queue.Count} messages held");
        }

        return alive ? AgentExitCodes.Success : AgentExitCodes.NoProducer;
    }

    private static void WriteGuest(InspectedGuest? guest, ulong nowMs, TextWriter output)
    {
        if (guest is null)
        {
            return;
        }

        output.WriteLine($"state       {guest.State}, for {Seconds(guest.StateSinceMs, nowMs)} s");
        output.WriteLine($"backend     {(guest.Backend.Length == 0 ? "none" : guest.Backend)}");
        output.WriteLine($"gpu         {(guest.Gpu.Length == 0 ? "unknown" : $"{guest.Gpu} {guest.GpuDriver}".TrimEnd())}");
        foreach (var o in guest.Outputs)
        {
            var rate = o.RefreshMilliHz == 0 ? "" : $" {o.RefreshMilliHz / 1000.0:0.##} Hz";
            output.WriteLine($"output      {o.Name} {o.Width}x{o.Height}{rate}{(o.Primary ? " primary" : "")}{(o.Captured ? " captured" : "")}");
        }

        output.WriteLine($"counters    {guest.Frames} frames, {guest.Dropped} dropped, {guest.Restarts} restarts, {guest.ModeChanges} mode changes");
        if (guest.Error is { } error)
        {
            output.WriteLine($"error       {error.Code} {Seconds(error.AtMs, nowMs)} s ago: {error.Text}");
            output.WriteLine($"remedy      {error.Remedy}");
        }
    }

    private static ulong Seconds(ulong sinceMs, ulong nowMs) => nowMs > sinceMs ? (nowMs - sinceMs) / 1000 : 0;
}
