using Oriel.Display.Drawing;
using Oriel.Display.Latency;
using Oriel.Display.Text;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>
/// The times of the last frames, stage by stage, as a row of stacked bars at the bottom left, the newest on the right, and beside them what each stage comes to. A stage that was
/// not measured has no bar of its own: the next known time closes a grey one. Render role; allocates nothing.
/// </summary>
internal sealed class FrameGraph
{
    private const int Frames = 120;
    private const int NewSummaryAfter = 20;
    private const double DisplayMs = 1000.0 / 60;

    // Told apart also by people who do not see red or green: light and dark alternate.
    private static readonly TextColor[] s_colors =
    [
        new(0.62f, 0.48f, 0.92f, 1), new(0.98f, 0.62f, 0.62f, 1), TextColor.Accent, new(0.16f, 0.62f, 0.50f, 1), TextColor.Bright, TextColor.Warning,
    ];

    private static readonly int[] s_scalesMs = [5, 10, 25, 50, 100, 250, 500, 1000, 2500];

    private readonly FrameTimes[] _frames = new FrameTimes[Frames];
    private readonly StageTable _table;
    private int _next;
    private int _sinceSummary = NewSummaryAfter;
    private int _scaleMs = s_scalesMs[2];

    /// <summary>Makes one.</summary>
    public FrameGraph()
    {
        Array.Fill(_frames, new FrameTimes());
        _table = new StageTable(Stages, s_colors);

        // What the runtime sets up for sorting, it sets up here and not while frames are drawn.
        ((Span<long>)stackalloc long[] { 2, 1 }).Sort();
    }

    /// <summary>The last frames, for the figures.</summary>
    public StageLatencies Stages { get; } = new(Frames);

    /// <summary>Takes a presented frame's stages over.</summary>
    public void Add(in FrameTimes times)
    {
        Stages.Add(times);
        _frames[_next] = times;
        _next = (_next + 1) % Frames;
        _sinceSummary++;
    }

    /// <summary>Collects it into a batch.</summary>
    public void Write(TextBatch batch, RenderTarget target)
    {
        if (_sinceSummary >= NewSummaryAfter)
        {
            _sinceSummary = 0;
            _table.Update();
            _scaleMs = ScaleFor(_table.LongestNs);
        }

        var glyphs = batch.Atlas!.Text;
        var pad = glyphs.LineHeight / 2;
        var barWidth = Math.Max(2, ((batch.Atlas.Pixels * 3) + 8) / 16);
        var height = StageTable.Lines * glyphs.LineHeight;
        var table = _table.Measure(glyphs);

        // A narrow window keeps the words and loses old frames.
        var bars = Math.Clamp((target.Width - table - (4 * pad)) / barWidth, 0, Frames);
        var top = target.Height - height - (2 * pad);
        batch.Fill(new PixelRect(0, top, (bars * barWidth) + table + (4 * pad), target.Height - top), TextColor.Panel);
        var area = new PixelRect(pad, top + pad, bars * barWidth, height);
        WriteBars(batch, area, barWidth, bars);
        if (bars > 0)
        {
            WriteScale(batch, area, glyphs);
        }

        _table.Write(batch, (2 * pad) + area.Width, area.Y);
    }

    /// <summary>The end of a scale that shows so long a frame.</summary>
    internal static int ScaleFor(long longestNs)
    {
        foreach (var scale in s_scalesMs)
        {
            if (longestNs <= scale * 1_000_000L)
            {
                return scale;
            }
        }

        return s_scalesMs[^1];
    }

    private void WriteBars(TextBatch batch, PixelRect area, int barWidth, int bars)
    {
        var pixelsPerNs = area.Height / (_scaleMs * 1e6);
        for (var i = 0; i < bars; i++)
        {
            ref readonly var times = ref _frames[(_next + Frames - bars + i) % Frames];
            var x = area.X + (i * barWidth);
            var start = FrameTimes.Unknown;
            var last = FrameTimes.Unknown;
            var drawn = 0;
            var isWhole = true;
            for (var point = 0; point < FrameStages.Points; point++)
            {
                var time = FrameStages.Point(times, point);
                if (time == FrameTimes.Unknown)
                {
                    isWhole = false;
                    continue;
                }

                if (start == FrameTimes.Unknown)
                {
                    (start, last, isWhole) = (time, time, true);
                    continue;
                }

                // Heights of sums, not sums of heights: rounding does not add up. Times that run backwards (a guest's clock that is off) end the bar where it is.
                last = Math.Max(last, time);
                var end = Math.Min(area.Height, (int)Math.Round((last - start) * pixelsPerNs));
                if (end > drawn)
                {
                    batch.Fill(new PixelRect(x, area.Y + area.Height - end, Math.Max(1, barWidth - 1), end - drawn), isWhole ? s_colors[point - 1] : TextColor.Soft);
                    drawn = end;
                }

                isWhole = true;
            }
        }
    }

    private void WriteScale(TextBatch batch, PixelRect area, GlyphSet glyphs)
    {
        batch.Fill(new PixelRect(area.X, area.Y, area.Width, 1), TextColor.Soft);
        Span<char> words = stackalloc char[24];
        var writer = new CharWriter(words);
        writer.Add(_scaleMs);
        writer.Add(" ms");
        var line = (int)(DisplayMs * area.Height / _scaleMs);
        if (line < area.Height)
        {
            batch.Fill(new PixelRect(area.X, area.Y + area.Height - line, area.Width, 1), TextColor.Bright);
            writer.Add(", line: 60 Hz");
        }

        batch.Write(area.X, area.Y, words[..writer.Length], glyphs, TextColor.Soft);
    }
}
