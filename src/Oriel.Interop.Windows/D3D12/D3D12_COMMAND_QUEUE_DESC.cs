namespace Oriel.Interop.Windows.D3D12;

/// <summary>What queue to make.</summary>
internal struct D3D12_COMMAND_QUEUE_DESC
{
    public uint Type;
    public int Priority;
    public uint Flags;
    public uint NodeMask;
}
