namespace Oriel.Interop.Windows.Win32;

/// <summary>A rectangle by its edges; right and bottom are outside.</summary>
internal struct RECT
{
    public int left;
    public int top;
    public int right;
    public int bottom;
}
