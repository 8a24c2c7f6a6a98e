using Oriel.Display.Drawing;
using Oriel.Display.Text;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>The times of the last frames, stage by stage, as a row of bars at the bottom left; the newest is on the right. Render role; allocates nothing.</summary>
internal sealed class FrameGraph
{
    private const int Frames = 120;
    private const int BarWidth = 3;
    private const int HeightMs = 25;
    private const int PixelsPerMs = 4;
    private const double DisplayMs = 1000.0 / 60;
    private const string Legend = "copy, upload and draw, present; line: 60 Hz";

    private readonly (int Copy, int Draw, int Present)[] _bars = new (int, int, int)[Frames];
    private int _next;

    /// <summary>Takes a presented frame's stages over; one that was not timed counts as nothing.</summary>
    public void Add(in FrameTimes times)
    {
        _bars[_next] = (Pixels(times.SeenNs, times.CopiedNs), Pixels(times.CopiedNs, times.SubmittedNs), Pixels(times.SubmittedNs, times.PresentedNs));
        _next = (_next + 1) % Frames;
    }

    /// <summary>Collects it into a batch.</summary>
    public void Write(TextBatch batch, RenderTarget target)
    {
        var glyphs = batch.Atlas!.Text;
        var pad = glyphs.LineHeight / 2;
        const int height = HeightMs * PixelsPerMs;
        var width = Math.Max(Frames * BarWidth, glyphs.Measure(Legend));
        var top = target.Height - height - glyphs.LineHeight - (3 * pad);
        batch.Fill(new PixelRect(0, top, width + (2 * pad), target.Height - top), TextColor.Panel);
        batch.Write(pad, top + pad, Legend, glyphs, TextColor.Soft);
        var ground = target.Height - pad;
        for (var i = 0; i < Frames; i++)
        {
            var bar = _bars[(_next + i) % Frames];
            var (x, y) = (pad + (i * BarWidth), ground);
            y = Stack(batch, x, y, Math.Min(bar.Copy, height), TextColor.Accent);
            y = Stack(batch, x, y, Math.Min(bar.Draw, height - (ground - y)), TextColor.Bright);
            _ = Stack(batch, x, y, Math.Min(bar.Present, height - (ground - y)), TextColor.Warning);
        }

        batch.Fill(new PixelRect(pad, ground - (int)(DisplayMs * PixelsPerMs), Frames * BarWidth, 1), TextColor.Soft);
    }

    private static int Stack(TextBatch batch, int x, int y, int height, in TextColor color)
    {
        if (height > 0)
        {
            batch.Fill(new PixelRect(x, y - height, BarWidth - 1, height), color);
        }

        return y - Math.Max(0, height);
    }

    private static int Pixels(long from, long to) => from == FrameTimes.Unknown || to == FrameTimes.Unknown || to <= from ? 0 : (int)Math.Min(10_000, (to - from) * PixelsPerMs / 1_000_000);
}
