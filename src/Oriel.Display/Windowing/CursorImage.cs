namespace Oriel.Display.Windowing;

/// <summary>A pointer shape for the window system to draw.</summary>
/// <param name="Width">Pixels, 1 to 256.</param>
/// <param name="Height">Pixels, 1 to 256.</param>
/// <param name="HotX">The pixel that points, from the left; inside the shape.</param>
/// <param name="HotY">The pixel that points, from the top; inside the shape.</param>
/// <param name="Bgra">Rows from the top, four bytes B, G, R, A (straight alpha) a pixel, no gaps.</param>
public sealed record CursorImage(int Width, int Height, int HotX, int HotY, ReadOnlyMemory<byte> Bgra)
{
    /// <summary>Longest edge.</summary>
    public const int MaxEdge = 256;

    /// <summary>The sizes fit each other and the limits.</summary>
    public bool IsValid => Width is > 0 and <= MaxEdge && Height is > 0 and <= MaxEdge && HotX >= 0 && HotX < Width && HotY >= 0 && HotY < Height && Bgra.Length == 4 * Width * Height;
}
