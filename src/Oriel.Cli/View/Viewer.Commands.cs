using System.Diagnostics;
using Oriel.Cli.Guest;
using Oriel.Cli.Input;
using Oriel.Cli.Sound;
using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Sound.Microphone;

namespace Oriel.Cli.View;

/// <content>What the user's keys ask of the viewer, and what the guest's other line has to tell.</content>
internal sealed partial class Viewer
{
    private const string NoSpice = "There is no connection to the VM's SPICE server";

    void IInputFeedback.ShowNotice(string text) => _render.ShowNotice(text);

    void IInputFeedback.ShowHelp(IReadOnlyList<string> lines) => _render.ShowPanel(lines);

    void IInputFeedback.HideHelp() => _render.HidePanel();

    private void Do(ViewerCommand command)
    {
        if (command == ViewerCommand.None)
        {
            return;
        }

        ViewerLog.Command(_log, command);
        switch (command)
        {
            case ViewerCommand.Quit:
                _isStopping = true;
                break;
            case ViewerCommand.ToggleFullScreen:
                if (!_window.SetFullScreen(!_window.IsFullScreen))
                {
                    _render.ShowNotice("The window system refused full screen");
                }

                TellFullScreen();
                break;
            case ViewerCommand.Rotate:
                var rotation = (FrameRotation)(((int)_settings.Rotation + 1) % 4);
                Apply(_settings with { Rotation = rotation });
                _render.ShowNotice($"Rotated by {90 * (int)rotation}°");
                break;
            case ViewerCommand.ToggleHud:
                Apply(_settings with { ShowHud = !_settings.ShowHud });
                break;
            case ViewerCommand.ToggleVideo:
                Apply(_settings with { ShowPicture = !_settings.ShowPicture });
                _render.ShowNotice(_settings.ShowPicture ? "Picture on" : $"Picture off: {_options.Input.KeysOf(command)} shows it again");
                break;
            case ViewerCommand.ToggleTimings:
                Apply(_settings with { ShowTimings = !_settings.ShowTimings });
                break;
            case ViewerCommand.ToggleNightVision:
                Apply(_settings with { NightVision = (_settings.NightVision + 1) % (ViewSettings.MaxNightVision + 1) });
                _render.ShowNotice(_settings.NightVision == 0 ? "Night vision off" : $"Night vision: {1 << _settings.NightVision} times as bright");
                break;
            case ViewerCommand.ToggleOverlay:
                OpenMenu();
                break;
            case ViewerCommand.MatchGuestToWindow:
                MatchGuestToWindow();
                break;
            case ViewerCommand.Recover:
                _render.ShowNotice("Connecting anew");
                _feed.StartOver();
                _guest?.Session.Retry();
                break;
            case ViewerCommand.CancelTransfers:
                if (_guest?.CancelTransfers() != true)
                {
                    _render.ShowNotice("Nothing is being transferred");
                }

                break;
            default:
                DoSound(command);
                break;
        }
    }

    private void DoSound(ViewerCommand command)
    {
        if (command is not (ViewerCommand.ToggleMute or ViewerCommand.VolumeUp or ViewerCommand.VolumeDown or ViewerCommand.ToggleMicrophone or ViewerCommand.CycleMicrophonePolicy))
        {
            return;
        }

        if (_guest?.Sound is not { } sound)
        {
            _render.ShowNotice(_guest is null ? NoSpice : "Sound is switched off (--no-audio)");
            return;
        }

        switch (command)
        {
            case ViewerCommand.ToggleMute:
                sound.ToggleMute();
                _render.ShowNotice(SoundWords.Volume(sound.View));
                break;
            case ViewerCommand.VolumeUp or ViewerCommand.VolumeDown:
                sound.StepVolume(command == ViewerCommand.VolumeUp ? 1 : -1);
                _render.ShowNotice(SoundWords.Volume(sound.View));
                break;
            case ViewerCommand.ToggleMicrophone:
                sound.ToggleMicrophone();
                break;
            default:
                _render.ShowNotice(SoundWords.Policy(sound.CycleMicrophonePolicy()));
                break;
        }
    }

    private void MatchGuestToWindow()
    {
        if (_window.Size == _picture)
        {
            _render.ShowNotice("The guest has the window's size");
        }
        else if (((_status?.Features ?? 0) & WindowSizeFeature) == 0)
        {
            _render.ShowNotice("The guest's agent cannot change its mode");
        }
        else
        {
            (_guestWish, _guestWishDue) = (_window.Size, Stopwatch.GetTimestamp());
        }
    }

    private void TakeGuestMail()
    {
        if (_guest is null)
        {
            return;
        }

        if (_guest.TakeStatus() is not null)
        {
            _input.GuestModesChanged();
            UpdateTitle();
        }

        if (_guest.TakeReady() is { } isReady)
        {
            _input.GuestReadyChanged(isReady);
        }

        if (_guest.TakeLocks() is { } locks)
        {
            _input.GuestLocksChanged(locks);
        }

        if (_guest.TakeMarksChanged())
        {
            ShowMarks(_guest);
        }
    }

    // A question, an open microphone and a transfer stay on the screen for as long as they last.
    private void ShowMarks(GuestLink guest)
    {
        string? microphone = null;
        if (guest.Sound?.View is { } view && (view.ShowsRecording || view.Microphone == MicrophoneState.Asking))
        {
            microphone = SoundWords.Microphone(view, _options.Input.KeysOf(ViewerCommand.ToggleMicrophone), _options.Input.KeysOf(ViewerCommand.CycleMicrophonePolicy));
        }

        var transfers = guest.Transfers is { } words ? $"{words} ({_options.Input.KeysOf(ViewerCommand.CancelTransfers)} cancels)" : null;
        _render.SetIndicator(microphone is null ? transfers : transfers is null ? microphone : $"{microphone} | {transfers}");
    }

    private void UpdateTitle()
    {
        var name = _guest?.Session.Status.Name;
        var title = name is null || _options.Window.Title != WindowOptions.DefaultTitle ? _options.Window.Title : $"{name} - {_options.Window.Title}";
        _window.SetTitle(_render.ShownSource == ShownSource.Fallback ? $"{title}: emulated screen" : StatusWords.Title(title, _status?.State ?? RelayState.Idle));
    }

    private void Apply(ViewSettings settings)
    {
        _settings = settings;
        _render.Apply(settings);
    }
}
