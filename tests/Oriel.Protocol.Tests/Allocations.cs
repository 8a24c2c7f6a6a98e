namespace Oriel.Protocol.Tests;

/// <summary>Counts managed bytes a piece of code allocates on this thread.</summary>
internal static class Allocations
{
    /// <summary>Bytes allocated by 10,000 runs after warming up; the result of the code keeps it from being optimised away.</summary>
    public static long Of(Func<bool> code)
    {
        var count = 0;
        for (var i = 0; i < 1000; i++)
        {
            count += code() ? 1 : 0;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            count += code() ? 1 : 0;
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return count is 11_000 or 0 ? bytes : throw new InvalidOperationException($"the code under measurement gave different answers ({count})");
    }
}
