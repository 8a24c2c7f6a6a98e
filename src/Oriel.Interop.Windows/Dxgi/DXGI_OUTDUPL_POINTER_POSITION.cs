using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Where the pointer is, relative to the output.</summary>
internal struct DXGI_OUTDUPL_POINTER_POSITION
{
    public POINT Position;
    public int Visible;
}
