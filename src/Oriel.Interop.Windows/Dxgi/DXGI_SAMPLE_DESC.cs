namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Samples per pixel; 1 and 0 here.</summary>
internal struct DXGI_SAMPLE_DESC
{
    public uint Count;
    public uint Quality;
}
