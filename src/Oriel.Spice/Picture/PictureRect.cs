namespace Oriel.Spice.Picture;

/// <summary>A rectangle of the picture, pixels from its top left corner.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">At least 1.</param>
/// <param name="Height">At least 1.</param>
public readonly record struct PictureRect(int X, int Y, int Width, int Height);
