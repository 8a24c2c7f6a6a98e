namespace Oriel.Spice.Picture;

/// <summary>A rectangle of pixels (spice.md section 1, "Rect"): right and bottom are exclusive. As it comes from the wire it may be turned inside out, which counts as empty.</summary>
internal readonly record struct Box(int Left, int Top, int Right, int Bottom)
{
    public bool IsEmpty => Left >= Right || Top >= Bottom;

    /// <summary>Pixels; only for boxes that were cut to a surface or image.</summary>
    public int Width => Right - Left;

    /// <summary>Pixels; only for boxes that were cut to a surface or image.</summary>
    public int Height => Bottom - Top;

    public long Area => IsEmpty ? 0 : ((long)Right - Left) * ((long)Bottom - Top);

    public static Box OfSize(int width, int height) => new(0, 0, width, height);

    public Box Cut(Box other) => new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));

    public Box Join(Box other) => IsEmpty ? other : other.IsEmpty ? this
        : new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    public bool Contains(Box other) => other.Left >= Left && other.Top >= Top && other.Right <= Right && other.Bottom <= Bottom;
}
