using Oriel.Display.Drawing;
using Oriel.Display.Text;

namespace Oriel.Display.Overlay;

/// <summary>Short texts at the bottom of the picture that go away by themselves, and one that stays while its cause does. Render role.</summary>
internal sealed class Notices
{
    private const long ShownForNs = 4_000_000_000;
    private const int MaxNotices = 4;
    private readonly List<(string Text, long UntilNs)> _notices = new(MaxNotices + 1);

    /// <summary>The notice that stays; null = none.</summary>
    public string? Standing { get; set; }

    /// <summary>What the guest says is wrong while its last picture stands; null = nothing.</summary>
    public string? Guest { get; set; }

    /// <summary>A mark that stays, such as that the microphone is on; null = none.</summary>
    public string? Indicator { get; set; }

    /// <summary>Nothing is to be drawn.</summary>
    public bool IsEmpty => _notices.Count == 0 && Standing is null && Guest is null && Indicator is null;

    /// <summary>When the next one goes away.</summary>
    public long NextChangeNs => _notices.Count == 0 ? long.MaxValue : _notices[0].UntilNs;

    /// <summary>Shows a text; the oldest makes room, or the one that it replaces.</summary>
    public void Add(string text, long nowNs, string? replaces = null)
    {
        if (replaces is not null)
        {
            for (var i = _notices.Count - 1; i >= 0; i--)
            {
                if (ReferenceEquals(_notices[i].Text, replaces))
                {
                    _notices.RemoveAt(i);
                }
            }
        }

        _notices.Add((text, nowNs + ShownForNs));
        if (_notices.Count > MaxNotices)
        {
            _notices.RemoveAt(0);
        }
    }

    /// <summary>Removes what was shown long enough; true when something was.</summary>
    public bool Expire(long nowNs)
    {
        var isChanged = false;
        while (_notices.Count > 0 && _notices[0].UntilNs <= nowNs)
        {
            _notices.RemoveAt(0);
            isChanged = true;
        }

        return isChanged;
    }

    /// <summary>Collects them into a batch, the newest lowest.</summary>
    public void Write(TextBatch batch, RenderTarget target)
    {
        var bottom = target.Height - batch.Atlas!.Text.LineHeight;
        if (Standing is { } standing)
        {
            bottom = Line(batch, target, standing, bottom, TextColor.Warning);
        }

        if (Guest is { } guest)
        {
            bottom = Line(batch, target, guest, bottom, TextColor.Warning);
        }

        if (Indicator is { } indicator)
        {
            bottom = Line(batch, target, indicator, bottom, TextColor.Accent);
        }

        for (var i = _notices.Count - 1; i >= 0; i--)
        {
            bottom = Line(batch, target, _notices[i].Text, bottom, TextColor.Bright);
        }
    }

    private static int Line(TextBatch batch, RenderTarget target, string text, int bottom, TextColor color)
    {
        var glyphs = batch.Atlas!.Text;
        var width = glyphs.Measure(text);
        var pad = glyphs.LineHeight / 3;
        var left = Math.Max(pad, (target.Width - width) / 2);
        var top = bottom - glyphs.LineHeight - (2 * pad);
        batch.Fill(new PixelRect(left - pad, top, width + (2 * pad), bottom - top), TextColor.Panel);
        batch.Write(left, top + pad, text, glyphs, color);
        return top - pad;
    }
}
