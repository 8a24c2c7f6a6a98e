using Oriel.Display.Text;

namespace Oriel.Display.Overlay;

/// <summary>Breaks a text into lines of a width. Allocates: for words that change seldom.</summary>
internal static class TextLines
{
    /// <summary>Lines of at most <paramref name="width"/> pixels; words longer than a line are cut.</summary>
    public static List<string> Wrap(string text, GlyphSet glyphs, int width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (glyphs.Measure(longer) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                {
                    lines.Add(line);
                }

                line = word;
                while (line.Length > 1 && glyphs.Measure(line) > width)
                {
                    var fits = line.Length - 1;
                    while (fits > 1 && glyphs.Measure(line.AsSpan(0, fits)) > width)
                    {
                        fits--;
                    }

                    lines.Add(line[..fits]);
                    line = line[fits..];
                }
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
