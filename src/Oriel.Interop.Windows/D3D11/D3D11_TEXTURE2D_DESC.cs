using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>A texture.</summary>
internal struct D3D11_TEXTURE2D_DESC
{
    public uint Width;
    public uint Height;
    public uint MipLevels;
    public uint ArraySize;
    public uint Format;
    public DXGI_SAMPLE_DESC SampleDesc;
    public uint Usage;
    public uint BindFlags;
    public uint CPUAccessFlags;
    public uint MiscFlags;
}
