using Oriel.Display.Drawing;
using Oriel.Display.Upload.Direct;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <content>
/// Which picture is shown: the relay's while its session lives and has delivered a frame, else the fallback's while that is current, else words. The textures of both stay, so
/// that a change is one drawing: the last picture of the one, then the first of the other, and never nothing between.
/// </content>
public sealed partial class RenderLoop
{
    private PictureSource _relay = null!;
    private PictureSource _fallback = null!;
    private PictureSource _shown = null!;
    private string? _sourceNotice;
    private int _shownSource;
    private bool _wasRelayShown;

    /// <summary>What the second writer fills: the emulated screen, shown while the relay has nothing current. Its status says whether its picture is: only
    /// <see cref="RelayState.Live"/> is. Valid once <see cref="Start"/> returned; for one thread, like <see cref="Sink"/>.</summary>
    public IFrameSink FallbackSink => _fallback?.Sink ?? throw new InvalidOperationException("the loop was not started");

    /// <summary>Which picture is shown; sizes and positions of the other members belong to it.</summary>
    public ShownSource ShownSource => (ShownSource)Volatile.Read(ref _shownSource);

    /// <summary>Called on the render thread when <see cref="ShownSource"/> changed, before the first picture of the new source is drawn. Set it before Start; it must only post elsewhere.</summary>
    public Action<ShownSource>? ShownSourceChanged { get; set; }

    /// <summary>Every picture as it is presented; for tests, which compare them all.</summary>
    internal Action<CapturedPicture>? PicturePresented { get; set; }

    /// <summary>What imports DMA buffers instead of EGL; for tests.</summary>
    internal Func<GlFunctions, IDmaImporter>? MakeImporter { get; set; }

    /// <summary>Makes the memory files of proofs; for tests.</summary>
    internal Func<ulong, Region>? MakeProofMemory { get; set; }

    private void SetUpSources(bool allowMapping)
    {
        var isMapped = allowMapping && _options.Upload == UploadPath.Mapped;
        var importer = _options.Upload is UploadPath.Auto or UploadPath.DmaBuf ? (MakeImporter ?? (gl => new EglDmaImporter(gl, _gl.Display)))(_gl.Gl) : null;
        _relay = new PictureSource(_gl.Gl, _gl.MaxTextureSize, isMapped, _ledger, Request, importer, MakeProofMemory);
        _fallback = new PictureSource(_gl.Gl, _gl.MaxTextureSize, isMapped, _ledger, Request);
        _shown = _relay;
        SetUpUpload(allowMapping, isMapped);
    }

    private void TakeFrames()
    {
        var isRelayTaken = _relay.TakeFrame();
        var isFallbackTaken = _fallback.TakeFrame();
        var isSwitched = Choose();
        _isStuck = _relay.IsStuck || _fallback.IsStuck;
        TendUpload();
        if (_shown == _relay ? isRelayTaken : isFallbackTaken)
        {
            _times = _shown.Times;
            _hasNewFrame = _shown.HasNewFrame;
            _figures.CountFrame();
            _isDirty = true;
            AddStale(isSwitched || _shown.HasNewFormat || !_shown.HasNewFrame);
        }

        if (isSwitched || _shown.HasNewFormat)
        {
            _stale.SetEverything();
            UpdateLayout();
        }

        if (isSwitched || _shown.HasNewFrame)
        {
            _overlay.SetTruncation(_shown.Frame.Frame);
        }
    }

    // True when another source is drawn from now on.
    private bool Choose()
    {
        var source = _relay.IsCurrent ? ShownSource.Relay : _fallback.IsCurrent ? ShownSource.Fallback : ShownSource.None;
        if (source == (ShownSource)_shownSource)
        {
            return false;
        }

        // Without a current picture the last one stays, under words.
        var before = _shown;
        _shown = source switch { ShownSource.Relay => _relay, ShownSource.Fallback => _fallback, _ => _shown };
        if (source != ShownSource.None && _options.ShowSourceNotices)
        {
            AnnounceSource(source, isSwitched: _shown != before);
        }

        _wasRelayShown |= source == ShownSource.Relay;
        Volatile.Write(ref _shownSource, (int)source);
        _isDirty = true;
        _stale.SetEverything();
        TellSource(source);
        return _shown != before;
    }

    private void TellSource(ShownSource source)
    {
        var mark = AllocationLedger.Mark();
        ShownSourceChanged?.Invoke(source);
        _ledger.Exempt(mark);
    }

    private void AnnounceSource(ShownSource source, bool isSwitched)
    {
        if (!isSwitched)
        {
            return;
        }

        var mark = AllocationLedger.Mark();
        var text = source == ShownSource.Fallback
            ? _wasRelayShown ? "The guest's agent stopped; showing the emulated screen until it is back" : "Showing the emulated screen until the guest's agent runs"
            : _wasRelayShown ? "The guest's agent is back" : "The guest's agent is running";
        _overlay.Notices.Add(text, FrameTimes.Now(), replaces: _sourceNotice);
        _sourceNotice = text;
        _ledger.Exempt(mark);
    }

    private void TakeCursors()
    {
        AddStaleCursor();
        var isRelaySeen = _relay.TakeCursor();
        var isFallbackSeen = _fallback.TakeCursor();
        AddStaleCursor();
        _isDirty |= _active.ShowCursor && (_shown == _relay ? isRelaySeen : isFallbackSeen);
    }

    private void AddStale(bool isEverything)
    {
        if (isEverything || _layout is null)
        {
            _stale.SetEverything();
        }
        else
        {
            _stale.Add(_layout, _shown.Frame.Frame, _shown.Damage);
        }
    }

    // Called before and after the pointer moves: where it was, and where it is.
    private void AddStaleCursor()
    {
        if (_layout is { } layout && _shown.Cursor.IsVisible && _shown.Shape.Width > 0)
        {
            _stale.Add(PicturePainter.CursorArea(layout, _shown.Cursor, _shown.Shape.Width, _shown.Shape.Height));
        }
    }
}
