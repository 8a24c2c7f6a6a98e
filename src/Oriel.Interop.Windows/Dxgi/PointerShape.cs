namespace Oriel.Interop.Windows.Dxgi;

/// <summary>A pointer shape without its bytes.</summary>
/// <param name="Kind">How to read the bytes.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Rows; twice the visible ones for <see cref="PointerShapeKind.Monochrome"/>.</param>
/// <param name="PitchBytes">Bytes from one row to the next.</param>
/// <param name="HotspotX">Pixels from the left edge.</param>
/// <param name="HotspotY">Pixels from the top edge.</param>
public readonly record struct PointerShape(PointerShapeKind Kind, int Width, int Height, int PitchBytes, int HotspotX, int HotspotY);
