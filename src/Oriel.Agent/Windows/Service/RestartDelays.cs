namespace Oriel.Agent.Windows.Service;

/// <summary>How long the service waits before it starts a capture process that failed again: 1, 2, 4, 8, 16, 32 and then 60 seconds for ever. It never gives up.</summary>
internal static class RestartDelays
{
    /// <summary>After the first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A process that ran so long was healthy: counting begins anew.</summary>
    public static readonly TimeSpan Healthy = TimeSpan.FromSeconds(60);

    /// <summary>The delay after so many failures in a row, at least 1.</summary>
    /// <param name="failures">Number of failures.</param>
    /// <param name="exitCode">Exit status of the last one; null when it did not even start.</param>
    public static TimeSpan After(int failures, uint? exitCode)
    {
        if (exitCode is AgentExitCodes.Usage or AgentExitCodes.Configuration)
        {
            // Wrong settings do not mend themselves; whoever mends them can restart the service.
            return Longest;
        }

        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 16));
        return doubled < Longest ? doubled : Longest;
    }
}
