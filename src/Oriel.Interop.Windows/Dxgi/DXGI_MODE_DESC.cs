namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A display mode.</summary>
internal struct DXGI_MODE_DESC
{
    public uint Width;
    public uint Height;
    public DXGI_RATIONAL RefreshRate;
    public uint Format;
    public uint ScanlineOrdering;
    public uint Scaling;
}
