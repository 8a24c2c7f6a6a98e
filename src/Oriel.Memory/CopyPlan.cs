using System.Diagnostics;
using System.Globalization;
using System.Text;
using Oriel.Memory.Kernels;

namespace Oriel.Memory;

/// <summary>
/// Which kernel copies what in this process, and why: an immutable snapshot. Starts as a table by processor and cache; <see cref="BeginMeasuring"/> replaces it once by what this
/// machine's memory says. Every copy looks at <see cref="Current"/> once. Any thread.
/// </summary>
public sealed class CopyPlan
{
    /// <summary>Jobs below this stay in a core's own cache: ordinary stores.</summary>
    internal const ulong MiddleBytes = 1UL << 20;

    /// <summary>Jobs from here on, of a frame of 1080p for example, are measured apart from those below.</summary>
    internal const ulong LargeBytes = 4UL << 20;

    /// <summary>Jobs from here on go past the cache in any case: what does not fit it gains nothing from being left there.</summary>
    internal const ulong HugeBytes = 16UL << 20;

    private static CopyPlan s_current = FromTable(KernelChoice.Forced);
    private static int s_begun;

    internal CopyPlan(CopyKernel small, CopyKernel middle, CopyKernel large, CopyKernel huge, ulong spansPastCacheBytes, CopyPlanOrigin origin, string reason)
    {
        (Small, Middle, Large, Huge, SpansPastCacheBytes, Origin, Reason) = (small, middle, large, huge, spansPastCacheBytes, origin, reason);
    }

    /// <summary>The plan in force.</summary>
    public static CopyPlan Current => Volatile.Read(ref s_current);

    /// <summary>Kernel of small jobs, below 1 MiB.</summary>
    public CopyKernel Small { get; }

    /// <summary>Kernel of whole rows, from 1 MiB on.</summary>
    public CopyKernel Middle { get; }

    /// <summary>Kernel of whole rows, from 4 MiB on.</summary>
    public CopyKernel Large { get; }

    /// <summary>Kernel of whole rows from 16 MiB on, and of pieces of rows from <see cref="SpansPastCacheBytes"/> on.</summary>
    public CopyKernel Huge { get; }

    /// <summary>Bytes of one job made of pieces of rows from which it goes past the cache.</summary>
    public ulong SpansPastCacheBytes { get; }

    /// <summary>Where the plan is from.</summary>
    public CopyPlanOrigin Origin { get; }

    /// <summary>Why, in words, for a log or the HUD.</summary>
    public string Reason { get; }

    /// <summary>One line that says everything, for a log or the HUD: which kernels, from which size, why.</summary>
    public string Description
    {
        get
        {
            var text = new StringBuilder().Append(Small);
            var last = Small;
            foreach (var (kernel, bytes) in (ReadOnlySpan<(CopyKernel Kernel, ulong Bytes)>)[(Middle, MiddleBytes), (Large, LargeBytes), (Huge, HugeBytes)])
            {
                if (kernel != last)
                {
                    text.Append(CultureInfo.InvariantCulture, $", {kernel} from {bytes >> 20} MiB");
                    last = kernel;
                }
            }

            return text.Append(" (").Append(Reason).Append(')').ToString();
        }
    }

    /// <summary>
    /// Measures once per process, on a thread of its own that ends afterwards; returns at once. Costs about 20 ms of one core and 40 MiB for that time. Does nothing when a kernel is
    /// forced or this processor has no choice. Called when a relay is put together, never per frame.
    /// Also starts the second copying thread where there may be one (<see cref="CopyAssistant"/>).
    /// </summary>
    public static void BeginMeasuring()
    {
        if (Interlocked.Exchange(ref s_begun, 1) != 0)
        {
            return;
        }

        CopyAssistant.Start(Environment.GetEnvironmentVariable(CopyAssistant.Variable), Environment.ProcessorCount);
        if (Current.Origin == CopyPlanOrigin.Table && KernelChoice.IsSupported(CopyKernel.Avx2))
        {
            new Thread(Measure) { Name = "oriel-copy-plan", IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    /// <summary>Measures now, on this thread, and puts the result in force. For benchmarks and tests.</summary>
    internal static void Measure()
    {
        var table = FromTable(KernelChoice.Forced);
        if (table.Origin != CopyPlanOrigin.Table || !KernelChoice.IsSupported(CopyKernel.Avx2))
        {
            return;
        }

        CopyKernel[] candidates = [CopyKernel.Runtime, CopyKernel.Avx2, CopyKernel.Avx2NonTemporal, CopyKernel.Avx512NonTemporal];
        using var measurement = new PlanMeasurement();
        var deadline = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * PlanMeasurement.BudgetMilliseconds / 1000);
        Volatile.Write(
            ref s_current,
            PlanDecision.Decide(table, candidates.AsSpan(0, KernelChoice.IsSupported(CopyKernel.Avx512NonTemporal) ? 4 : 3), measurement.Time, () => Stopwatch.GetTimestamp() < deadline));
    }

    /// <summary>The kernel of a job.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="isWholeRows">It is one piece of memory on both sides.</param>
    internal CopyKernel For(ulong bytes, bool isWholeRows) =>
        !isWholeRows ? bytes >= SpansPastCacheBytes ? Huge : Small
        : bytes < MiddleBytes ? Small
        : bytes < LargeBytes ? Middle
        : bytes < HugeBytes ? Large : Huge;

    /// <summary>
    /// What is chosen without measuring. Stores past the cache save reading the destination and leave the cache to others; ordinary ones win while everything is in the cache
    /// already. 32-byte vectors are as fast as 64-byte ones at memory's speed (Zen 5: 28.3 and 26.9 GB/s) and slow no processor down.
    /// </summary>
    internal static CopyPlan FromTable(CopyKernel forced)
    {
        if (forced != CopyKernel.Auto)
        {
            return new CopyPlan(forced, forced, forced, forced, 0, CopyPlanOrigin.Forced, $"forced by {KernelChoice.Variable}");
        }

        if (!KernelChoice.IsSupported(CopyKernel.Avx2))
        {
            return new CopyPlan(CopyKernel.Runtime, CopyKernel.Runtime, CopyKernel.Runtime, CopyKernel.Runtime, 0, CopyPlanOrigin.Table, "this processor has no AVX2");
        }

        var bytes = KernelChoice.LargeFor(KernelChoice.LastLevelCacheBytes("/sys/devices/system/cpu/cpu0/cache"));
        return new CopyPlan(
            CopyKernel.Avx2,
            bytes <= MiddleBytes ? CopyKernel.Avx2NonTemporal : CopyKernel.Avx2,
            bytes <= LargeBytes ? CopyKernel.Avx2NonTemporal : CopyKernel.Avx2,
            CopyKernel.Avx2NonTemporal,
            bytes,
            CopyPlanOrigin.Table,
            "not measured: by the size of the last-level cache");
    }
}
