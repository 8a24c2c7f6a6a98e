namespace Oriel.Display.Text;

/// <summary>The glyphs of one size: printable Latin-1 and a few signs. Anything else, whatever a guest put into a text, is drawn as a question mark. Immutable once built.</summary>
internal sealed class GlyphSet
{
    private const string MoreSigns = "…–—•→×’“”µ";
    private readonly Glyph[] _latin = new Glyph[256];
    private readonly Glyph[] _more = new Glyph[MoreSigns.Length];

    /// <summary>From the top of a line to its baseline, pixels.</summary>
    public required int Ascent { get; init; }

    /// <summary>From one line to the next, pixels.</summary>
    public required int LineHeight { get; init; }

    /// <summary>All characters that get a glyph.</summary>
    public static IEnumerable<char> Characters => Enumerable.Range(32, 95).Concat(Enumerable.Range(160, 96)).Select(c => (char)c).Concat(MoreSigns).Distinct();

    /// <summary>The glyph of a character.</summary>
    public ref readonly Glyph this[char c]
    {
        get
        {
            if (c is (>= ' ' and <= '~') or (>= '\u00A0' and <= '\u00FF'))
            {
                return ref _latin[c];
            }

            var at = MoreSigns.IndexOf(c, StringComparison.Ordinal);
            return ref at >= 0 ? ref _more[at] : ref _latin['?'];
        }
    }

    /// <summary>Only while building.</summary>
    public void Set(char c, in Glyph glyph)
    {
        if (c < 256)
        {
            _latin[c] = glyph;
        }
        else
        {
            _more[MoreSigns.IndexOf(c, StringComparison.Ordinal)] = glyph;
        }
    }

    /// <summary>Width of a text, pixels.</summary>
    public int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var c in text)
        {
            width += this[c].Box.Advance;
        }

        return width;
    }
}
