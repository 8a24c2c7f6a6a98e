namespace Oriel.Interop.Windows.D3D11;

/// <summary>Where mapped memory lies.</summary>
internal unsafe struct D3D11_MAPPED_SUBRESOURCE
{
    public void* pData;
    public uint RowPitch;
    public uint DepthPitch;
}
