using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <content>Capture, and the mouse mode that goes with it.</content>
internal sealed partial class InputRouter
{
    private const string NotConnected = "Keyboard and mouse are not connected to the guest (SPICE)";

    // A server answers a request for a mode within a round trip, or not at all.
    private static readonly TimeSpan s_modePatience = TimeSpan.FromSeconds(1);

    private readonly MotionScale _motion;
    private MouseModes _askedMode;
    private TimeSpan _askedAt;
    private bool _isAutomatic;
    private bool _saidTablet;

    /// <summary>Keyboard and mouse are captured.</summary>
    public bool IsCaptured { get; private set; }

    /// <summary>The server's mouse modes changed, or the one in force.</summary>
    public void GuestModesChanged()
    {
        var wanted = WantedMode();
        if (_guest.MouseMode == wanted)
        {
            _askedMode = MouseModes.None;
            return;
        }

        if (_guest.IsReady && wanted != MouseModes.None && (_guest.SupportedMouseModes & wanted) != 0 && _askedMode != wanted)
        {
            (_askedMode, _askedAt) = (wanted, Now);
            _guest.RequestMouseMode(wanted);
        }
    }

    // Captured motion is relative. Otherwise a position is better than any reckoning of ours.
    private MouseModes WantedMode()
    {
        var offered = _guest.SupportedMouseModes;
        if (IsCaptured || _options.Mouse == MousePreference.Relative)
        {
            return (offered & MouseModes.Server) != 0 ? MouseModes.Server : MouseModes.Client;
        }

        return (offered & MouseModes.Client) != 0 ? MouseModes.Client : MouseModes.Server;
    }

    private void ToggleCapture()
    {
        if (IsCaptured)
        {
            EndCapture();
            _feedback.ShowNotice("Keyboard and mouse released");
        }
        else if (!IsOn)
        {
            _feedback.ShowNotice("Keyboard and mouse are switched off; turn them on before capturing them");
        }
        else if (!_guest.IsReady)
        {
            _feedback.ShowNotice(NotConnected);
        }
        else
        {
            BeginCapture(isAutomatic: false);
        }
    }

    private void BeginCapture(bool isAutomatic)
    {
        if (IsCaptured || !IsOn || !_hasFocus || !_guest.IsReady)
        {
            return;
        }

        if (!_control.SetRelativePointer(true, _options.RawMouse))
        {
            _feedback.ShowNotice("The window system cannot lock the pointer");
            return;
        }

        (IsCaptured, _isAutomatic) = (true, isAutomatic);
        _motion.Reset();
        _wheel.Reset();
        _settleDue = null;
        StartReckoning();
        GuestModesChanged();
        UpdateGrab();
        UpdateCursor();
        if (!isAutomatic)
        {
            _feedback.ShowNotice($"Keyboard and mouse captured: {_options.EscapeKey} releases them");
        }
    }

    private void EndCapture(bool isRelease = true)
    {
        if (!IsCaptured)
        {
            return;
        }

        if (isRelease)
        {
            ReleaseAll();
        }

        (IsCaptured, _isAutomatic, _isExpectedKnown) = (false, false, false);
        _control.SetRelativePointer(false);
        UpdateGrab();
        UpdateCursor();
        GuestModesChanged();

        // The host's pointer comes back where the guest's is, so that the hand finds it there.
        if (_pointer.Read() is { IsKnown: true, IsVisible: true } guest && _map.TryToWindow(guest.X, guest.Y, out var x, out var y))
        {
            _control.WarpPointer(x, y);
        }
    }

    // A server that only takes positions gets positions, reckoned from the motion. That works on a desktop; where a game turns endlessly it ends at the edge.
    private void WarnOfTablet(TimeSpan now)
    {
        var isRefused = (_guest.SupportedMouseModes & MouseModes.Server) == 0 || (_askedMode == MouseModes.Server && now - _askedAt > s_modePatience);
        if (isRefused && !_saidTablet)
        {
            _saidTablet = true;
            _feedback.ShowNotice("The VM takes absolute positions only (a tablet): the captured pointer stops at the screen's edge. Give the VM a mouse and remove the tablet");
        }
    }
}
