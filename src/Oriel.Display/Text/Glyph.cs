using Oriel.Interop.Linux.FreeType;

namespace Oriel.Display.Text;

/// <summary>A rasterised glyph in the atlas.</summary>
/// <param name="X">Left edge in the atlas, texels.</param>
/// <param name="Y">Top edge in the atlas, texels.</param>
/// <param name="Box">How it lies on its line.</param>
internal readonly record struct Glyph(int X, int Y, GlyphBox Box);
