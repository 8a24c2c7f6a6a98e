namespace Oriel.Interop.Windows.Dxgi;

/// <summary>How the bytes of a pointer shape are to be read.</summary>
public enum PointerShapeKind : uint
{
    /// <summary>One bit a pixel: AND mask, then XOR mask, each of half the height.</summary>
    Monochrome = DxgiConstants.ShapeMonochrome,

    /// <summary>B, G, R, A with straight alpha.</summary>
    Color = DxgiConstants.ShapeColor,

    /// <summary>B, G, R and a mask: 0 replaces the pixel below, 255 inverts it by the colour.</summary>
    MaskedColor = DxgiConstants.ShapeMaskedColor,
}
