namespace Oriel.Spice.Picture;

/// <summary>Pixel formats of bitmaps (spice.md section 12.7), as the wire has them.</summary>
internal enum BitmapFormat
{
    Bit1Le = 1,
    Bit1Be = 2,
    Bit4Le = 3,
    Bit4Be = 4,
    Bit8 = 5,
    Rgb555 = 6,
    Bgr24 = 7,
    Bgrx32 = 8,
    Bgra32 = 9,
    Alpha8 = 10,
}
