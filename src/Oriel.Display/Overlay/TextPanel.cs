using Oriel.Display.Drawing;
using Oriel.Display.Text;

namespace Oriel.Display.Overlay;

/// <summary>
/// Lines in the middle of the target that stay until they are taken away: a headline, then lines whose tab parts a key from its meaning. What does not fit below each
/// other goes side by side; what does not fit at all is cut at the bottom. Render role; lays out again only when lines, font or size change.
/// </summary>
internal sealed class TextPanel
{
    private readonly List<(int X, int Y, string Text, GlyphSet Glyphs, TextColor Color)> _words = [];
    private string[]? _laidOut;
    private FontAtlas? _atlas;
    private (int Width, int Height) _target;
    private PixelRect _area;

    /// <summary>What to show; null = nothing.</summary>
    public string[]? Lines { get; set; }

    /// <summary>Collects it into a batch.</summary>
    public void Write(TextBatch batch, RenderTarget target)
    {
        if (!ReferenceEquals(Lines, _laidOut) || !ReferenceEquals(batch.Atlas, _atlas) || _target != (target.Width, target.Height))
        {
            (_laidOut, _atlas, _target) = (Lines, batch.Atlas, (target.Width, target.Height));
            LayOut(Lines ?? [], batch.Atlas!);
        }

        batch.Fill(new PixelRect(0, 0, target.Width, target.Height), TextColor.Dim);
        batch.Fill(_area, TextColor.Panel);
        batch.Fill(new PixelRect(_area.X, _area.Y, Math.Max(2, batch.Atlas!.Pixels / 5), _area.Height), TextColor.Accent);
        foreach (var (x, y, text, glyphs, color) in _words)
        {
            batch.Write(x, y, text, glyphs, color);
        }
    }

    private void LayOut(string[] lines, FontAtlas atlas)
    {
        _words.Clear();
        var (glyphs, margin) = (atlas.Text, atlas.Pixels);
        var rows = lines.Skip(1).Select(l => l.Split('\t', 2)).Select(p => (Key: p.Length > 1 ? p[0] : "", Meaning: p[^1])).ToArray();
        var title = lines.Length > 0 ? lines[0] : "";
        var head = atlas.Headline.LineHeight + (margin / 2);
        var fits = Math.Max(1, (_target.Height - head - (3 * margin)) / glyphs.LineHeight);
        var keyWidth = rows.Length == 0 ? 0 : rows.Max(r => glyphs.Measure(r.Key));
        var meaningWidth = rows.Length == 0 ? 0 : rows.Max(r => glyphs.Measure(r.Meaning));
        var columnWidth = keyWidth + margin + meaningWidth;
        var columns = Math.Max(1, Math.Min((rows.Length + fits - 1) / fits, (_target.Width - (2 * margin)) / Math.Max(1, columnWidth + (2 * margin))));
        var perColumn = Math.Min(fits, (rows.Length + columns - 1) / columns);
        var width = Math.Max((columns * columnWidth) + ((columns - 1) * 2 * margin), atlas.Headline.Measure(title)) + (2 * margin);
        var height = head + (perColumn * glyphs.LineHeight) + (2 * margin);
        _area = new PixelRect((_target.Width - width) / 2, Math.Max(0, (_target.Height - height) / 2), width, height);

        var (left, top) = (_area.X + margin, _area.Y + margin);
        _words.Add((left, top, title, atlas.Headline, TextColor.Bright));
        for (var i = 0; i < Math.Min(rows.Length, columns * perColumn); i++)
        {
            var x = left + (i / perColumn * (columnWidth + (2 * margin)));
            var y = top + head + (i % perColumn * glyphs.LineHeight);
            _words.Add((x, y, rows[i].Key, glyphs, TextColor.Accent));
            _words.Add((x + keyWidth + margin, y, rows[i].Meaning, glyphs, TextColor.Bright));
        }
    }
}
