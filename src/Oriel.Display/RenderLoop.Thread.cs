using Oriel.Display.Context;
using Oriel.Display.Drawing;
using Oriel.Display.Overlay;
using Oriel.Display.Presentation;
using Oriel.Display.Text;
using Oriel.Relay.Consumer;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display;

/// <content>The render thread itself.</content>
public sealed partial class RenderLoop
{
    private const int StatusWidth = 1280;
    private const int StatusHeight = 720;

    private GlContext _gl = null!;
    private PicturePainter _painter = null!;
    private RenderTarget _target = null!;
    private OverlayPainter _overlay = null!;
    private readonly AllocationLedger _ledger = new();
    private ViewSettings _active = new();
    private readonly List<TaskCompletionSource<CapturedPicture>> _dueCaptures = [];
    private FrameTimes _times;
    private bool _hasNewFrame;
    private bool _isDirty;
    private bool _isHudDirty;
    private bool _wasDirty;
    private bool _hadOverlay;
    private readonly StaleArea _stale = new();
    private bool _isStuck;
    private Presenter _presenter = null!;
    private long _holdUntilNs;
    private int _pictureWidth;
    private int _pictureHeight;

    /// <summary>The part of the target that was drawn last; null = all of it. For tests.</summary>
    internal PixelRect? DrawnArea => _target.Limit;

    /// <summary>Where the figures were drawn last, target pixels; for tests.</summary>
    internal PixelRect HudArea => _overlay.Hud.Area;

    private void Run()
    {
        try
        {
            SetUp();
            _started.Set();
            while (TakeRequests())
            {
                Work();
                Wait();
            }
        }
        catch (OrielException failure)
        {
            End(failure);
        }
        catch (Exception failure) when (!_started.IsSet)
        {
            End(failure);
        }
        finally
        {
            foreach (var capture in _dueCaptures)
            {
                capture.TrySetCanceled();
            }

            TearDown();
            _started.Set();
        }
    }

    private void End(Exception failure)
    {
        _failure = failure;
        if (_started.IsSet)
        {
            CancelCaptures();
            Failed?.Invoke((OrielException)failure);
        }
    }

    private void SetUp()
    {
        _gl = GlContext.Create(_surface);
        _target = new RenderTarget(_gl.Gl, _surface is not null);
        _windowCopy = _options.AllowWindowCopies ? WindowCopy.Create(_surface, _gl, _ledger) : null;
        _painter = new PicturePainter(_gl.Gl, _ledger);
        SetUpSources(_options.AllowPersistentMapping && _gl.HasBufferStorage);
        _overlay = new OverlayPainter(_gl.Gl, new FontLoader(FontsReady, _options.FontName), _ledger, _options.StatusTitle, _options.FontPixels);
        _active = Volatile.Read(ref _settings);
        // Once with numbers of every kind: what the runtime sets up for formatting them, it sets up here.
        _overlay.Hud.Update(new RenderFigures.Snapshot { PresentsPerSecond = 59.94, FramesPerSecond = 143.86, Copy = 812_345, Submit = -1, Present = 7_312_345 }, default, true, null, _renderer);
        _ = UpdateHud();
        _presenter = new Presenter(_gl, _surface, _wake, OnShown, Warned, _ledger);
        _presenter.Apply(_active, Volatile.Read(ref _isFullScreen));
        _presentation = _presenter.Description;
        _renderer = DescribeRenderer(_relay.Buffers.IsAllowed ? "mapped upload" : "plain upload");
        _isDirty = true;

        // A first picture that is there already is drawn before the first wait, which binds native functions: here instead. Nobody's signal is lost, all requests are looked at next.
        _wake.Signal();
        _ = _wake.Wait(0);
    }

    // On the font thread.
    private void FontsReady(string? problem)
    {
        if (problem is not null)
        {
            Warned?.Invoke($"no text will be shown: {problem}");
        }

        Request(LoopRequest.Invalidate);
    }

    private void TearDown()
    {
        if (_gl is null)
        {
            return;
        }

        // Closing connections binds native functions and is no cost of a picture.
        var mark = AllocationLedger.Mark();
        _presenter?.Dispose();
        _ledger.Exempt(mark);
        Publish(isForced: true);

        // A feed that still fills a mapped buffer keeps it, and with it the context: leaking at the end beats unmapping memory under a writer.
        if (_relay is not null && _fallback is not null && !(_relay.Ring.Close(s_stopPatience / 2) & _fallback.Ring.Close(s_stopPatience / 4)))
        {
            return;
        }

        _probe?.Dispose();
        _relay?.Dispose();
        _fallback?.Dispose();
        _overlay?.Dispose();
        _painter?.Dispose();
        _target?.Dispose();
        _windowCopy?.Dispose();
        _gl.Dispose();
    }

    private bool TakeRequests()
    {
        var requests = (LoopRequest)Interlocked.Exchange(ref _requests, 0);
        if ((requests & LoopRequest.Stop) != 0)
        {
            return false;
        }

        if ((requests & LoopRequest.Buffers) != 0)
        {
            var mark = AllocationLedger.Mark();
            _relay.Buffers.Tend();
            _fallback.Buffers.Tend();
            _ledger.Exempt(mark);
        }

        while ((requests & LoopRequest.Notice) != 0 && _notices.TryDequeue(out var notice))
        {
            _overlay.Notices.Add(notice, FrameTimes.Now());
        }

        if ((requests & LoopRequest.Panel) != 0)
        {
            _overlay.Panel.Lines = Volatile.Read(ref _panel);
        }

        if ((requests & (LoopRequest.Settings | LoopRequest.Presentation)) != 0)
        {
            TakeSettings();
        }

        if ((requests & LoopRequest.Cursor) != 0)
        {
            TakeCursors();
        }

        // Taken before the mailbox is looked at: a capture shows every frame published before it was asked for.
        if ((requests & LoopRequest.Capture) != 0)
        {
            var mark = AllocationLedger.Mark();
            while (_captures.TryDequeue(out var capture))
            {
                _dueCaptures.Add(capture);
            }

            _ledger.Exempt(mark);
        }

        const LoopRequest geometry = LoopRequest.Resize | LoopRequest.Settings;
        if ((requests & geometry) != 0)
        {
            UpdateLayout();
        }

        const LoopRequest whole = geometry | LoopRequest.Invalidate | LoopRequest.Status | LoopRequest.Notice | LoopRequest.Panel | LoopRequest.Capture;
        if ((requests & whole) != 0)
        {
            _isDirty = true;
            _stale.SetEverything();
        }

        return true;
    }

    private void Work()
    {
        AssertRenderThread();
        var now = FrameTimes.Now();
        _presenter.Collect(now);
        Repeat(now);
        _holdUntilNs = HasWork ? _presenter.HoldUntil(now) : 0;
        if (_holdUntilNs != 0)
        {
            return;
        }

        _presenter.Begin(now);
        TakeFrames();
        now = FrameTimes.Now();
        _overlay.SetNote(Volatile.Read(ref _statusNote));
        _overlay.SetAdvice(Volatile.Read(ref _statusAdvice));
        _overlay.Notices.Indicator = Volatile.Read(ref _indicator);
        _overlay.SetStatus(_relay.Sink.Status, _relay.Ring.Refusal, _shown.Frame.HasPicture, isReplaced: _shownSource == (int)ShownSource.Fallback, now);
        if (_overlay.Tick(now))
        {
            _isDirty = true;
            _stale.SetEverything();
        }

        if ((_isDirty || _isHudDirty) && !(_isStuck && _dueCaptures.Count > 0))
        {
            Draw();
        }

        Publish(isForced: false);
    }

    private bool HasWork => _isDirty || _isHudDirty || _dueCaptures.Count > 0 || _relay.Ring.HasFrame || _fallback.Ring.HasFrame;

    private long RepeatDueNs => _shown.Frame.HasPicture ? _presenter.RepeatDueNs : long.MaxValue;

    private void Repeat(long nowNs)
    {
        if (nowNs >= RepeatDueNs)
        {
            _isDirty = true;
            _stale.SetEverything();
        }
    }

    private void Publish(bool isForced)
    {
        if (_figures.Refresh(FrameTimes.Now(), _relay?.Ring.Overwritten ?? 0, _ledger.Bytes, _presenter, isForced) && _active.ShowHud && !isForced)
        {
            _isHudDirty = UpdateHud();
        }
    }

    // Redraws once when the figures changed; a desktop that stands still comes to rest with them.
    private bool UpdateHud()
    {
        _overlay.Hud.Clock = Volatile.Read(ref _clock)?.Invoke() ?? ClockEstimate.None;
        return _overlay.Hud.Update(_figures.Latest, _shown.Frame.Frame, _shown.Frame.HasPicture, Volatile.Read(ref _counters), _renderer, _overlay.Guest);
    }

    private void Wait()
    {
        // Only a fence that did not come in time makes the loop look again by itself; everything else wakes it.
        const long second = 1_000_000_000;
        var now = FrameTimes.Now();
        var due = _isStuck ? now + (second / 1000) : now + (3600 * second);
        due = Math.Min(due, _holdUntilNs != 0 ? _holdUntilNs : Math.Min(RepeatDueNs, _isDirty || _isHudDirty ? now : Math.Min(_figures.NextRefreshNs, _overlay.NextChangeNs)));
        _presenter.Wait(due);
    }

    private void TakeSettings()
    {
        var hadHud = _active.ShowHud;
        _active = Volatile.Read(ref _settings);
        if (_active.ShowHud && !hadHud)
        {
            _ = UpdateHud();
        }

        var mark = AllocationLedger.Mark();
        _presenter.Apply(_active, Volatile.Read(ref _isFullScreen));
        Volatile.Write(ref _presentation, _presenter.Description);
        _ledger.Exempt(mark);
    }

    // For a new format, another window size or other settings.
    private void UpdateLayout()
    {
        var mark = AllocationLedger.Mark();
        LayOut();
        _ledger.Exempt(mark);
    }

    private void LayOut()
    {
        var size = Volatile.Read(ref _size);
        var (width, height) = ((int)(size >> 32), (int)(uint)size);
        if (_surface is not null && (width == 0 || height == 0))
        {
            (width, height) = (1, 1);
        }

        PictureLayout? layout = null;
        if (_shown.Frame.HasPicture)
        {
            layout = PictureLayout.Make(_shown.Frame.Frame, _active, width, height);
            (width, height) = (layout.TargetWidth, layout.TargetHeight);
        }
        else if (width == 0 || height == 0)
        {
            (width, height) = (StatusWidth, StatusHeight);
        }

        if (_target.Width != width || _target.Height != height)
        {
            _target.Resize(width, height);
            _gl.Resize(width, height);
        }

        Volatile.Write(ref _layout, layout);
        if (layout is not null && (layout.PictureWidth != _pictureWidth || layout.PictureHeight != _pictureHeight))
        {
            (_pictureWidth, _pictureHeight) = (layout.PictureWidth, layout.PictureHeight);
            PictureSizeChanged?.Invoke(_pictureWidth, _pictureHeight);
        }
    }

    private void Draw()
    {
        if (TryCopyToWindow())
        {
            return;
        }

        _wasDirty = _isDirty;
        _isDirty = _isHudDirty = false;
        if (_target.Width == 0)
        {
            UpdateLayout();
        }

        var gl = _gl.Gl;
        _target.Bind();
        LimitDrawing();
        if (_target.Limit is null && (_layout is not { CoversTarget: true } || !_active.ShowPicture))
        {
            gl.Disable(ScissorTest);
            gl.ClearColor(0, 0, 0, 1);
            gl.Clear(ColorBufferBit);
        }

        gl.Enable(ScissorTest);
        if (_layout is { } layout && _active.ShowPicture)
        {
            _painter.Draw(_target, layout, _active, _shown);
        }

        _overlay.Draw(_target, _active.ShowHud, _active.ShowTimings);

        PicturePresented?.Invoke(_target.Read());
        Capture();
        Present();
    }

    // What is over the picture is drawn with all of it: its parts blend, and drawing a part twice would show.
    private void LimitDrawing()
    {
        var hasOverlay = _active.ShowHud || _active.ShowTimings || _overlay.IsDue;
        var isWhole = _stale.IsEverything || hasOverlay || _hadOverlay || !_active.ShowPicture || _layout is null || !(_surface is null || _gl.KeepsPicture);
        _target.Limit = isWhole ? null : _stale.Rect;
        _hadOverlay = hasOverlay;
        _stale.Clear();
    }

    private void Capture()
    {
        if (_dueCaptures.Count == 0)
        {
            return;
        }

        var mark = AllocationLedger.Mark();
        var picture = _target.Read();
        foreach (var capture in _dueCaptures)
        {
            capture.TrySetResult(picture);
        }

        _dueCaptures.Clear();
        _ledger.Exempt(mark);
    }

    private void Present()
    {
        if (!_presenter.Present(_times, _hasNewFrame, _target.Limit, _target.Height))
        {
            throw new OrielException(DisplayErrors.NoSurface, "eglSwapBuffers failed", "a window that can be drawn to", "the window or the GPU went away; start the viewer again");
        }

        FinishPresent();
    }

    // The picture is where Submitted led to: by a swap, or by the direct way.
    private void FinishPresent()
    {
        _figures.CountPresent(isOnlyFigures: !_wasDirty);
        if (_hasNewFrame)
        {
            _ledger.Begin();
        }

        _hasNewFrame = false;
    }

    // By the presenter, for every frame that was shown.
    private void OnShown(FrameTimes times)
    {
        _figures.CountTimes(times);
        _overlay.Graph.Add(times);
        FramePresented?.Invoke(times);
    }
}
