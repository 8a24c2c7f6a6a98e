namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A fraction, as of frames per second.</summary>
internal struct DXGI_RATIONAL
{
    public uint Numerator;
    public uint Denominator;
}
