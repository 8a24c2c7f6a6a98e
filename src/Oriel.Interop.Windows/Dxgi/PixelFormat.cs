namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Pixel storage of textures, by the system's numbers; those that frames can carry.</summary>
public enum PixelFormat : uint
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Four half floats, linear.</summary>
    Rgba16F = DxgiConstants.FormatR16G16B16A16Float,

    /// <summary>10 bits a channel, red lowest.</summary>
    Rgb10A2 = DxgiConstants.FormatR10G10B10A2Unorm,

    /// <summary>Bytes R, G, B, A.</summary>
    Rgba8 = DxgiConstants.FormatR8G8B8A8Unorm,

    /// <summary>Bytes B, G, R, A.</summary>
    Bgra8 = DxgiConstants.FormatB8G8R8A8Unorm,
}
