using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>How devices are made.</summary>
internal sealed record GpuOptions
{
    /// <summary>Highest value IDXGIDevice.SetGPUThreadPriority takes.</summary>
    public const int HighestThreadPriority = 7;

    /// <summary>With the debug layer (<c>dxgi:debug</c>).</summary>
    public bool Debug { get; init; }

    /// <summary>
    /// Rank asked for (<c>os:gpuPriority</c>), so that copies go before the work of programs that keep the GPU busy; null = that of everybody. Not the highest unless told to:
    /// that one may starve the desktop itself.
    /// </summary>
    public GpuPriorityClass? PriorityClass { get; init; } = GpuPriorityClass.High;
}
