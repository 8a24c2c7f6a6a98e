namespace Oriel.Agent.Windows.Gpu;

/// <summary>What is done to pictures on the GPU before they are copied.</summary>
internal sealed record ProcessorOptions
{
    /// <summary>Nothing.</summary>
    public static readonly ProcessorOptions None = new();

    /// <summary>Sizes delivered instead of others (<c>dxgi:downsample</c>).</summary>
    public IReadOnlyList<DownsampleRule> Downsample { get; init; } = [];

    /// <summary>
    /// Pack pixels to 24 bits (<c>dxgi:allowRGB24</c>): a quarter less to copy through the bus and the shared memory, for a little work on the GPU. Off unless asked for: whether
    /// the copy or the shader is dearer depends on the machine, and viewers that import frames without copying show 32-bit ones faster.
    /// </summary>
    public bool Pack24 { get; init; }
}
