using Oriel.Display.Drawing;
using Oriel.Display.Text;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>The figures in the top left corner: rates, stage times, drops by reason. Formats into its own buffers, so that showing it allocates nothing. Render role.</summary>
internal sealed class Hud
{
    private const int MostLines = 5;
    private readonly char[][] _lines = [new char[160], new char[160], new char[160], new char[160], new char[160]];
    private readonly char[] _scratch = new char[160];
    private readonly int[] _lengths = new int[MostLines];

    /// <summary>Where it was drawn last, target pixels.</summary>
    public PixelRect Area { get; private set; }

    /// <summary>Formats new figures; true when a character changed.</summary>
    public bool Update(in RenderFigures.Snapshot figures, in FrameHeader frame, bool hasPicture, RelayCounters? counters, string renderer, GuestStatus? guest = null)
    {
        var line = new CharWriter(_scratch);
        line.Add(figures.PresentsPerSecond, "F1", 6);
        line.Add(" FPS");
        line.Add(figures.FramesPerSecond, "F1", 7);
        line.Add(" UPS  ");
        if (hasPicture)
        {
            line.Add(frame.FrameWidth);
            line.Add("x");
            line.Add(frame.FrameHeight);
            line.Add(" ");
            line.Add(NameOf(frame.Type));
        }
        else
        {
            line.Add("no picture");
        }

        var isChanged = Set(0, line.Length);
        line = new CharWriter(_scratch);
        AddStage(ref line, "copy", figures.Copy);
        AddStage(ref line, "  upload+draw", figures.Submit);
        AddStage(ref line, "  present", figures.Present);
        isChanged |= Set(1, line.Length);
        line = new CharWriter(_scratch);
        AddCount(ref line, "drops: overwritten ", figures.Overwritten);
        AddCount(ref line, "  superseded ", counters?.Superseded ?? 0);
        AddCount(ref line, "  missed ", counters?.Missed ?? 0);
        AddCount(ref line, "  no slot ", counters?.NoSlot ?? 0);
        AddCount(ref line, "  stalled ", counters?.Stalled ?? 0);
        AddCount(ref line, "  torn ", counters?.Torn ?? 0);
        AddCount(ref line, "  rejected ", counters?.RejectedTotal ?? 0);
        isChanged |= Set(2, line.Length);
        line = new CharWriter(_scratch);
        line.Add(renderer);
        isChanged |= Set(3, line.Length);
        line = new CharWriter(_scratch);
        if (guest is not null)
        {
            AddGuest(ref line, guest, counters);
        }

        return isChanged | Set(4, line.Length);
    }

    /// <summary>Collects it into a batch.</summary>
    public void Write(TextBatch batch)
    {
        var glyphs = batch.Atlas!.Text;
        var pad = glyphs.LineHeight / 2;
        var width = 0;
        var lines = _lengths[MostLines - 1] > 0 ? MostLines : MostLines - 1;
        for (var i = 0; i < lines; i++)
        {
            width = Math.Max(width, glyphs.Measure(_lines[i].AsSpan(0, _lengths[i])));
        }

        Area = new PixelRect(0, 0, width + (2 * pad), (lines * glyphs.LineHeight) + (2 * pad));
        batch.Fill(Area, TextColor.Panel);
        for (var i = 0; i < lines; i++)
        {
            batch.Write(pad, pad + (i * glyphs.LineHeight), _lines[i].AsSpan(0, _lengths[i]), glyphs, i == 0 ? TextColor.Bright : TextColor.Soft);
        }
    }

    private static string NameOf(FrameType type) => type switch
    {
        FrameType.Bgra => "BGRA",
        FrameType.Rgba => "RGBA",
        FrameType.Rgba10 => "RGBA10",
        FrameType.Rgba16F => "RGBA16F",
        FrameType.Bgr32 => "BGR_32",
        FrameType.Rgb24 => "RGB_24",
        _ => "?",
    };

    private static void AddGuest(ref CharWriter line, GuestStatus guest, RelayCounters? counters)
    {
        line.Add("guest: ");
        line.Add(guest.Backend.Length == 0 ? "no capture" : guest.Backend);
        if (guest.Gpu.Length > 0)
        {
            line.Add(", ");
            line.Add(guest.Gpu);
            line.Add(" ");
            line.Add(guest.GpuDriver);
        }

        AddCount(ref line, "  dropped ", Shown(counters?.GuestDropped ?? 0));
        AddCount(ref line, "  restarts ", Shown(counters?.GuestRestarts ?? 0));
    }

    // A guest may claim anything.
    private static long Shown(ulong count) => (long)Math.Min(count, 999_999_999);

    private static void AddCount(ref CharWriter line, string name, long count)
    {
        line.Add(name);
        line.Add(count);
    }

    private static void AddStage(ref CharWriter line, string name, long ns)
    {
        line.Add(name);
        if (ns < 0)
        {
            line.Add("      - ms");
        }
        else
        {
            line.Add(ns / 1e6, "F2", 7);
            line.Add(" ms");
        }
    }

    private bool Set(int line, int length)
    {
        if (length == _lengths[line] && _scratch.AsSpan(0, length).SequenceEqual(_lines[line].AsSpan(0, length)))
        {
            return false;
        }

        _scratch.AsSpan(0, length).CopyTo(_lines[line]);
        _lengths[line] = length;
        return true;
    }
}
