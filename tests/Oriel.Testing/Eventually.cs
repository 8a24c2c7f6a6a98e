using System.Diagnostics;

namespace Oriel.Testing;

/// <summary>Waits for a condition that nothing announces: a pixel on a screen, a file, a window of another process.</summary>
public static class Eventually
{
    /// <summary>Looks every 10 ms until the condition holds; fails with the description (and what was last seen) after the limit.</summary>
    public static void True(Func<bool> condition, TimeSpan limit, Func<string> description)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(description);
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"not within {limit.TotalSeconds:0.#} s: {description()}");
            }

            Thread.Sleep(10);
        }
    }

    /// <inheritdoc cref="True(Func{bool}, TimeSpan, Func{string})"/>
    public static void True(Func<bool> condition, TimeSpan limit, string description) => True(condition, limit, () => description);

    /// <summary>Looks until <paramref name="attempt"/> returns something.</summary>
    public static T NotNull<T>(Func<T?> attempt, TimeSpan limit, string description)
        where T : class
    {
        T? found = null;
        True(() => (found = attempt()) is not null, limit, description);
        return found!;
    }

    /// <inheritdoc cref="NotNull{T}(Func{T}, TimeSpan, string)"/>
    public static T NotNull<T>(Func<T?> attempt, TimeSpan limit, Func<string> description)
        where T : class
    {
        T? found = null;
        True(() => (found = attempt()) is not null, limit, description);
        return found!;
    }
}
