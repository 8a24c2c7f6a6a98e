namespace Oriel.Interop.Windows.D3D12;

/// <summary>A part of a texture.</summary>
/// <param name="X">Left edge, texels.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Texels across.</param>
/// <param name="Height">Rows.</param>
public readonly record struct CopyArea(uint X, uint Y, uint Width, uint Height);
