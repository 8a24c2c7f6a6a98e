namespace Oriel.Interop.Windows.WinRt;

/// <summary>A size as the Windows Runtime passes it: by value.</summary>
internal struct SizeInt32
{
    public int Width;
    public int Height;
}
