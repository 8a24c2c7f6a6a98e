using Oriel.Display.Drawing;
using Oriel.Display.Latency;
using Oriel.Display.Text;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>The legend of <see cref="FrameGraph"/>: one line for each stage with its colour, median and 99th percentile of the last frames. Render role; allocates nothing.</summary>
internal sealed class StageTable
{
    /// <summary>Lines: a headline, the stages, the viewer's part, all of it.</summary>
    public const int Lines = FrameStages.Steps + 3;

    private const int Columns = 2;
    private const int MostCells = Lines * Columns;

    private readonly StageLatencies _stages;
    private readonly TextColor[] _colors;
    private readonly long[] _scratch;
    private readonly char[][] _cells = [.. Enumerable.Range(0, MostCells).Select(_ => new char[12])];
    private readonly int[] _lengths = new int[MostCells];

    /// <summary>Makes one that shows nothing yet.</summary>
    public StageTable(StageLatencies stages, TextColor[] colors) => (_stages, _colors, _scratch) = (stages, colors, new long[stages.Capacity]);

    /// <summary>99th percentile of the longest sum that is known.</summary>
    public long LongestNs { get; private set; }

    /// <summary>Adds up and formats anew.</summary>
    public void Update()
    {
        LongestNs = 0;
        for (var line = 1; line < Lines; line++)
        {
            var summary = _stages[StageOf(line)].Summarize(_scratch);
            Set(line, 0, summary.P50Ns);
            Set(line, 1, summary.P99Ns);
            LongestNs = Math.Max(LongestNs, summary.P99Ns);
        }
    }

    /// <summary>Its width, pixels.</summary>
    public int Measure(GlyphSet glyphs) => NameWidth(glyphs) + (Columns * ColumnWidth(glyphs));

    /// <summary>Collects it into a batch, with its top left corner there.</summary>
    public void Write(TextBatch batch, int x, int y)
    {
        var glyphs = batch.Atlas!.Text;
        var (names, column) = (NameWidth(glyphs), ColumnWidth(glyphs));
        for (var c = 0; c < Columns; c++)
        {
            WriteRight(batch, x + names + ((c + 1) * column), y, HeadlineOf(c), glyphs, TextColor.Soft);
        }

        var swatch = glyphs.LineHeight / 2;
        for (var line = 1; line < Lines; line++)
        {
            var stage = StageOf(line);
            var top = y + (line * glyphs.LineHeight);
            var isStep = line <= FrameStages.Steps;
            if (isStep)
            {
                batch.Fill(new PixelRect(x, top + (swatch / 2), swatch, swatch), ColorOf(stage));
            }

            batch.Write(x + (2 * swatch), top, FrameStages.Name(stage), glyphs, isStep ? TextColor.Soft : TextColor.Bright);
            for (var c = 0; c < Columns; c++)
            {
                var cell = (line * Columns) + c;
                WriteRight(batch, x + names + ((c + 1) * column), top, _cells[cell].AsSpan(0, _lengths[cell]), glyphs, isStep ? TextColor.Soft : TextColor.Bright);
            }
        }
    }

    private bool IsUploadKnown => _stages[FrameStage.Upload].Count > 0;

    private bool IsGuestKnown => _stages[FrameStage.Total].Count > 0;

    // Where nobody says when the upload was over, drawing has both, in the grey of the bars.
    private FrameStage StageOf(int line) => (FrameStage)(line - 1) switch
    {
        FrameStage.Draw when !IsUploadKnown => FrameStage.Render,
        <= FrameStage.Present => (FrameStage)(line - 1),
        _ when line < Lines - 1 => FrameStage.Viewer,
        _ when !IsGuestKnown && _stages[FrameStage.FromPublished].Count > 0 => FrameStage.FromPublished,
        _ => FrameStage.Total,
    };

    private TextColor ColorOf(FrameStage stage) => stage == FrameStage.Render ? TextColor.Soft : _colors[(int)stage];

    // Not an array: it would be made when the first table is drawn, which is after the first picture.
    private static string HeadlineOf(int column) => column == 0 ? "p50 ms" : "p99 ms";

    private static int NameWidth(GlyphSet glyphs) => (glyphs.LineHeight / 2 * 2) + glyphs.Measure("from published") + glyphs.LineHeight;

    private static int ColumnWidth(GlyphSet glyphs) => glyphs.Measure("  9999.99 ");

    private static void WriteRight(TextBatch batch, int right, int y, ReadOnlySpan<char> text, GlyphSet glyphs, in TextColor color) =>
        batch.Write(right - glyphs.Measure(text), y, text, glyphs, color);

    private void Set(int line, int column, long nanoseconds)
    {
        var cell = (line * Columns) + column;
        var writer = new CharWriter(_cells[cell]);
        if (nanoseconds == FrameTimes.Unknown)
        {
            writer.Add("–");
        }
        else
        {
            writer.Add(nanoseconds / 1e6, "F2", 0);
        }

        _lengths[cell] = writer.Length;
    }
}
