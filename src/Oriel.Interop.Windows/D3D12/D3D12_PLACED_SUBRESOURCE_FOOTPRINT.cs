namespace Oriel.Interop.Windows.D3D12;

/// <summary>How rows lie in a buffer, and from where.</summary>
internal struct D3D12_PLACED_SUBRESOURCE_FOOTPRINT
{
    public ulong Offset;
    public D3D12_SUBRESOURCE_FOOTPRINT Footprint;
}
