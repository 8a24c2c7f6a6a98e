namespace Oriel.Display.Drawing;

/// <summary>A rectangle in target pixels, rows counted from the top; it may reach outside the target.</summary>
internal readonly record struct PixelRect(int X, int Y, int Width, int Height);
