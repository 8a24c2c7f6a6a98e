namespace Oriel.Interop.Windows.User;

/// <summary>The bitmaps of a cursor as the system keeps them; reused from one reading to the next. Owned by one thread.</summary>
public sealed class CursorBits
{
    /// <summary>Pixels across.</summary>
    public int Width { get; internal set; }

    /// <summary>Visible rows.</summary>
    public int Height { get; internal set; }

    /// <summary>Hotspot from the left edge.</summary>
    public int HotspotX { get; internal set; }

    /// <summary>Hotspot from the top edge.</summary>
    public int HotspotY { get; internal set; }

    /// <summary>There is a colour bitmap. Without, the mask holds twice as many rows: first AND, then XOR.</summary>
    public bool HasColour { get; internal set; }

    /// <summary>Colour bitmap: B, G, R, A, rows tight; A is 0 everywhere when the cursor has no alpha. Longer than needed.</summary>
    public byte[] Colour { get; internal set; } = [];

    /// <summary>Mask bitmap: one bit a pixel, bit 7 leftmost, rows of <see cref="MaskPitchBytes"/>. Longer than needed.</summary>
    public byte[] Mask { get; internal set; } = [];

    /// <summary>Bytes from one row of the mask to the next: a multiple of 4.</summary>
    public int MaskPitchBytes => (Width + 31) / 32 * 4;
}
