using Oriel.Cli.Configuration;
using Oriel.Display;
using Oriel.Sound.Microphone;

namespace Oriel.Cli.View;

/// <content>Settings changed in the window, written down so that the next start has them.</content>
internal sealed partial class Viewer
{
    private readonly HashSet<string> _saved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _atStart = [];

    // Settings as a configuration file has them.
    private Dictionary<string, string> Written()
    {
        Dictionary<string, string> written = new(StringComparer.Ordinal)
        {
            ["win:scale"] = _settings.Scale switch { ScaleMode.Fit => "fit", ScaleMode.Stretch => "stretch", ScaleMode.Integer => "integer", _ => "1:1" },
            ["win:filter"] = _settings.Filter.ToString().ToLowerInvariant(),
            ["win:dontUpscale"] = YesNo(_settings.NoUpscale),
            ["win:rotate"] = $"{90 * (int)_settings.Rotation}",
            ["win:vsync"] = _settings.SwapInterval switch { 0 => "off", 1 => "on", _ => "adaptive" },
            ["win:jitRender"] = YesNo(_settings.JustInTime),
            ["egl:nvGain"] = $"{_settings.NightVision}",
            ["win:colorAid"] = _settings.ColorAid.ToString().ToLowerInvariant(),
            ["win:showGuestCursor"] = YesNo(_settings.ShowCursor),
            ["win:showFPS"] = YesNo(_settings.ShowHud),
            ["win:alerts"] = YesNo(_settings.ShowNotices),
            ["input:mouseSens"] = $"{_input.Sensitivity}",
        };
        if (_options.Guest is { } guest)
        {
            written["audio:micDefault"] = (_guest?.Sound?.View.Policy ?? guest.Sound.Microphone) switch { MicrophonePolicy.Prompt => "prompt", MicrophonePolicy.Allow => "allow", _ => "deny" };
        }

        return written;
    }

    private IEnumerable<SettingsMenu.Row> SaveRows()
    {
        if (_options.Profile.Saver is not { } saver)
        {
            yield break;
        }

        if (saver.Machine is { } machine)
        {
            yield return new SettingsMenu.Row($"Save for {Commands.PlainText.Safe(machine)}", () => "Enter", _ => Save(saver, forMachine: true));
        }

        yield return new SettingsMenu.Row(saver.Machine is null ? "Save" : "Save for every VM", () => "Enter", _ => Save(saver, forMachine: false));
    }

    private void Save(SettingsSaver saver, bool forMachine)
    {
        // What was saved once and changed back has to be saved again.
        var changes = Written().Where(pair => _saved.Contains(pair.Key) || _atStart[pair.Key] != pair.Value).Select(pair => (pair.Key, pair.Value)).ToList();
        if (changes.Count == 0)
        {
            _render.ShowNotice("Nothing was changed");
            return;
        }

        _saved.UnionWith(changes.Select(change => change.Key));

        // A disk may take its time; the window does not.
        ThreadPool.QueueUserWorkItem(
            static work =>
            {
                string outcome;
                try
                {
                    outcome = work.saver.Save(work.changes, work.forMachine);
                }
                catch (OrielException error)
                {
                    outcome = $"Not saved ({error.Code.Id}): {error.Seen}";
                }

                work.self._render.ShowNotice(outcome);
                ViewerLog.SettingsSaved(work.self._log, outcome);
            },
            (self: this, saver, changes, forMachine),
            preferLocal: false);
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";
}
