namespace Oriel.Interop.Windows.D3D12;

/// <summary>Where a heap lies.</summary>
internal struct D3D12_HEAP_PROPERTIES
{
    public uint Type;
    public uint CPUPageProperty;
    public uint MemoryPoolPreference;
    public uint CreationNodeMask;
    public uint VisibleNodeMask;
}
