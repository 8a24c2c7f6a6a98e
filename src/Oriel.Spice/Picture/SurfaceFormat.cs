namespace Oriel.Spice.Picture;

/// <summary>Surface formats (spice.md section 12.4), as the wire has them.</summary>
internal enum SurfaceFormat
{
    Alpha1 = 1,
    Alpha8 = 8,
    Rgb555 = 16,
    Xrgb = 32,
    Rgb565 = 80,
    Argb = 96,
}
