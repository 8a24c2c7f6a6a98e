namespace Oriel.Interop.Windows.D3D11;

/// <summary>A query.</summary>
internal struct D3D11_QUERY_DESC
{
    public uint Query;
    public uint MiscFlags;
}
