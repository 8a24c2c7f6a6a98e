using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A texture of another device, to copy from.</summary>
public sealed unsafe class ImportedTexture : ComReference
{
    internal ImportedTexture(void* texture, in D3D12_RESOURCE_DESC desc, ulong rowBytes)
        : base(texture)
    {
        WidthPixels = (uint)desc.Width;
        Rows = desc.Height;
        Format = desc.Format;
        RowBytes = rowBytes;
    }

    /// <summary>Texels across.</summary>
    public uint WidthPixels { get; }

    /// <summary>Rows of texels.</summary>
    public uint Rows { get; }

    /// <summary>Pixel format as DXGI numbers it.</summary>
    public uint Format { get; }

    /// <summary>Bytes of one row when it is copied into a buffer, without padding.</summary>
    public ulong RowBytes { get; }
}
