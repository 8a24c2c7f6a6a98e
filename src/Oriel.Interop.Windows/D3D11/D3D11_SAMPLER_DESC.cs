namespace Oriel.Interop.Windows.D3D11;

/// <summary>How a texture is sampled.</summary>
internal unsafe struct D3D11_SAMPLER_DESC
{
    public uint Filter;
    public uint AddressU;
    public uint AddressV;
    public uint AddressW;
    public float MipLODBias;
    public uint MaxAnisotropy;
    public uint ComparisonFunc;
    public fixed float BorderColor[4];
    public float MinLOD;
    public float MaxLOD;
}
