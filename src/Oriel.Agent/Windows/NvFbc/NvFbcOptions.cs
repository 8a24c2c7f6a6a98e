namespace Oriel.Agent.Windows.NvFbc;

/// <summary>Settings of NVIDIA's capture interface, the section <c>nvfbc</c> of the configuration file.</summary>
internal sealed record NvFbcOptions
{
    /// <summary>Which adapter; -1 = the first that works (<c>nvfbc:adapterIndex</c>).</summary>
    public int AdapterIndex { get; init; } = -1;

    /// <summary>Pixels on a side of a block of the change map (<c>nvfbc:diffRes</c>): 128 or 16. What lies below 128 asks for 16.</summary>
    public int BlockPixels { get; init; } = 128;

    /// <summary>Asks for high dynamic range (the opposite of <c>nvfbc:noHDR</c>).</summary>
    public bool Hdr { get; init; }
}
