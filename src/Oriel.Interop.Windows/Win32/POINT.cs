namespace Oriel.Interop.Windows.Win32;

/// <summary>A point.</summary>
internal struct POINT
{
    public int x;
    public int y;
}
