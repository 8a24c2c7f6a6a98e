using System.Runtime.InteropServices;
using Oriel.Display.Drawing;
using Oriel.Display.Text;

namespace Oriel.Display.Overlay;

/// <summary>
/// Short texts at the bottom of the picture that go away by themselves, and one that stays while its cause does; what is wider than the target goes on in the next line. Render role.
/// </summary>
internal sealed class Notices
{
    private const long ShownForNs = 4_000_000_000;
    private const int MaxNotices = 4;
    private const int MaxWrapped = 16;
    private const int LeastRoomInLines = 8;
    private readonly List<(string Text, long UntilNs)> _notices = new(MaxNotices + 1);
    private readonly Dictionary<string, List<string>> _wrapped = new(MaxWrapped);
    private (GlyphSet? Glyphs, int Room) _wrappedFor;

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

    private int Line(TextBatch batch, RenderTarget target, string text, int bottom, TextColor color)
    {
        var glyphs = batch.Atlas!.Text;
        var pad = glyphs.LineHeight / 3;
        // In a window of a few letters' width a text of many lines would hide the picture: there it is cut.
        var room = Math.Max(LeastRoomInLines * glyphs.LineHeight, target.Width - (4 * pad));
        if (glyphs.Measure(text) <= room)
        {
            return Block(batch, target, [text], bottom, color);
        }

        return Block(batch, target, CollectionsMarshal.AsSpan(Wrapped(text, glyphs, room)), bottom, color);
    }

    private static int Block(TextBatch batch, RenderTarget target, ReadOnlySpan<string> lines, int bottom, TextColor color)
    {
        var glyphs = batch.Atlas!.Text;
        var pad = glyphs.LineHeight / 3;
        var width = 0;
        foreach (var line in lines)
        {
            width = Math.Max(width, glyphs.Measure(line));
        }

        var left = Math.Max(pad, (target.Width - width) / 2);
        var top = bottom - (lines.Length * glyphs.LineHeight) - (2 * pad);
        batch.Fill(new PixelRect(left - pad, top, width + (2 * pad), bottom - top), TextColor.Panel);
        for (var i = 0; i < lines.Length; i++)
        {
            batch.Write(left, top + pad + (i * glyphs.LineHeight), lines[i], glyphs, color);
        }

        return top - pad;
    }

    // Once per text and width: a notice is drawn with every frame while it stands.
    private List<string> Wrapped(string text, GlyphSet glyphs, int room)
    {
        if (_wrappedFor != (glyphs, room) || _wrapped.Count >= MaxWrapped)
        {
            _wrapped.Clear();
            _wrappedFor = (glyphs, room);
        }

        if (!_wrapped.TryGetValue(text, out var lines))
        {
            _wrapped[text] = lines = TextLines.Wrap(text, glyphs, room);
        }

        return lines;
    }
}
