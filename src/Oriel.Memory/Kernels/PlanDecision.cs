using System.Diagnostics;
using System.Globalization;

namespace Oriel.Memory.Kernels;

/// <summary>Makes a plan from timed copies. Pure: the clock and the copies are handed in.</summary>
internal static class PlanDecision
{
    /// <summary>The best of so many runs counts: whatever else a machine does only ever makes a copy slower.</summary>
    internal const int Runs = 3;

    /// <summary>A challenger has to be this much faster than what the table says; less is noise (one kernel differs by up to 5 % from run to run on a quiet virtual machine).</summary>
    internal const double Margin = 0.95;

    /// <summary>Wider vectors past the cache have to be faster by more: they bring nothing where memory is the limit, and slow some processors down.</summary>
    internal const double WideMargin = 0.88;

    /// <summary>Decides.</summary>
    /// <param name="table">What holds without measuring; needs AVX2.</param>
    /// <param name="candidates">What this processor can run.</param>
    /// <param name="time">Time of one job by a kernel, stopwatch ticks.</param>
    /// <param name="mayGoOn">False when the time is up; what is not known by then stays as in the table.</param>
    public static CopyPlan Decide(CopyPlan table, ReadOnlySpan<CopyKernel> candidates, Func<CopyKernel, int, long> time, Func<bool> mayGoOn)
    {
        Span<long> middle = stackalloc long[candidates.Length];
        Span<long> large = stackalloc long[candidates.Length];
        if (!TryTime(candidates, PlanMeasurement.MiddleBytes, middle, time, mayGoOn) || !TryTime(candidates, PlanMeasurement.MostBytes, large, time, mayGoOn))
        {
            return new CopyPlan(table.Small, table.Middle, table.Large, table.Huge, table.SpansPastCacheBytes, CopyPlanOrigin.Table,
                $"by table: measuring took more than {PlanMeasurement.BudgetMilliseconds} ms");
        }

        // Past the cache 32-byte vectors are the table's; 64-byte ones may beat them.
        var huge = Of(CopyKernel.Avx512NonTemporal, large, candidates) < WideMargin * Of(CopyKernel.Avx2NonTemporal, large, candidates)
            ? CopyKernel.Avx512NonTemporal
            : CopyKernel.Avx2NonTemporal;
        var spans = Of(huge, middle, candidates) < Of(CopyKernel.Avx2, middle, candidates) ? CopyPlan.MiddleBytes
            : Of(huge, large, candidates) < Of(CopyKernel.Avx2, large, candidates) ? CopyPlan.LargeBytes
            : CopyPlan.HugeBytes;
        return new CopyPlan(
            table.Small,
            Best(candidates, middle, table.Middle),
            Best(candidates, large, table.Large == CopyKernel.Avx2NonTemporal ? huge : table.Large),
            huge,
            spans,
            CopyPlanOrigin.Measured,
            $"measured, in and out: 2 MiB {Words(candidates, middle)}; 8 MiB {Words(candidates, large)}");
    }

    private static CopyKernel Best(ReadOnlySpan<CopyKernel> candidates, ReadOnlySpan<long> times, CopyKernel standing)
    {
        var best = standing;
        var limit = Of(standing, times, candidates) * Margin;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (times[i] < limit)
            {
                (best, limit) = (candidates[i], times[i]);
            }
        }

        return best;
    }

    private static double Of(CopyKernel kernel, ReadOnlySpan<long> times, ReadOnlySpan<CopyKernel> candidates) =>
        candidates.IndexOf(kernel) is var at and >= 0 ? times[at] : double.PositiveInfinity;

    private static string Words(ReadOnlySpan<CopyKernel> candidates, ReadOnlySpan<long> times)
    {
        var words = new string[candidates.Length];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = string.Create(CultureInfo.InvariantCulture, $"{candidates[i]} {times[i] * 1e6 / Stopwatch.Frequency:F0}");
        }

        return string.Join(", ", words) + " us";
    }

    /// <summary>Best times; the kernels take turns.</summary>
    private static bool TryTime(ReadOnlySpan<CopyKernel> candidates, int bytes, Span<long> best, Func<CopyKernel, int, long> time, Func<bool> mayGoOn)
    {
        best.Fill(long.MaxValue);
        for (var run = 0; run < Runs; run++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                if (!mayGoOn())
                {
                    // One turn of each can be compared; what is missing is only certainty.
                    return run > 0;
                }

                best[i] = Math.Min(best[i], time(candidates[i], bytes));
            }
        }

        return true;
    }
}
