using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Pixels that moved.</summary>
internal struct DXGI_OUTDUPL_MOVE_RECT
{
    public POINT SourcePoint;
    public RECT DestinationRect;
}
