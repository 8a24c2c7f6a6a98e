using Oriel.Display.Drawing;
using Oriel.Display.Text;

namespace Oriel.Display.Overlay;

/// <summary>Draws the status words as a block in the middle of the target. Render role; lays the words out again only when they or the size change.</summary>
internal sealed class StatusScreen
{
    private readonly List<(string Text, GlyphSet Glyphs, TextColor Color, int GapBefore)> _lines = [];
    private StatusWords? _words;
    private FontAtlas? _atlas;
    private int _width;
    private int _blockWidth;
    private int _blockHeight;

    /// <summary>Collects the block into a batch; <paramref name="overPicture"/> dims what is below.</summary>
    public void Write(TextBatch batch, RenderTarget target, StatusWords words, bool overPicture)
    {
        var atlas = batch.Atlas!;
        if (!ReferenceEquals(words, _words) || !ReferenceEquals(atlas, _atlas) || target.Width != _width)
        {
            (_words, _atlas, _width) = (words, atlas, target.Width);
            LayOut(words, atlas, target.Width);
        }

        var margin = atlas.Pixels * 2;
        var left = (target.Width - _blockWidth) / 2;
        var top = Math.Max(0, (target.Height - _blockHeight) / 2);
        if (overPicture)
        {
            batch.Fill(new PixelRect(0, 0, target.Width, target.Height), TextColor.Dim);
        }

        batch.Fill(new PixelRect(left - margin, top - margin, _blockWidth + (2 * margin), _blockHeight + (2 * margin)), TextColor.Panel);
        batch.Fill(new PixelRect(left - margin, top - margin, Math.Max(2, atlas.Pixels / 5), _blockHeight + (2 * margin)), TextColor.Accent);
        var y = top;
        foreach (var line in _lines)
        {
            y += line.GapBefore;
            batch.Write(left, y, line.Text, line.Glyphs, line.Color);
            y += line.Glyphs.LineHeight;
        }
    }

    private void LayOut(StatusWords words, FontAtlas atlas, int targetWidth)
    {
        _lines.Clear();
        var width = Math.Max(atlas.Pixels * 4, Math.Min(targetWidth - (atlas.Pixels * 5), atlas.Pixels * 44));
        Add(words.Headline, atlas.Headline, TextColor.Bright, 0, width);
        Add(words.Seen, atlas.Text, TextColor.Bright, atlas.Pixels, width);
        Add(words.Advice, atlas.Text, TextColor.Accent, atlas.Pixels, width);
        if (words.Note.Length > 0)
        {
            Add(words.Note, atlas.Text, TextColor.Bright, atlas.Pixels, width);
        }

        Add(words.Source, atlas.Text, TextColor.Soft, atlas.Pixels, width);
        (_blockWidth, _blockHeight) = (0, 0);
        foreach (var line in _lines)
        {
            _blockWidth = Math.Max(_blockWidth, line.Glyphs.Measure(line.Text));
            _blockHeight += line.GapBefore + line.Glyphs.LineHeight;
        }
    }

    private void Add(string text, GlyphSet glyphs, TextColor color, int gap, int width)
    {
        foreach (var line in TextLines.Wrap(text, glyphs, width))
        {
            _lines.Add((line, glyphs, color, gap));
            gap = 0;
        }
    }
}
