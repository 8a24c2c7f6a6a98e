namespace Oriel.Interop.Windows.Dxgi;

/// <summary>What a duplication delivers.</summary>
internal struct DXGI_OUTDUPL_DESC
{
    public DXGI_MODE_DESC ModeDesc;
    public uint Rotation;
    public int DesktopImageInSystemMemory;
}
