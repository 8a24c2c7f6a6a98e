namespace Oriel.Memory;

/// <summary>Where a <see cref="CopyPlan"/> is from.</summary>
public enum CopyPlanOrigin
{
    /// <summary>By processor and cache size.</summary>
    Table,

    /// <summary>By a measurement on this machine.</summary>
    Measured,

    /// <summary>Somebody named a kernel.</summary>
    Forced,
}
