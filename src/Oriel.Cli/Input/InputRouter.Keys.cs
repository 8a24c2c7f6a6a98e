using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <content>Keys.</content>
internal sealed partial class InputRouter
{
    private const int CodeSlots = 0x100;

    // The guest's light follows a key press by a moment, and the host's own lock changes with the press or with the release.
    private static readonly TimeSpan s_lockPatience = TimeSpan.FromMilliseconds(700);

    private static readonly PcKey[] s_leftSuper = [new(0xE05B)];
    private static readonly PcKey[] s_rightSuper = [new(0xE05C)];
    private static readonly PcKey[] s_ctrlAltDelete = [new(0x1D), new(0x38), new(0xE053)];

    private readonly EscapeKey _escape;
    private readonly KeySet _down = new();
    private readonly ushort[] _sent = new ushort[KeyMap.Keys];
    private readonly byte[] _holders = new byte[CodeSlots];
    private int _pressed;
    private TimeSpan _lockKeyAt = TimeSpan.MinValue / 2;

    private ViewerCommand OnKeyDown(PhysicalKey key, bool isRepeat)
    {
        if (isRepeat || !_down.Add(key))
        {
            // The guest repeats by itself. The viewer's own keys repeat where that means something.
            return _escape.IsHeld && !_options.EscapeKey.Contains(key) ? Repeat(_options.Bindings.Find(key, _down)) : ViewerCommand.None;
        }

        if (!_escape.IsHeld && _options.EscapeKey.Contains(key) && _options.EscapeKey.IsDown(_down))
        {
            BeginEscape();
            return ViewerCommand.None;
        }

        if (_escape.IsHeld)
        {
            _escape.Use();
            var command = _options.Bindings.Find(key, _down);
            if (command != ViewerCommand.None)
            {
                HideHelp();
                return Do(command);
            }

            if (_options.EscapeKey.Count == 1 || _options.Bindings.Uses(key))
            {
                return ViewerCommand.None;
            }

            // Keys together that lead to nothing of ours were the guest's from the start: Ctrl+Alt+Delete with Ctrl+Alt as the escape key.
            HideHelp();
            _escape.Cancel();
            PressEscapeKeys();
        }

        Press(key);
        return ViewerCommand.None;
    }

    private void OnKeyUp(PhysicalKey key)
    {
        _down.Remove(key);
        if (_escape.IsHeld && _options.EscapeKey.Contains(key) && !_options.EscapeKey.IsDown(_down) && EndEscape())
        {
            Do(ViewerCommand.ToggleCapture);
        }

        Release(key);
    }

    private void BeginEscape()
    {
        _escape.Begin(Now);

        // The guest saw the first keys of several go down; they turned out to be ours.
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys; key++)
        {
            if (_sent[(int)key] != 0 && _options.EscapeKey.Contains(key))
            {
                Release(key);
            }
        }
    }

    private void PressEscapeKeys()
    {
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys; key++)
        {
            if (_options.EscapeKey.Contains(key) && _down.Contains(key))
            {
                Press(key);
            }
        }
    }

    private bool EndEscape()
    {
        HideHelp();
        return _escape.End(Now);
    }

    private void HideHelp()
    {
        if (_escape.IsHelpShown)
        {
            _feedback.HideHelp();
        }
    }

    private void Press(PhysicalKey key)
    {
        if (!CanSend || (_options.IgnoreWindowsKeys && key is PhysicalKey.LeftSuper or PhysicalKey.RightSuper) || !KeyMap.TryGet(key, out var code))
        {
            return;
        }

        if (key is PhysicalKey.CapsLock or PhysicalKey.NumLock or PhysicalKey.ScrollLock)
        {
            _lockKeyAt = Now;
        }

        _sent[(int)key] = code.Code;
        _pressed++;

        // Two keys may be one to the guest (the two backslashes of ISO keyboards): it is down until both are up.
        if (_holders[SlotOf(code)]++ == 0)
        {
            _guest.KeyDown(code);
        }
    }

    private void Release(PhysicalKey key)
    {
        if ((uint)key >= KeyMap.Keys || _sent[(int)key] == 0)
        {
            return;
        }

        if (key is PhysicalKey.CapsLock or PhysicalKey.NumLock or PhysicalKey.ScrollLock)
        {
            _lockKeyAt = Now;
        }

        var code = new PcKey(_sent[(int)key]);
        _sent[(int)key] = 0;
        _pressed--;
        if (--_holders[SlotOf(code)] == 0)
        {
            _guest.KeyUp(code);
        }
    }

    private void ForgetKeys()
    {
        Array.Clear(_sent);
        Array.Clear(_holders);
        _pressed = 0;
    }

    // Plain codes, then codes with E0.
    private static int SlotOf(PcKey code) => (code.Code & 0x7F) | (code.IsExtended ? 0x80 : 0);

    private static ViewerCommand Only(ViewerCommand command) => command is ViewerCommand.VolumeUp or ViewerCommand.VolumeDown ? command : ViewerCommand.None;

    private ViewerCommand Repeat(ViewerCommand command) =>
        command is ViewerCommand.SensitivityUp or ViewerCommand.SensitivityDown ? Do(command) : Only(command);

    private ViewerCommand Do(ViewerCommand command)
    {
        switch (command)
        {
            case ViewerCommand.ToggleCapture:
                ToggleCapture();
                break;
            case ViewerCommand.ToggleInput:
                ToggleInput();
                break;
            case ViewerCommand.SensitivityUp or ViewerCommand.SensitivityDown:
                _motion.Sensitivity += command == ViewerCommand.SensitivityUp ? 1 : -1;
                _feedback.ShowNotice($"Sensitivity of the captured mouse: {_motion.Sensitivity:+0;-0;0}");
                break;
            case ViewerCommand.SendLeftSuper:
                Send(s_leftSuper);
                break;
            case ViewerCommand.SendRightSuper:
                Send(s_rightSuper);
                break;
            case ViewerCommand.SendCtrlAltDelete:
                Send(s_ctrlAltDelete);
                break;
            case ViewerCommand.SendEscapeKey:
                SendEscapeKey();
                break;
            case >= ViewerCommand.SendCtrlAltF1 and <= ViewerCommand.SendCtrlAltF12:
                KeyMap.TryGet(PhysicalKey.F1 + (command - ViewerCommand.SendCtrlAltF1), out var function);
                Send([new(0x1D), new(0x38), function]);
                break;
            default:
                return command;
        }

        return ViewerCommand.None;
    }

    private void Send(ReadOnlySpan<PcKey> keys)
    {
        if (!_guest.IsReady)
        {
            _feedback.ShowNotice(NotConnected);
            return;
        }

        _guest.Chord(keys);
    }

    private void SendEscapeKey()
    {
        Span<PcKey> codes = stackalloc PcKey[4];
        var count = 0;
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys && count < codes.Length; key++)
        {
            if (_options.EscapeKey.Contains(key) && _down.Contains(key) && KeyMap.TryGet(key, out var code))
            {
                codes[count++] = code;
            }
        }

        Send(codes[..count]);
    }

    private void ToggleInput()
    {
        if (IsOn)
        {
            ReleaseAll();
            EndCapture();
        }

        IsOn = !IsOn;
        UpdateGrab();
        UpdateCursor();
        if (IsOn)
        {
            SendLocks();
        }

        _feedback.ShowNotice(IsOn ? "Keyboard and mouse go to the guest" : "Keyboard and mouse no longer go to the guest");
    }
}
