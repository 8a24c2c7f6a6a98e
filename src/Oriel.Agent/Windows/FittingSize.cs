namespace Oriel.Agent.Windows;

/// <summary>Which mode fits a viewer's window.</summary>
internal static class FittingSize
{
    private const int SmallestSide = 200;

    /// <summary>The largest size by area that is not larger than the window in either direction; null when none is.</summary>
    public static (int Width, int Height)? Choose(IReadOnlyList<(int Width, int Height)> sizes, uint width, uint height)
    {
        (int Width, int Height)? best = null;
        foreach (var size in sizes)
        {
            if (size.Width >= SmallestSide && size.Height >= SmallestSide && size.Width <= width && size.Height <= height
                && (best is not { } b || (long)size.Width * size.Height > (long)b.Width * b.Height))
            {
                best = size;
            }
        }

        return best;
    }
}
