using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.View;

/// <content>The settings over the picture.</content>
internal sealed partial class Viewer
{
    private static readonly int[] s_swapIntervals = [0, 1, -1];

    private SettingsMenu? _menu;

    private static T Next<T>(T value, int step)
        where T : struct, Enum
    {
        var all = Enum.GetValues<T>();
        return all[(Array.IndexOf(all, value) + step + all.Length) % all.Length];
    }

    private static string OnOff(bool on) => on ? "on" : "off";

    // What is pressed in the guest comes up, and nothing is sent while the menu has the keyboard: to the guest it is as if the window had lost it.
    private void OpenMenu()
    {
        _menu ??= new SettingsMenu("Settings: arrow keys change, Escape leaves", [.. PictureRows(), .. SoundRows(), .. SaveRows()]);
        _menu.Open();
        Do(_input.Take(new WindowEvent(WindowEventKind.FocusLost)));
        _render.ShowPanel(_menu.Lines);
    }

    /// <summary>True when the menu is open and the event was its own.</summary>
    private bool TakeMenu(in WindowEvent e)
    {
        if (_menu is not { IsOpen: true } menu)
        {
            return false;
        }

        switch (e.Kind)
        {
            case WindowEventKind.KeyDown:
                if (menu.Take(e.Key))
                {
                    ShowMenu(menu);
                }

                return true;
            case WindowEventKind.FocusLost:
                // The router had it already; the window's own comes back with a gain, which has to find the menu closed.
                menu.Close();
                _render.HidePanel();
                return true;
            case WindowEventKind.KeyUp or WindowEventKind.PointerMoved or WindowEventKind.ButtonDown or WindowEventKind.ButtonUp or WindowEventKind.Wheel:
                return true;
            default:
                return false;
        }
    }

    private void ShowMenu(SettingsMenu menu)
    {
        if (menu.IsOpen)
        {
            _render.ShowPanel(menu.Lines);
            return;
        }

        _render.HidePanel();
        Do(_input.Take(new WindowEvent(WindowEventKind.FocusGained)));
    }

    private IEnumerable<SettingsMenu.Row> PictureRows() =>
    [
        new("Size", () => ScaleWords(_settings.Scale), step => Apply(_settings with { Scale = Next(_settings.Scale, step) })),
        new("Sampling", () => _settings.Filter.ToString().ToLowerInvariant(), step => Apply(_settings with { Filter = Next(_settings.Filter, step) })),
        new("Larger than 1:1", () => OnOff(!_settings.NoUpscale), _ => Apply(_settings with { NoUpscale = !_settings.NoUpscale })),
        new("Turned", () => $"{90 * (int)_settings.Rotation}°", step => Apply(_settings with { Rotation = (FrameRotation)(((int)_settings.Rotation + step + 4) % 4) })),
        new("Waits for the display", () => _settings.SwapInterval switch { 0 => "no", 1 => "yes", _ => "unless late" }, step =>
            Apply(_settings with { SwapInterval = s_swapIntervals[(Array.IndexOf(s_swapIntervals, _settings.SwapInterval) + step + 3) % 3] })),
        new("Draws", () => _settings.JustInTime ? "just in time" : "on arrival", _ => Apply(_settings with { JustInTime = !_settings.JustInTime })),
        new("Night vision", () => _settings.NightVision == 0 ? "off" : $"{1 << _settings.NightVision} times as bright", step =>
            Apply(_settings with { NightVision = (_settings.NightVision + step + ViewSettings.MaxNightVision + 1) % (ViewSettings.MaxNightVision + 1) })),
        new("Colours for", () => _settings.ColorAid == ColorAid.Off ? "all eyes" : _settings.ColorAid.ToString().ToLowerInvariant(), step => Apply(_settings with { ColorAid = Next(_settings.ColorAid, step) })),
        new("Notices", () => OnOff(_settings.ShowNotices), _ => Apply(_settings with { ShowNotices = !_settings.ShowNotices })),
        new("Guest's pointer", () => OnOff(_settings.ShowCursor), _ => Apply(_settings with { ShowCursor = !_settings.ShowCursor })),
        new("Figures", () => OnOff(_settings.ShowHud), _ => Apply(_settings with { ShowHud = !_settings.ShowHud })),
        new("Graph of times", () => OnOff(_settings.ShowTimings), _ => Apply(_settings with { ShowTimings = !_settings.ShowTimings })),
    ];

    private IEnumerable<SettingsMenu.Row> SoundRows() => _guest?.Sound is not { } sound
        ? []
        :
        [
            new("Volume", () => $"{sound.View.Volume} %", sound.StepVolume),
            new("Sound", () => OnOff(!sound.View.IsMuted), _ => sound.ToggleMute()),
            new("Microphone", () => sound.View.Policy.ToString().ToLowerInvariant(), _ => sound.CycleMicrophonePolicy()),
        ];

    private static string ScaleWords(ScaleMode scale) => scale switch { ScaleMode.Fit => "fit", ScaleMode.Stretch => "stretch", ScaleMode.Integer => "whole factors", _ => "1:1" };
}
