using System.Text;

namespace Oriel.Interop.Linux.FreeType;

/// <summary>How a glyph lies on its line. Pixels.</summary>
/// <param name="Width">Bitmap width.</param>
/// <param name="Height">Bitmap height.</param>
/// <param name="Left">From the pen to the bitmap's left edge.</param>
/// <param name="Top">From the baseline up to the bitmap's top edge.</param>
/// <param name="Advance">From this pen to the next.</param>
public readonly record struct GlyphBox(int Width, int Height, int Left, int Top, int Advance);

/// <summary>One font file, opened with FreeType, that rasterises grey glyphs. Not thread-safe.</summary>
public sealed unsafe class FontFace : IDisposable
{
    private nint _library;
    private FT_FaceRec* _face;

    private FontFace(nint library, FT_FaceRec* face)
    {
        _library = library;
        _face = face;
    }

    /// <summary>From the top of a line to its baseline at the current size, pixels.</summary>
    public int Ascent => (int)((Face->size->metrics.ascender + 63) >> 6);

    /// <summary>From one baseline to the next at the current size, pixels.</summary>
    public int LineHeight => (int)((Face->size->metrics.height + 63) >> 6);

    private FT_FaceRec* Face
    {
        get
        {
            ObjectDisposedException.ThrowIf(_face == null, this);
            return _face;
        }
    }

    /// <summary>Opens a font file; false with FreeType's error number (or -1 when the library is not installed).</summary>
    public static bool TryOpen(string path, out FontFace? face, out int error)
    {
        face = null;
        nint library = 0;
        try
        {
            error = FreeTypeNative.FT_Init_FreeType(&library);
        }
        catch (DllNotFoundException)
        {
            error = -1;
        }

        if (error != 0)
        {
            return false;
        }

        FT_FaceRec* opened = null;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
        {
            error = FreeTypeNative.FT_New_Face(library, text, 0, &opened);
        }

        if (error != 0)
        {
            _ = FreeTypeNative.FT_Done_FreeType(library);
            return false;
        }

        face = new FontFace(library, opened);
        return true;
    }

    /// <summary>Sets the size of the glyphs that follow; false when the font has no such size.</summary>
    public bool SetSize(int pixels) => FreeTypeNative.FT_Set_Pixel_Sizes(Face, 0, (uint)pixels) == 0;

    /// <summary>
    /// Rasterises one character and copies its coverage (0..255) into an atlas of <paramref name="atlasWidth"/> bytes per row at (x, y), cut to
    /// what fits. False when the font refuses.
    /// </summary>
    public bool TryRender(int codePoint, Span<byte> atlas, int atlasWidth, int x, int y, out GlyphBox box)
    {
        box = default;
        if (FreeTypeNative.FT_Load_Char(Face, (nuint)codePoint, FreeTypeConstants.FT_LOAD_RENDER) != 0)
        {
            return false;
        }

        var glyph = Face->glyph;
        ref var bitmap = ref glyph->bitmap;
        // A rendered outline is always grey and flows down; bitmap fonts that differ are drawn as blanks.
        var isGray = bitmap.pixel_mode == FreeTypeConstants.FT_PIXEL_MODE_GRAY && bitmap.pitch >= (int)bitmap.width;
        box = new GlyphBox(isGray ? (int)bitmap.width : 0, isGray ? (int)bitmap.rows : 0, glyph->bitmap_left, glyph->bitmap_top, (int)((glyph->advance.x + 32) >> 6));
        for (var row = 0; row < box.Height; row++)
        {
            // SAFETY: FreeType's bitmap has "rows" rows of "width" bytes, "pitch" apart, and the pitch was just seen to be positive.
            var source = new ReadOnlySpan<byte>(bitmap.buffer + ((nint)row * bitmap.pitch), box.Width);
            var at = ((y + row) * atlasWidth) + x;
            var fits = Math.Min(source.Length, atlasWidth - x);
            if (fits > 0 && at >= 0 && at + fits <= atlas.Length)
            {
                source[..fits].CopyTo(atlas[at..]);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_face != null)
        {
            _ = FreeTypeNative.FT_Done_Face(_face);
            _face = null;
            _ = FreeTypeNative.FT_Done_FreeType(_library);
            _library = 0;
        }
    }
}
