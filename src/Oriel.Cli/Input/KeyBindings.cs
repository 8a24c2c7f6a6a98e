using Oriel.Display.Windowing;

namespace Oriel.Cli.Input;

/// <summary>The table from keys, pressed while the escape key is held, to commands. By physical key, so that every layout has them in the same place. Immutable.</summary>
internal sealed class KeyBindings
{
    private readonly KeyBinding[] _bindings;

    // Chords first: Shift+R must not be taken for R.
    private KeyBindings(IEnumerable<KeyBinding> bindings) => _bindings = [.. bindings.OrderByDescending(b => b.Keys.Count)];

    /// <summary>What holds unless options say otherwise.</summary>
    public static KeyBindings Default { get; } = new(Standard());

    /// <summary>All, in the order of the help.</summary>
    public IEnumerable<KeyBinding> All => CommandWords.All.SelectMany(c => _bindings.Where(b => b.Command == c));

    /// <summary>
    /// This table with one entry changed, "KEY=COMMAND": the keys now mean that command and no longer what they meant; other keys of the command stay. "KEY=none" frees
    /// the keys. Null, with a sentence, when the text is not understood.
    /// </summary>
    public KeyBindings? With(string text, out string problem)
    {
        // The key '=' may stand before the separator.
        var at = text.LastIndexOf('=');
        if (at <= 0)
        {
            problem = $"'{text}' is not KEY=COMMAND, such as Shift+F=fullscreen";
            return null;
        }

        if (!KeyChord.TryParse(text[..at], out var keys, out problem))
        {
            return null;
        }

        if (!CommandWords.TryParse(text[(at + 1)..].Trim(), out var command))
        {
            problem = $"'{text[(at + 1)..].Trim()}' is not a command; commands: {string.Join(", ", CommandWords.All.Select(CommandWords.NameOf))}, none";
            return null;
        }

        var name = keys.ToString();
        var rest = _bindings.Where(b => b.Keys.ToString() != name);
        return new KeyBindings(command == ViewerCommand.None ? rest : rest.Append(new KeyBinding(keys, command)));
    }

    /// <summary>The command of a key that just went down, with what else is down; None when it is not bound.</summary>
    public ViewerCommand Find(PhysicalKey pressed, KeySet down)
    {
        foreach (var binding in _bindings)
        {
            if (binding.Keys.Contains(pressed) && binding.Keys.IsDown(down))
            {
                return binding.Command;
            }
        }

        return ViewerCommand.None;
    }

    /// <summary>The key belongs to a binding, alone or with others.</summary>
    public bool Uses(PhysicalKey key)
    {
        foreach (var binding in _bindings)
        {
            if (binding.Keys.Contains(key))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<KeyBinding> Standard()
    {
        (string Keys, ViewerCommand Command)[] table =
        [
            ("Q", ViewerCommand.Quit), ("F", ViewerCommand.ToggleFullScreen), ("V", ViewerCommand.ToggleVideo), ("R", ViewerCommand.Rotate), ("I", ViewerCommand.ToggleInput),
            ("O", ViewerCommand.ToggleOverlay), ("D", ViewerCommand.ToggleHud), ("T", ViewerCommand.ToggleTimings), ("N", ViewerCommand.ToggleNightVision),
            ("E", ViewerCommand.ToggleMicrophone), ("C", ViewerCommand.CycleMicrophonePolicy), ("M", ViewerCommand.ToggleMute), ("Up", ViewerCommand.VolumeUp), ("Down", ViewerCommand.VolumeDown),
            ("Insert", ViewerCommand.SensitivityUp), ("Delete", ViewerCommand.SensitivityDown), ("LeftSuper", ViewerCommand.SendLeftSuper), ("RightSuper", ViewerCommand.SendRightSuper),
            ("Backspace", ViewerCommand.SendCtrlAltDelete), ("Space", ViewerCommand.SendEscapeKey), ("=", ViewerCommand.MatchGuestToWindow), ("Shift+R", ViewerCommand.Recover),
            ("Escape", ViewerCommand.CancelTransfers),
        ];
        foreach (var (text, command) in table)
        {
            _ = KeyChord.TryParse(text, out var keys, out _);
            yield return new KeyBinding(keys, command);
        }

        for (var i = 0; i < 12; i++)
        {
            yield return new KeyBinding(KeyChord.Of(PhysicalKey.F1 + i), ViewerCommand.SendCtrlAltF1 + i);
        }
    }
}
