namespace Oriel.Spice.Picture;

/// <summary>The shape of the guest's pointer. Immutable: the bytes are never changed once they are here.</summary>
/// <param name="Kind">What the bytes mean.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Visible rows; monochrome data has twice as many.</param>
/// <param name="HotX">Hot spot, pixels from the left edge; inside the shape.</param>
/// <param name="HotY">Hot spot, pixels from the top edge; inside the shape.</param>
/// <param name="PitchBytes">Bytes from one row to the next.</param>
/// <param name="Data">Rows from the top.</param>
public sealed record CursorShape(CursorKind Kind, int Width, int Height, int HotX, int HotY, int PitchBytes, ReadOnlyMemory<byte> Data);
