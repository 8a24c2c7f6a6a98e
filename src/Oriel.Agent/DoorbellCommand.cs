using System.Globalization;
using Oriel.Memory;

namespace Oriel.Agent;

/// <summary><c>oriel-agent doorbell</c>: what doorbells there are, and a ring by hand.</summary>
internal static class DoorbellCommand
{
    /// <summary>Prints what it finds and rings if asked. Status: success, usage for a peer that is none, "no producer" when there is nothing to ring or a ring was refused.</summary>
    public static int Run(string source, string? ring, int count, TextWriter output)
    {
        ushort vector = 0;
        var parts = ring?.Split(':') ?? [];
        if (ring is not null && (parts.Length > 2 || !TryParse(parts[0], out _) || (parts.Length == 2 && !TryParse(parts[1], out vector)) || count is < 1 or > 1_000_000))
        {
            output.WriteLine($"'{ring}' times {count} is no ring: write PEER or PEER:VECTOR, each 0 to 65535, and 1 to 1000000 times");
            return AgentExitCodes.Usage;
        }

        using var region = Region.Open(source, RegionAccess.ReadWrite);
        if (region.Doorbell is not { VectorCount: > 0 } doorbell)
        {
            output.WriteLine($"{region.Name} has no doorbells: {region.DoorbellProblem ?? "it is no ivshmem-doorbell device"}");
            return AgentExitCodes.NoProducer;
        }

        output.WriteLine($"{region.Name}: peer {doorbell.PeerId}, vectors {doorbell.VectorCount}");
        if (ring is null)
        {
            return AgentExitCodes.Success;
        }

        var peer = ushort.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        var rung = 0;
        while (rung < count && doorbell.RingDoorbell(peer, vector))
        {
            rung++;
        }

        output.WriteLine($"rang peer {peer} vector {vector} {rung} times of {count}");
        return rung == count ? AgentExitCodes.Success : AgentExitCodes.NoProducer;
    }

    private static bool TryParse(string text, out ushort value) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
