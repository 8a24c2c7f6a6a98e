namespace Oriel.Agent.Windows.Direct;

/// <summary>Settings of the direct copy, the section <c>d12</c> of the configuration file.</summary>
internal sealed record DirectOptions
{
    /// <summary>Copy only what changed (<c>d12:trackDamage</c>).</summary>
    public bool TrackDamage { get; init; } = true;

    /// <summary>Never have the GPU write into the region (<c>d12:indirectCopy</c>).</summary>
    public bool IndirectCopy { get; init; }

    /// <summary>Direct3D 12 checks every call (<c>d12:debug</c>).</summary>
    public bool DebugLayer { get; init; }
}
