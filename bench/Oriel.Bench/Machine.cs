namespace Oriel.Bench;

/// <summary>What a result was measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, kernel and number of processors, for the line above a result.</summary>
    public static string Describe()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";
        return $"{cpu}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, {Environment.ProcessorCount} processors";
    }
}
