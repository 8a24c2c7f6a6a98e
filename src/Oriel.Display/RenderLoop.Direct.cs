using Oriel.Display.Drawing;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <content>
/// Where a processor draws, plain pictures go to the window past GL (<see cref="DirectPicture"/>). The two ways take turns: the first picture of either is a whole one, because neither knows what
/// the other left in the window.
/// </content>
public sealed partial class RenderLoop
{
    private DirectPicture? _direct;
    private bool _isDirect;

    private bool IsPlain => _layout is { } layout && _active.ShowPicture && _active.NightVision == 0 && !_active.ShowHud && !_active.ShowTimings && !_overlay.IsDue
        && _dueCaptures.Count == 0 && PicturePresented is null && _shown.Frame.HasPicture && DirectPicture.CanShow(layout, _shown.Frame.Frame);

    // False: GL has to draw, and everything.
    private bool TryDrawDirectly()
    {
        if (_direct is not null && IsPlain)
        {
            // The first time binds native functions.
            var (bytes, isFirst) = (_ledger.Bytes, !_isDirect);
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

            _direct.Dispose();
            _direct = null;
        }

        if (_isDirect)
        {
            _isDirect = false;
            _stale.SetEverything();
        }

        return false;
    }

    private bool TryPutPicture()
    {
        var changed = _isDirect && !_stale.IsEverything ? _stale.Rect : (PixelRect?)null;
        _target.Bind();
        if (!_isDirect)
        {
            // What GL presented last is on its way on another connection, and must not arrive after this.
            _gl.WaitForPresents();
        }

        if (!_direct!.TryPrepare(_gl.Gl, _target, _layout!, _shown, _active.ShowCursor ? _painter : null, _active, changed))
        {
            return false;
        }

        _target.Limit = changed;
        var submitted = FrameTimes.Now();
        if (!_direct.TryPut())
        {
            return false;
        }

        _presenter.PresentDirectly(_times with { SubmittedNs = submitted }, _hasNewFrame);

        (_wasDirty, _isDirty, _isHudDirty, _hadOverlay, _isDirect) = (_isDirty, false, false, false, true);
        _stale.Clear();
        return true;
    }
}
