using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>What <c>[dxgi]</c> in the configuration file says.</summary>
internal sealed record DuplicationOptions
{
    /// <summary>Adapter by number or part of its name; null = any.</summary>
    public string? Adapter { get; init; }

    /// <summary>Output by number among the attached ones, or by name; null = the primary one.</summary>
    public string? Output { get; init; }

    /// <summary>Every frame is a whole one.</summary>
    public bool DisableDamage { get; init; }

    /// <summary>Take an HDR desktop as it is; without, the system converts it.</summary>
    public bool Hdr { get; init; } = true;

    /// <summary>How the picture is made before it is copied.</summary>
    public ProcessorOptions Processor { get; init; } = ProcessorOptions.None;

    /// <summary>What the picture's texture is made for: <see cref="TextureUse.Shared"/> when another device is to read it.</summary>
    public TextureUse TextureUse { get; init; } = TextureUse.Target;
}
