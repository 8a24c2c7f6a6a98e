using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>One side of a copy: a texture, or rows in a buffer. Two of its fields are a union in C.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct D3D12_TEXTURE_COPY_LOCATION
{
    [FieldOffset(0)]
    public void* pResource;

    [FieldOffset(8)]
    public uint Type;

    [FieldOffset(16)]
    public D3D12_PLACED_SUBRESOURCE_FOOTPRINT PlacedFootprint;

    [FieldOffset(16)]
    public uint SubresourceIndex;
}
