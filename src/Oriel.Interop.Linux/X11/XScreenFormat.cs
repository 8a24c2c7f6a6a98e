namespace Oriel.Interop.Linux.X11;

/// <summary>How the pixels of a root window are stored.</summary>
/// <param name="Depth">Significant bits.</param>
/// <param name="BitsPerPixel">Bits from one pixel to the next.</param>
/// <param name="ScanlinePadBits">Rows are padded to a multiple of this.</param>
/// <param name="LittleEndian">Byte order of a pixel in an image.</param>
/// <param name="TrueColor">The visual's class is TrueColor.</param>
/// <param name="RedMask">Bits of red.</param>
/// <param name="GreenMask">Bits of green.</param>
/// <param name="BlueMask">Bits of blue.</param>
public readonly record struct XScreenFormat(
    int Depth, int BitsPerPixel, int ScanlinePadBits, bool LittleEndian, bool TrueColor, uint RedMask, uint GreenMask, uint BlueMask);
