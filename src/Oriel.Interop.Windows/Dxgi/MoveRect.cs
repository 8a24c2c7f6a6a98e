using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Pixels that moved within the frame. Laid out as the system's own.</summary>
/// <param name="SourceX">Where they were.</param>
/// <param name="SourceY">Where they were.</param>
/// <param name="Destination">Where they are.</param>
public readonly record struct MoveRect(int SourceX, int SourceY, PixelRect Destination);
