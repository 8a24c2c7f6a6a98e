namespace Oriel.Spice.Picture;

/// <summary>What the bytes of a <see cref="CursorShape"/> mean.</summary>
public enum CursorKind
{
    /// <summary>4 bytes per pixel: B, G, R, A with straight alpha.</summary>
    Color,

    /// <summary>1 bit per pixel, highest bit leftmost: AND mask of all rows, then XOR mask of all rows. (0, 0) black, (0, 1) white, (1, 0) the screen, (1, 1) the screen inverted.</summary>
    Monochrome,

    /// <summary>4 bytes per pixel: B, G, R, M. M = 0 replaces the screen pixel; otherwise it is XORed with B, G, R.</summary>
    MaskedColor,
}
