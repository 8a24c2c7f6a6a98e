namespace Oriel.Interop.Windows.D3D12;

/// <summary>A heap.</summary>
internal struct D3D12_HEAP_DESC
{
    public ulong SizeInBytes;
    public D3D12_HEAP_PROPERTIES Properties;
    public ulong Alignment;
    public uint Flags;
}
