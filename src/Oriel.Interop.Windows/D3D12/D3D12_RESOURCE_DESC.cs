namespace Oriel.Interop.Windows.D3D12;

/// <summary>A buffer or texture.</summary>
internal struct D3D12_RESOURCE_DESC
{
    public uint Dimension;
    public ulong Alignment;
    public ulong Width;
    public uint Height;
    public ushort DepthOrArraySize;
    public ushort MipLevels;
    public uint Format;
    public Dxgi.DXGI_SAMPLE_DESC SampleDesc;
    public uint Layout;
    public uint Flags;
}
