namespace Oriel.Interop.Linux.X11;

/// <summary>Facts of a cursor image.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="HotspotX">Pixels from its left edge.</param>
/// <param name="HotspotY">Pixels from its top edge.</param>
/// <param name="Serial">The server's number of this shape.</param>
public readonly record struct XCursor(int Width, int Height, int HotspotX, int HotspotY, uint Serial);
