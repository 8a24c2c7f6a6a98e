using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>How the bytes of a pointer shape are to be read.</summary>
internal struct DXGI_OUTDUPL_POINTER_SHAPE_INFO
{
    public uint Type;
    public uint Width;
    public uint Height;
    public uint Pitch;
    public POINT HotSpot;
}
