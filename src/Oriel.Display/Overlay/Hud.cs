using Oriel.Display.Drawing;
using Oriel.Display.Latency;
using Oriel.Display.Text;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>
/// The figures in the top left corner: rates, latency and its stages, how exact that is, drops by reason. Formats into its own buffers, so that showing it allocates nothing. Render role.
/// </summary>
internal sealed class Hud
{
    private const int MostLines = 7;
    private const int MostChars = 160;
    private readonly char[][] _lines = [.. Enumerable.Range(0, MostLines).Select(_ => new char[MostChars])];
    private readonly char[] _scratch = new char[MostChars];
    private readonly int[] _lengths = new int[MostLines];
    private readonly StageLatencies _stages;
    private readonly long[] _sorted;

    /// <summary>Makes one.</summary>
    /// <param name="stages">The last frames.</param>
    public Hud(StageLatencies stages)
    {
        (_stages, _sorted) = (stages, new long[stages.Capacity]);

        // What the runtime sets up for numbers of this form, it sets up here.
        var line = new CharWriter(_scratch);
        line.Add(0.25, "F2", 0);
        line.Add(0.25, "+0.0000;-0.0000", 0);
    }

    /// <summary>Where it was drawn last, target pixels.</summary>
    public PixelRect Area { get; private set; }

    /// <summary>How the feed is woken, in words; empty = unknown.</summary>
    public string Wakeup { get; set; } = "";

    /// <summary>How the guest's clock stands to ours.</summary>
    public ClockEstimate Clock { get; set; } = ClockEstimate.None;

    /// <summary>A line as it stands; for tests.</summary>
    internal string Line(int line) => new(_lines[line], 0, _lengths[line]);

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
        isChanged |= Set(1, WriteLatency());
        isChanged |= Set(2, WriteStages());
        isChanged |= Set(3, WriteEvidence(figures.Presentation.RefreshNs));
        line = new CharWriter(_scratch);
        AddCount(ref line, "drops: overwritten ", figures.Overwritten);
        AddCount(ref line, "  superseded ", counters?.Superseded ?? 0);
        AddCount(ref line, "  missed ", counters?.Missed ?? 0);
        AddCount(ref line, "  no slot ", counters?.NoSlot ?? 0);
        AddCount(ref line, "  stalled ", counters?.Stalled ?? 0);
        AddCount(ref line, "  torn ", counters?.Torn ?? 0);
        AddCount(ref line, "  rejected ", counters?.RejectedTotal ?? 0);
        isChanged |= Set(4, line.Length);
        line = new CharWriter(_scratch);
        line.Add(renderer);
        isChanged |= Set(5, line.Length);
        line = new CharWriter(_scratch);
        if (guest is not null)
        {
            AddGuest(ref line, guest, counters);
        }

        return isChanged | Set(6, line.Length);
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

    // From as early as it is known.
    private int WriteLatency()
    {
        var stage = _stages[FrameStage.Total].Count > 0 ? FrameStage.Total : _stages[FrameStage.FromPublished].Count > 0 ? FrameStage.FromPublished : FrameStage.Viewer;
        var summary = _stages[stage].Summarize(_sorted);
        var line = new CharWriter(_scratch);
        line.Add("latency, ");
        line.Add(FrameStages.Span(stage));
        AddMs(ref line, ": p50 ", summary.P50Ns);
        AddMs(ref line, "  p95 ", summary.P95Ns);
        AddMs(ref line, "  p99 ", summary.P99Ns);
        line.Add(" ms");
        return line.Length;
    }

    private int WriteStages()
    {
        var line = new CharWriter(_scratch);
        for (var stage = FrameStage.Publish; stage <= FrameStage.Present; stage++)
        {
            var shown = stage == FrameStage.Draw && _stages[FrameStage.Upload].Count == 0 ? FrameStage.Render : stage;
            line.Add(stage == FrameStage.Publish ? "" : "  ");
            line.Add(FrameStages.Name(shown));
            AddMs(ref line, " ", _stages[shown].Summarize(_sorted).P50Ns);
        }

        line.Add(" ms (p50)");
        return line.Length;
    }

    private int WriteEvidence(long refreshNs)
    {
        var line = new CharWriter(_scratch);
        line.Add("guest's clock: ");
        switch (Clock.Relation)
        {
            case ClockRelation.Shared:
                line.Add("ours");
                break;
            case ClockRelation.Estimated:
                // Seconds: it is the time between two machines' starts. The rest is how well it is known.
                line.Add("ours is ");
                line.Add(Clock.OffsetNs / 1e9, "+0.0000;-0.0000", 0);
                AddMs(ref line, " s, ±", Clock.UncertaintyNs);
                line.Add(" ms");
                break;
            default:
                line.Add("unknown");
                break;
        }

        line.Add("   shown: ");
        line.Add(FrameStages.Words(_stages.Last.Presentation));
        if (refreshNs > 0)
        {
            line.Add(", ");
            line.Add(1e9 / refreshNs, "F2", 0);
            line.Add(" Hz");
        }

        line.Add("   woken by: ");
        line.Add(Wakeup.Length == 0 ? "–" : Wakeup);
        return line.Length;
    }

    private static void AddMs(ref CharWriter line, string before, long nanoseconds)
    {
        line.Add(before);
        if (nanoseconds == FrameTimes.Unknown)
        {
            line.Add("–");
        }
        else
        {
            line.Add(nanoseconds / 1e6, "F2", 0);
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
