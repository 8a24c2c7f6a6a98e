namespace Oriel.Interop.Windows.D3D11;

/// <summary>Where drawing lands.</summary>
internal struct D3D11_VIEWPORT
{
    public float TopLeftX;
    public float TopLeftY;
    public float Width;
    public float Height;
    public float MinDepth;
    public float MaxDepth;
}
