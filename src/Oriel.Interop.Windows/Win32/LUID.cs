namespace Oriel.Interop.Windows.Win32;

/// <summary>A number that names an adapter until the next boot.</summary>
internal struct LUID
{
    public uint LowPart;
    public int HighPart;
}
