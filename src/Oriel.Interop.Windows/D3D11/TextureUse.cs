namespace Oriel.Interop.Windows.D3D11;

/// <summary>What a texture is for; decides where it lies and what may be done with it.</summary>
public enum TextureUse
{
    /// <summary>On the GPU: copied to and from, sampled by shaders.</summary>
    Sampled,

    /// <summary>On the GPU: as <see cref="Sampled"/>, and drawn to.</summary>
    Target,

    /// <summary>As <see cref="Target"/>, and other devices may open it by an NT handle.</summary>
    Shared,

    /// <summary>In memory the processor can map for reading.</summary>
    Staging,
}
