using Oriel.Interop.Linux.Fontconfig;
using Oriel.Interop.Linux.FreeType;

namespace Oriel.Display.Text;

/// <summary>
/// All glyphs in two sizes in one grey picture. Building it reads files and takes some tens of milliseconds, so that happens on a thread of its own
/// (<see cref="FontLoader"/>); the result is immutable. The 2x2 texels at its origin are full, for filled rectangles.
/// </summary>
internal sealed class FontAtlas
{
    /// <summary>Texels per edge.</summary>
    public const int Size = 1024;

    private static readonly string[] s_builtIn =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/TTF/DejaVuSansMono.ttf", "/usr/share/fonts/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf", "/usr/share/fonts/truetype/noto/NotoSansMono-Regular.ttf",
    ];

    private FontAtlas(int pixels, byte[] coverage, GlyphSet text, GlyphSet headline, string file)
    {
        (Pixels, Coverage, Text, Headline, File) = (pixels, coverage, text, headline, file);
    }

    /// <summary>Height of the text size it was asked for, pixels.</summary>
    public int Pixels { get; }

    /// <summary>Coverage, one byte per texel, rows tight.</summary>
    public byte[] Coverage { get; }

    /// <summary>Text size.</summary>
    public GlyphSet Text { get; }

    /// <summary>Headline size.</summary>
    public GlyphSet Headline { get; }

    /// <summary>The font file.</summary>
    public string File { get; }

    /// <summary>Builds an atlas; null with the reason when FreeType or every font is missing.</summary>
    /// <param name="pixels">Height of the text.</param>
    /// <param name="font">As fontconfig takes it; null = the desktop's monospace. A font that is not there is replaced by what fontconfig finds nearest.</param>
    /// <param name="reason">Why there is none.</param>
    public static FontAtlas? TryBuild(int pixels, string? font, out string reason)
    {
        reason = "no monospace font found (install fonts-dejavu-core)";
        foreach (var file in Candidates(font))
        {
            if (!System.IO.File.Exists(file))
            {
                continue;
            }

            if (!FontFace.TryOpen(file, out var face, out var error))
            {
                reason = error < 0 ? "libfreetype.so.6 is missing (install libfreetype6)" : $"{file}: FreeType error {error}";
                continue;
            }

            using (face)
            {
                return Build(face!, pixels, file);
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string? font)
    {
        if (FontSearch.FindFile(font ?? "monospace") is { } preferred)
        {
            yield return preferred;
        }

        foreach (var file in s_builtIn)
        {
            yield return file;
        }
    }

    private static FontAtlas Build(FontFace face, int pixels, string file)
    {
        var coverage = new byte[Size * Size];
        coverage[0] = coverage[1] = coverage[Size] = coverage[Size + 1] = 255;
        var shelf = new Shelf { X = 4, Height = 4 };
        var text = Rasterise(face, pixels, coverage, shelf);
        var headline = Rasterise(face, pixels * 7 / 4, coverage, shelf);
        return new FontAtlas(pixels, coverage, text, headline, file);
    }

    private static GlyphSet Rasterise(FontFace face, int pixels, byte[] coverage, Shelf shelf)
    {
        face.SetSize(pixels);
        var set = new GlyphSet { Ascent = face.Ascent, LineHeight = face.LineHeight };
        var scratch = new byte[Size * 64 * 2];
        foreach (var c in GlyphSet.Characters)
        {
            if (!face.TryRender(c, scratch, Size, 0, 0, out var box))
            {
                continue;
            }

            if (box.Height > 128 || !shelf.TryPlace(box.Width, box.Height, out var x, out var y))
            {
                box = box with { Width = 0, Height = 0 };
                (x, y) = (0, 0);
            }

            for (var row = 0; row < box.Height; row++)
            {
                scratch.AsSpan(row * Size, box.Width).CopyTo(coverage.AsSpan(((y + row) * Size) + x));
            }

            set.Set(c, new Glyph(x, y, box));
        }

        return set;
    }

    /// <summary>Rows of glyphs, each as high as its highest.</summary>
    private sealed class Shelf
    {
        private int _y;

        public int X { get; set; }

        public int Height { get; set; }

        public bool TryPlace(int width, int height, out int x, out int y)
        {
            if (X + width + 1 > Size)
            {
                (X, _y, Height) = (0, _y + Height + 1, 0);
            }

            (x, y) = (X, _y);
            X += width + 1;
            Height = Math.Max(Height, height);
            return y + height <= Size && width <= Size;
        }
    }
}
