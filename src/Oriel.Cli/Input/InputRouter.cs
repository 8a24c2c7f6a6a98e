using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>
/// Decides for every event of the window whether it is the guest's or the viewer's, and sends the guest's on at once, on the same thread: nothing is queued and no
/// timer runs between an event and the call that sends it. Whatever happens to focus, capture or connection, every key and button that it pressed in the guest it
/// also releases, once. For the window role; allocates nothing per event.
/// </summary>
internal sealed partial class InputRouter
{
    private readonly InputOptions _options;
    private readonly IInputControl _control;
    private readonly IPictureMap _map;
    private GuestPointer _pointer;
    private readonly IInputFeedback _feedback;
    private readonly TimeProvider _clock;
    private IGuestInput _guest;

    // Until a loss is seen: a window that never had the focus gets no keys to send.
    private bool _hasFocus = true;
    private bool _hadFocus;
    private bool _isPictureShown;
    private bool _isKeyboardGrabbed;
    private bool? _isCursorVisible;

    /// <summary>Makes one; nothing is sent or grabbed yet.</summary>
    /// <param name="options">What the user wants.</param>
    /// <param name="control">The window's keyboard and pointer.</param>
    /// <param name="guest">Where input goes.</param>
    /// <param name="map">Where the guest's screen lies in the window.</param>
    /// <param name="pointer">Where the guest's pointer is.</param>
    /// <param name="feedback">What the user is told.</param>
    /// <param name="clock">Time.</param>
    public InputRouter(InputOptions options, IInputControl control, IGuestInput guest, IPictureMap map, GuestPointer pointer, IInputFeedback feedback, TimeProvider clock)
    {
        (_options, _control, _guest, _map, _pointer, _feedback, _clock) = (options, control, guest, map, pointer, feedback, clock);
        _escape = new EscapeKey(options.EscapeKey, options.HelpDelay);
        _motion = new MotionScale { Sensitivity = options.Sensitivity, IsSmooth = options.Smoothing && !options.RawMouse };
    }

    /// <summary>Keyboard and mouse go to the guest at all.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>Sensitivity of the captured mouse now.</summary>
    public int Sensitivity => _motion.Sensitivity;

    private TimeSpan Now => _clock.GetElapsedTime(0);

    private bool CanSend => IsOn && _hasFocus && _guest.IsReady && (IsCaptured || !_options.CaptureOnly);

    // The pointer needs no focus: a wheel turned over the window is meant for it.
    private bool CanPoint => IsOn && _guest.IsReady && (IsCaptured || !_options.CaptureOnly);

    /// <summary>Takes an event. What comes back is for the viewer to do; what the router can do itself it has done.</summary>
    public ViewerCommand Take(in WindowEvent e)
    {
        switch (e.Kind)
        {
            case WindowEventKind.KeyDown:
                return OnKeyDown(e.Key, e.IsRepeat);
            case WindowEventKind.KeyUp:
                OnKeyUp(e.Key);
                break;
            case WindowEventKind.PointerMoved:
                OnMotion(e);
                break;
            case WindowEventKind.ButtonDown:
                OnButtonDown(e);
                break;
            case WindowEventKind.ButtonUp:
                ReleaseButton(e.Button);
                break;
            case WindowEventKind.Wheel:
                OnWheel(e);
                break;
            case WindowEventKind.PointerEntered:
                OnEntered();
                break;
            case WindowEventKind.PointerLeft:
                OnLeft();
                break;
            case WindowEventKind.FocusGained:
                OnFocusGained();
                break;
            case WindowEventKind.FocusLost:
                OnFocusLost();
                break;
        }

        return ViewerCommand.None;
    }

    /// <summary>How long until <see cref="Tick"/> has something to do; null = nothing is waiting.</summary>
    public TimeSpan? UntilTick
    {
        get
        {
            var due = _escape.HelpDue;
            if (_settleDue is { } settle && (due is null || settle < due))
            {
                due = settle;
            }

            return due is not { } at ? null : at > Now ? at - Now : TimeSpan.Zero;
        }
    }

    /// <summary>Time passed: shows the help when it is due, and puts the guest's pointer right where it came to rest wrong.</summary>
    public void Tick()
    {
        var now = Now;
        if (_escape.Tick(now))
        {
            _feedback.ShowHelp(HelpLines.For(_options));
        }

        if (_settleDue is { } due && now >= due)
        {
            Settle(now);
        }
    }

    /// <summary>A picture of the guest is on the screen, with the guest's pointer in it.</summary>
    public void SetPictureShown(bool isShown)
    {
        _isPictureShown = isShown;
        UpdateCursor();
    }

    /// <summary>The connection became ready, or was lost: then the server has released everything by itself.</summary>
    public void GuestReadyChanged(bool isReady)
    {
        _isExpectedKnown = false;
        _askedMode = MouseModes.None;
        if (!isReady)
        {
            ForgetKeys();
            _buttons = 0;
            EndCapture();
            return;
        }

        // A loss in between may have gone by unseen; then there is nothing to release, and nobody is hurt.
        ReleaseAll();

        GuestModesChanged();
        if (_hasFocus && _hadFocus)
        {
            SendLocks();
        }
    }

    /// <summary>The guest's lock keys changed.</summary>
    public void GuestLocksChanged(KeyLocks locks)
    {
        if (!_hasFocus || _options.Locks == LockSync.Off || Now - _lockKeyAt < s_lockPatience)
        {
            return;
        }

        var wanted = (LockKeys)locks;
        var host = _control.Locks;
        var different = (wanted ^ host) & ~LockKeys.Scroll;
        if (different == 0 || (_options.Locks == LockSync.Both && _control.SetLocks((wanted & ~LockKeys.Scroll) | (host & LockKeys.Scroll))))
        {
            return;
        }

        var isCaps = (different & LockKeys.Caps) != 0;
        var isOn = (wanted & (isCaps ? LockKeys.Caps : LockKeys.Num)) != 0;
        _feedback.ShowNotice($"{(isCaps ? "Caps" : "Num")} Lock is {(isOn ? "on" : "off")} in the guest");
    }

    /// <summary>Input goes to another place from now on; the old one is left with nothing pressed.</summary>
    public void SetGuest(IGuestInput guest)
    {
        ReleaseAll();
        EndCapture();
        _guest = guest;
        _askedMode = MouseModes.None;
        if (guest.IsReady)
        {
            GuestReadyChanged(true);
        }
    }

    /// <summary>Another source tells where the guest's pointer is from now on, because another picture is shown.</summary>
    public void SetPointer(GuestPointer pointer)
    {
        _pointer = pointer;
        _isExpectedKnown = false;
    }

    /// <summary>The viewer ends: everything is released and given back.</summary>
    public void Close()
    {
        ReleaseAll();
        EndCapture();
        _hasFocus = false;
        UpdateGrab();
    }

    private void OnFocusGained()
    {
        var isFirst = !_hadFocus;
        (_hasFocus, _hadFocus) = (true, true);

        // What is held is reported after this.
        _down.Clear();
        SendLocks();
        UpdateGrab();
        if (_options.CaptureOnFocus || (_options.CaptureOnStart && isFirst))
        {
            BeginCapture(isAutomatic: false);
        }
    }

    private void OnFocusLost()
    {
        EndEscape();
        ReleaseAll();
        _down.Clear();
        EndCapture();
        _hasFocus = false;
        UpdateGrab();
    }

    private void ReleaseAll()
    {
        if (_pressed > 0 || _buttons != 0)
        {
            _guest.ReleaseAll();
        }

        ForgetKeys();
        _buttons = 0;
    }

    // Scroll Lock stays out of it: as the escape key it is tapped all the time, and nobody uses its light.
    private void SendLocks()
    {
        if (_options.Locks != LockSync.Off && IsOn && _guest.IsReady)
        {
            _guest.SetLocks(((KeyLocks)_control.Locks & ~KeyLocks.Scroll) | (_guest.Locks & KeyLocks.Scroll));
        }
    }

    private void UpdateGrab()
    {
        var wanted = _hasFocus && IsOn && (IsCaptured
            ? _options.GrabKeyboard
            : _options.GrabKeyboardOnFocus || (_options.AutoCapture && _isInside && _isPictureShown));
        if (wanted != _isKeyboardGrabbed)
        {
            _isKeyboardGrabbed = wanted;
            _control.SetKeyboardGrab(wanted);
        }
    }

    private void UpdateCursor()
    {
        var visible = _options.AlwaysShowCursor || !_options.HideCursor || !_isPictureShown || !IsOn || (_options.CaptureOnly && !IsCaptured);
        if (visible != _isCursorVisible)
        {
            _isCursorVisible = visible;
            _control.SetCursorVisible(visible);
        }
    }
}
