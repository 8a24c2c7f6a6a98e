using Oriel.Display.Drawing;
using Oriel.Display.Text;
using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Overlay;

/// <summary>
/// Everything drawn over the picture: figures, notices, and the words that say why there is none. Decides what is due and when that will change.
/// Without FreeType or a font the viewer works on without text. Render role.
/// </summary>
internal sealed class OverlayPainter(GlFunctions gl, FontLoader fonts, AllocationLedger ledger, string? title, int fontPixels = 0) : IDisposable
{
    // A state that passes within this time is not worth a flash of text: attaching takes a few milliseconds, a lost frame queue comes back at once.
    private const long PatienceNs = 300_000_000;

    private readonly StatusScreen _status = new();
    private RelayStatus? _shown;
    private StatusWords? _words;
    private string _note = "";
    private StatusAdvice? _advice;
    private FrameRefusal? _refusal;
    private TextBatch? _batch;
    private long _quietSinceNs = FrameTimes.Now();
    private ulong _neededMebibytes;
    private bool _isStatusDue;
    private bool _hasPicture;
    private bool _isReplaced;
    private bool _isNoticeNew;
    private readonly (FrameGraph Graph, Hud Hud) _figures = MakeFigures();

    /// <summary>Figures.</summary>
    public Hud Hud => _figures.Hud;

    /// <summary>Times of the last frames.</summary>
    public FrameGraph Graph => _figures.Graph;

    /// <summary>Notices.</summary>
    public Notices Notices { get; } = new();

    /// <summary>What is shown until it is taken away.</summary>
    public TextPanel Panel { get; } = new();

    /// <summary>Takes the relay's state and its ring's refusal over; <paramref name="isReplaced"/> = another picture is shown in its place, so it does not matter.</summary>
    public void SetStatus(RelayStatus? status, FrameRefusal? refusal, bool hasPicture, bool isReplaced, long nowNs)
    {
        var wasFine = IsFine;
        if (ReferenceEquals(status, _shown) && ReferenceEquals(refusal, _refusal) && hasPicture == _hasPicture && isReplaced == _isReplaced)
        {
            return;
        }

        (_shown, _refusal, _hasPicture, _isReplaced) = (status, refusal, hasPicture, isReplaced);
        if (wasFine && !IsFine)
        {
            _quietSinceNs = nowNs;
        }

        _words = null;
        Hud.Wakeup = status?.Wakeup ?? "";
        SetGuestNotice();
    }

    /// <summary>What the guest says about itself, for the figures; null when it says nothing.</summary>
    public GuestStatus? Guest => _isReplaced ? null : _shown?.Guest;

    /// <summary>A sentence to add to the words that are shown instead of a picture; empty = none.</summary>
    public void SetNote(string note)
    {
        if (note != _note)
        {
            (_note, _words) = (note, null);
        }
    }

    /// <summary>Better words for one state; null = none.</summary>
    public void SetAdvice(StatusAdvice? advice)
    {
        if (!ReferenceEquals(advice, _advice))
        {
            (_advice, _words) = (advice, null);
        }
    }

    /// <summary>The picture has rows missing: says how large the memory should be (kvmfr.md section 3.2).</summary>
    public void SetTruncation(in FrameHeader frame)
    {
        var mebibytes = !frame.IsTruncated ? 0 : System.Numerics.BitOperations.RoundUpToPowerOf2(
            ((ulong)Math.Max(frame.ScreenHeight, frame.FrameHeight) * frame.PitchBytes * 2 / 1_048_576) + 10);
        if (mebibytes != _neededMebibytes)
        {
            var mark = AllocationLedger.Mark();
            _neededMebibytes = mebibytes;
            Notices.Standing = mebibytes == 0 ? null : $"shared memory too small: need {mebibytes} MiB";
            ledger.Exempt(mark);
        }
    }

    /// <summary>Lets time pass; true when something has to be drawn again.</summary>
    public bool Tick(long nowNs)
    {
        var isDue = !IsFine && nowNs >= _quietSinceNs + PatienceNs;
        var isChanged = Notices.Expire(nowNs) | (isDue != _isStatusDue) | _isNoticeNew;
        (_isStatusDue, _isNoticeNew) = (isDue, false);
        return isChanged;
    }

    /// <summary>When <see cref="Tick"/> will have something to do.</summary>
    public long NextChangeNs => Math.Min(Notices.NextChangeNs, IsFine || _isStatusDue ? long.MaxValue : _quietSinceNs + PatienceNs);

    /// <summary>Something other than the figures is to be drawn.</summary>
    public bool IsDue => !Notices.IsEmpty || _isStatusDue || Panel.Lines is not null;

    /// <summary>Draws what is due into the bound target.</summary>
    public void Draw(RenderTarget target, bool showHud, bool showGraph)
    {
        if ((!showHud && !showGraph && Notices.IsEmpty && !_isStatusDue && Panel.Lines is null) || !TryPrepare(target))
        {
            return;
        }

        if (_isStatusDue)
        {
            WriteStatus(target);
        }

        if (showHud)
        {
            Hud.Write(_batch!);
        }

        if (showGraph)
        {
            Graph.Write(_batch!, target);
        }

        if (!Notices.IsEmpty)
        {
            var mark = AllocationLedger.Mark();
            Notices.Write(_batch!, target);
            ledger.Exempt(mark);
        }

        if (Panel.Lines is not null)
        {
            var mark = AllocationLedger.Mark();
            Panel.Write(_batch!, target);
            ledger.Exempt(mark);
        }

        _batch!.Draw(target);
    }

    /// <inheritdoc/>
    public void Dispose() => _batch?.Dispose();

    private static (FrameGraph Graph, Hud Hud) MakeFigures()
    {
        var graph = new FrameGraph();
        return (graph, new Hud(graph.Stages));
    }

    // A sink that nobody gave a status is filled by a test or a recorder: no reason to complain.
    private bool IsRelayFine => _shown is null or { State: RelayState.Live };

    private bool IsFine => _isReplaced || (_hasPicture && _refusal is null && IsRelayFine);

    /// <summary>A picture that stands still for a reason the agent knows looks like an idle guest: say it over the picture.</summary>
    private void SetGuestNotice()
    {
        var mark = AllocationLedger.Mark();
        var trouble = IsFine && !_isReplaced && _shown is { State: RelayState.Live } ? GuestTrouble.Of(_shown.Guest) : null;
        var notice = trouble is null ? null : trouble.Code.Length == 0 ? trouble.Headline : $"{trouble.Headline} ({trouble.Code})";
        if (!string.Equals(notice, Notices.Guest, StringComparison.Ordinal))
        {
            (Notices.Guest, _isNoticeNew) = (notice, true);
        }

        ledger.Exempt(mark);
    }

    // Text sizes follow the target in steps, so that dragging a window's border does not load fonts all the time.
    private static int PixelsFor(int targetHeight) => targetHeight switch { < 900 => 14, < 1300 => 16, < 1900 => 20, < 2600 => 26, _ => 32 };

    private bool TryPrepare(RenderTarget target)
    {
        var pixels = fontPixels > 0 ? fontPixels : PixelsFor(target.Height);
        if (ReferenceEquals(fonts.Loaded, _batch?.Atlas) && _batch?.Atlas is { } current && current.Pixels == pixels)
        {
            return true;
        }

        var mark = AllocationLedger.Mark();
        fonts.Want(pixels);
        if (fonts.Loaded is { } loaded)
        {
            _batch ??= new TextBatch(gl);
            _batch.Use(loaded);
        }

        ledger.Exempt(mark);
        return _batch?.Atlas is not null;
    }

    private void WriteStatus(RenderTarget target)
    {
        var mark = AllocationLedger.Mark();
        if (_words is null)
        {
            _words = _refusal is { } refusal && IsRelayFine ? StatusWords.For(refusal, _shown?.Source ?? "") : StatusWords.For(_shown ?? new RelayStatus(RelayState.Idle, "", ""), _advice);
            _words = _words with { Note = _note, Headline = title is null || _hasPicture ? _words.Headline : title };
        }

        _status.Write(_batch!, target, _words, _hasPicture);
        ledger.Exempt(mark);
    }
}
