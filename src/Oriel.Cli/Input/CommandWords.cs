namespace Oriel.Cli.Input;

/// <summary>Names of the commands for options, and what they do for help texts.</summary>
internal static class CommandWords
{
    private static readonly (ViewerCommand Command, string Name, string Meaning)[] s_words =
    [
        (ViewerCommand.Quit, "quit", "quit"),
        (ViewerCommand.ToggleFullScreen, "fullscreen", "full screen on and off"),
        (ViewerCommand.ToggleVideo, "video", "picture on and off"),
        (ViewerCommand.Rotate, "rotate", "rotate by 90 degrees"),
        (ViewerCommand.ToggleInput, "input", "keyboard and mouse on and off"),
        (ViewerCommand.ToggleOverlay, "overlay", "settings over the picture"),
        (ViewerCommand.ToggleHud, "hud", "figures on and off"),
        (ViewerCommand.ToggleTimings, "timings", "graph of the stages' times"),
        (ViewerCommand.ToggleNightVision, "night-vision", "brighter dark pictures"),
        (ViewerCommand.ToggleMicrophone, "microphone", "microphone on and off"),
        (ViewerCommand.CycleMicrophonePolicy, "microphone-policy", "microphone: ask, allow, deny"),
        (ViewerCommand.ToggleMute, "mute", "sound on and off"),
        (ViewerCommand.CancelTransfers, "cancel-transfers", "stop files and clipboard on their way"),
        (ViewerCommand.VolumeUp, "volume-up", "louder"),
        (ViewerCommand.VolumeDown, "volume-down", "quieter"),
        (ViewerCommand.SensitivityUp, "sensitivity-up", "captured mouse faster"),
        (ViewerCommand.SensitivityDown, "sensitivity-down", "captured mouse slower"),
        (ViewerCommand.SendLeftSuper, "send-left-super", "press the left Super key in the guest"),
        (ViewerCommand.SendRightSuper, "send-right-super", "press the right Super key in the guest"),
        (ViewerCommand.SendCtrlAltDelete, "send-ctrl-alt-del", "press Ctrl+Alt+Del in the guest"),
        (ViewerCommand.SendEscapeKey, "send-escape-key", "press this key itself in the guest"),
        (ViewerCommand.MatchGuestToWindow, "match-window", "ask the guest for the window's size"),
        (ViewerCommand.Recover, "recover", "begin the session with the agent anew"),
        (ViewerCommand.ToggleCapture, "capture", "capture keyboard and mouse, or let go"),
    ];

    /// <summary>Commands in the order of the help.</summary>
    public static IEnumerable<ViewerCommand> All => s_words.Select(w => w.Command).Concat(Enumerable.Range(0, 12).Select(i => ViewerCommand.SendCtrlAltF1 + i));

    /// <summary>Name in options.</summary>
    public static string NameOf(ViewerCommand command) => command is >= ViewerCommand.SendCtrlAltF1 and <= ViewerCommand.SendCtrlAltF12
        ? $"send-ctrl-alt-f{command - ViewerCommand.SendCtrlAltF1 + 1}"
        : Array.Find(s_words, w => w.Command == command).Name ?? "none";

    /// <summary>What it does, for a help line.</summary>
    public static string MeaningOf(ViewerCommand command) => command is >= ViewerCommand.SendCtrlAltF1 and <= ViewerCommand.SendCtrlAltF12
        ? $"press Ctrl+Alt+F{command - ViewerCommand.SendCtrlAltF1 + 1} in the guest"
        : Array.Find(s_words, w => w.Command == command).Meaning ?? "nothing";

    /// <summary>The command of a name; "none" is <see cref="ViewerCommand.None"/>.</summary>
    public static bool TryParse(string name, out ViewerCommand command)
    {
        command = ViewerCommand.None;
        if (name.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var candidate in All)
        {
            if (NameOf(candidate).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                command = candidate;
                return true;
            }
        }

        return false;
    }
}
