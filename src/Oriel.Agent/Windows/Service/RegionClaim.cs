using System.Security.Cryptography;
using System.Text;

namespace Oriel.Agent.Windows.Service;

/// <summary>
/// The right to publish into a region, as a named mutex that ends with its process: two agents would overwrite each other's session every 200 ms for ever, and a viewer
/// would see neither. Belongs to the thread that took it.
/// </summary>
internal sealed class RegionClaim : IDisposable
{
    private readonly Mutex _mutex;

    private RegionClaim(Mutex mutex) => _mutex = mutex;

    /// <summary>Takes a region. Throws <see cref="OrielException"/> when another process has it.</summary>
    /// <param name="region">Region as options name it; a device and its number, or a path.</param>
    public static RegionClaim Take(string region)
    {
        Mutex? mutex = null;
        try
        {
            mutex = new Mutex(initiallyOwned: false, Name(region));
            if (mutex.WaitOne(TimeSpan.Zero))
            {
                return new RegionClaim(mutex);
            }
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed; the mutex is ours now.
            return new RegionClaim(mutex!);
        }
        catch (UnauthorizedAccessException)
        {
            // Made by an account whose objects we may not even open: the service's.
        }

        mutex?.Dispose();
        throw new OrielException(AgentErrors.RegionClaimed, $"{region} is claimed by another oriel-agent", "one agent for each region",
            "if the service runs ('oriel-agent status'), stop it with 'sc stop OrielAgent' first; otherwise end the other oriel-agent");
    }

    /// <summary>True when somebody has it. Says nothing about whether he does anything.</summary>
    public static bool IsTaken(string region)
    {
        try
        {
            Take(region).Dispose();
            return false;
        }
        catch (OrielException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }

    /// <summary>What a region's name claims: a device is the same one however its memory is mapped.</summary>
    internal static string Subject(string region) =>
        (region.StartsWith("ivshmem:", StringComparison.OrdinalIgnoreCase) ? region.Split(',')[0] : region).ToUpperInvariant();

    // Names of objects may contain neither backslashes nor much else, and are compared with regard to case.
    private static string Name(string region) =>
        $@"Global\Oriel-Region-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Subject(region))).AsSpan(0, 12))}";
}
