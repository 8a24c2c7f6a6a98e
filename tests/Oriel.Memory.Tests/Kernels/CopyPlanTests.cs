using Oriel.Memory.Kernels;

namespace Oriel.Memory.Tests.Kernels;

/// <summary>What is chosen by table, what a measurement changes, and what it cannot change.</summary>
public sealed class CopyPlanTests
{
    private static readonly CopyKernel[] s_all = [CopyKernel.Runtime, CopyKernel.Avx2, CopyKernel.Avx2NonTemporal, CopyKernel.Avx512NonTemporal];

    private static readonly CopyPlan s_table = new(
        CopyKernel.Avx2, CopyKernel.Avx2, CopyKernel.Avx2NonTemporal, CopyKernel.Avx2NonTemporal, 4 << 20, CopyPlanOrigin.Table, "table");

    [Fact]
    public void A_forced_kernel_copies_everything_and_is_never_measured_away()
    {
        var plan = CopyPlan.FromTable(CopyKernel.Scalar);
        Assert.Equal(CopyPlanOrigin.Forced, plan.Origin);
        foreach (var bytes in (ulong[])[0, 1 << 20, 100 << 20])
        {
            Assert.Equal(CopyKernel.Scalar, plan.For(bytes, isWholeRows: true));
            Assert.Equal(CopyKernel.Scalar, plan.For(bytes, isWholeRows: false));
        }

        Assert.Contains(KernelChoice.Variable, plan.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_sends_small_jobs_through_the_cache_and_huge_ones_past_it()
    {
        Assert.SkipUnless(KernelChoice.IsSupported(CopyKernel.Avx2), "this processor has no AVX2");
        var plan = CopyPlan.FromTable(CopyKernel.Auto);
        Assert.Equal(CopyPlanOrigin.Table, plan.Origin);
        Assert.Equal(CopyKernel.Avx2, plan.For(CopyPlan.MiddleBytes - 1, isWholeRows: true));
        Assert.Equal(CopyKernel.Avx2NonTemporal, plan.For(CopyPlan.HugeBytes, isWholeRows: true));
        Assert.Equal(CopyKernel.Avx2, plan.For(CopyPlan.MiddleBytes - 1, isWholeRows: false));
        Assert.Equal(CopyKernel.Avx2NonTemporal, plan.For(CopyPlan.HugeBytes, isWholeRows: false));
    }

    [Fact]
    public void Each_size_gets_the_kernel_that_was_fastest_there()
    {
        var plan = Decide((kernel, bytes) => (kernel, bytes) switch
        {
            (CopyKernel.Runtime, PlanMeasurement.MiddleBytes) => 80,
            (CopyKernel.Avx2, PlanMeasurement.MostBytes) => 70,
            _ => 100,
        });
        Assert.Equal(CopyPlanOrigin.Measured, plan.Origin);
        Assert.Equal(CopyKernel.Avx2, plan.For(CopyPlan.MiddleBytes - 1, isWholeRows: true));
        Assert.Equal(CopyKernel.Runtime, plan.For(CopyPlan.MiddleBytes, isWholeRows: true));
        Assert.Equal(CopyKernel.Avx2, plan.For(CopyPlan.LargeBytes, isWholeRows: true));
        Assert.Equal(CopyKernel.Avx2NonTemporal, plan.For(CopyPlan.HugeBytes, isWholeRows: true));
        // Pieces of rows never go to the runtime: its string moves need alignment.
        Assert.Equal(CopyKernel.Avx2, plan.For(CopyPlan.MiddleBytes, isWholeRows: false));
        Assert.Contains("Runtime from 1 MiB, Avx2 from 4 MiB, Avx2NonTemporal from 16 MiB", plan.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_faster_by_less_than_the_noise_changes_nothing()
    {
        var plan = Decide((kernel, bytes) => kernel is CopyKernel.Runtime or CopyKernel.Avx512NonTemporal ? 96 : 100);
        Assert.Equal((CopyKernel.Avx2, CopyKernel.Avx2NonTemporal, CopyKernel.Avx2NonTemporal), (plan.Middle, plan.Large, plan.Huge));
    }

    [Fact]
    public void Wider_vectors_are_taken_past_the_cache_when_they_are_faster()
    {
        var plan = Decide((kernel, _) => kernel == CopyKernel.Avx512NonTemporal ? 60 : 100);
        Assert.Equal((CopyKernel.Avx512NonTemporal, CopyKernel.Avx512NonTemporal), (plan.Large, plan.Huge));
        Assert.Equal(CopyPlan.MiddleBytes, plan.SpansPastCacheBytes);
    }

    [Fact]
    public void The_best_of_several_runs_counts()
    {
        var runs = 0;
        var plan = Decide((kernel, _) => kernel == CopyKernel.Runtime ? runs++ % PlanDecision.Runs == 1 ? 50 : 5000 : 100);
        Assert.Equal(CopyKernel.Runtime, plan.Middle);
    }

    [Fact]
    public void When_the_time_is_up_the_table_stands()
    {
        var looks = 0;
        var plan = PlanDecision.Decide(s_table, s_all, (_, _) => 1, () => looks++ < 15);
        Assert.Equal(CopyPlanOrigin.Table, plan.Origin);
        Assert.Equal((s_table.Middle, s_table.Large, s_table.Huge, s_table.SpansPastCacheBytes), (plan.Middle, plan.Large, plan.Huge, plan.SpansPastCacheBytes));
        Assert.Contains("20 ms", plan.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void One_turn_of_each_is_enough_to_decide()
    {
        var looks = 0;
        var plan = PlanDecision.Decide(s_table, s_all, (kernel, _) => kernel == CopyKernel.Runtime ? 50 : 100, () => looks++ < 17);
        Assert.Equal((CopyPlanOrigin.Measured, CopyKernel.Runtime), (plan.Origin, plan.Large));
    }

    [Fact]
    public void A_real_measurement_times_every_kernel_and_ends()
    {
        Assert.SkipUnless(KernelChoice.IsSupported(CopyKernel.Avx2), "this processor has no AVX2");
        using var measurement = new PlanMeasurement();
        foreach (var kernel in s_all.Where(KernelChoice.IsSupported))
        {
            Assert.True(measurement.Time(kernel, PlanMeasurement.MiddleBytes) > 0);
            Assert.True(measurement.Time(kernel, PlanMeasurement.MostBytes) > 0);
        }

        CopyPlan.Measure();
        Assert.Equal(KernelChoice.Forced == CopyKernel.Auto, CopyPlan.Current.Origin != CopyPlanOrigin.Forced);
    }

    private static CopyPlan Decide(Func<CopyKernel, int, long> time) => PlanDecision.Decide(s_table, s_all, time, () => true);
}
