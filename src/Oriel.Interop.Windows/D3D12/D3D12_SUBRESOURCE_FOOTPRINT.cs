namespace Oriel.Interop.Windows.D3D12;

/// <summary>How rows lie in a buffer.</summary>
internal struct D3D12_SUBRESOURCE_FOOTPRINT
{
    public uint Format;
    public uint Width;
    public uint Height;
    public uint Depth;
    public uint RowPitch;
}
