using Oriel.Display.Drawing;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <content>
/// Where a processor draws, plain pictures go to the window past GL (<see cref="WindowCopy"/>). The two ways take turns: the first picture of either is a whole one, because neither knows what
/// the other left in the window.
/// </content>
public sealed partial class RenderLoop
{
    private WindowCopy? _windowCopy;
    private bool _isCopying;

    private bool IsPlain => _layout is { } layout && _active.ShowPicture && _active.NightVision == 0 && _active.ColorAid == ColorAid.Off && !_active.ShowHud && !_active.ShowTimings && !_overlay.IsDue
        && _dueCaptures.Count == 0 && PicturePresented is null && _shown.Frame.HasPicture && WindowCopy.CanShow(layout, _shown.Frame.Frame);

    // False: GL has to draw, and everything.
    private bool TryCopyToWindow()
    {
        if (_windowCopy is not null && IsPlain)
        {
            // The first time binds native functions.
            var (bytes, isFirst) = (_ledger.Bytes, !_isCopying);
            var isPut = TryPutPicture();
            if (isFirst)
            {
                _ledger.Restore(bytes);
            }

            if (isPut)
            {
                FinishPresent();
                return true;
            }

            _windowCopy.Dispose();
            _windowCopy = null;
        }

        if (_isCopying)
        {
            _isCopying = false;
            _stale.SetEverything();
        }

        return false;
    }

    private bool TryPutPicture()
    {
        var changed = _isCopying && !_stale.IsEverything ? _stale.Rect : (PixelRect?)null;
        _target.Bind();
        if (!_isCopying)
        {
            // What GL presented last is on its way on another connection, and must not arrive after this.
            _gl.WaitForPresents();
        }

        if (!_windowCopy!.TryPrepare(_gl.Gl, _target, _layout!, _shown, _active.ShowCursor ? _painter : null, _active, changed))
        {
            return false;
        }

        _target.Limit = changed;
        var submitted = FrameTimes.Now();
        if (!_windowCopy.TryPut())
        {
            return false;
        }

        _presenter.PresentCopied(_times with { SubmittedNs = submitted }, _hasNewFrame);

        (_wasDirty, _isDirty, _isHudDirty, _hadOverlay, _isCopying) = (_isDirty, false, false, false, true);
        _stale.Clear();
        return true;
    }
}
