using Oriel.Display.Windowing;

namespace Oriel.Cli.Input;

/// <summary>Key names for options and help: ours, the spellings people use, and Linux's KEY_ names, which older settings files have. Case does not matter.</summary>
internal static class KeyNames
{
    private static readonly Dictionary<string, PhysicalKey> s_keys = Build();

    /// <summary>The key of a name.</summary>
    public static bool TryParse(string name, out PhysicalKey key)
    {
        var bare = name.Trim();
        if (bare.StartsWith("KEY_", StringComparison.OrdinalIgnoreCase))
        {
            bare = bare[4..];
        }

        return s_keys.TryGetValue(bare, out key);
    }

    /// <summary>The name for people.</summary>
    public static string Describe(PhysicalKey key) => key switch
    {
        >= PhysicalKey.D1 and <= PhysicalKey.D0 => key.ToString()[1..],
        PhysicalKey.ScrollLock => "Scroll Lock",
        PhysicalKey.CapsLock => "Caps Lock",
        PhysicalKey.NumLock => "Num Lock",
        PhysicalKey.PrintScreen => "Print Screen",
        PhysicalKey.PageUp => "Page Up",
        PhysicalKey.PageDown => "Page Down",
        PhysicalKey.LeftCtrl => "Left Ctrl",
        PhysicalKey.LeftShift => "Left Shift",
        PhysicalKey.LeftAlt => "Left Alt",
        PhysicalKey.LeftSuper => "Left Super",
        PhysicalKey.RightCtrl => "Right Ctrl",
        PhysicalKey.RightShift => "Right Shift",
        PhysicalKey.RightAlt => "Right Alt",
        PhysicalKey.RightSuper => "Right Super",
        PhysicalKey.Equal => "=",
        PhysicalKey.Minus => "-",
        _ => key.ToString(),
    };

    private static Dictionary<string, PhysicalKey> Build()
    {
        var names = new Dictionary<string, PhysicalKey>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in Enum.GetValues<PhysicalKey>())
        {
            if (key != PhysicalKey.Unknown)
            {
                names[key.ToString()] = key;
            }
        }

        for (var digit = 0; digit < 10; digit++)
        {
            names[$"{digit}"] = digit == 0 ? PhysicalKey.D0 : PhysicalKey.D1 + (digit - 1);
            var keypad = digit == 0 ? PhysicalKey.Keypad0 : PhysicalKey.Keypad1 + (digit - 1);
            names[$"KP{digit}"] = keypad;
        }

        (string Name, PhysicalKey Key)[] more =
        [
            ("Esc", PhysicalKey.Escape), ("Return", PhysicalKey.Enter), ("Del", PhysicalKey.Delete), ("Ins", PhysicalKey.Insert), ("PgUp", PhysicalKey.PageUp), ("PgDn", PhysicalKey.PageDown),
            ("Print", PhysicalKey.PrintScreen), ("SysRq", PhysicalKey.PrintScreen), ("Break", PhysicalKey.Pause), ("Scroll_Lock", PhysicalKey.ScrollLock), ("Caps_Lock", PhysicalKey.CapsLock),
            ("Num_Lock", PhysicalKey.NumLock), ("LCtrl", PhysicalKey.LeftCtrl), ("RCtrl", PhysicalKey.RightCtrl), ("LShift", PhysicalKey.LeftShift), ("RShift", PhysicalKey.RightShift),
            ("LAlt", PhysicalKey.LeftAlt), ("RAlt", PhysicalKey.RightAlt), ("AltGr", PhysicalKey.RightAlt), ("LWin", PhysicalKey.LeftSuper), ("RWin", PhysicalKey.RightSuper),
            ("LeftWin", PhysicalKey.LeftSuper), ("RightWin", PhysicalKey.RightSuper), ("LeftMeta", PhysicalKey.LeftSuper), ("RightMeta", PhysicalKey.RightSuper),
            ("=", PhysicalKey.Equal), ("-", PhysicalKey.Minus), ("[", PhysicalKey.LeftBracket), ("]", PhysicalKey.RightBracket), ("\\", PhysicalKey.Backslash), (";", PhysicalKey.Semicolon),
            ("'", PhysicalKey.Apostrophe), ("`", PhysicalKey.Grave), (",", PhysicalKey.Comma), (".", PhysicalKey.Period), ("/", PhysicalKey.Slash), ("Dot", PhysicalKey.Period),
            ("LeftBrace", PhysicalKey.LeftBracket), ("RightBrace", PhysicalKey.RightBracket), ("102nd", PhysicalKey.NonUSBackslash), ("Compose", PhysicalKey.Menu), ("Hangeul", PhysicalKey.Hangul),
            ("KPAsterisk", PhysicalKey.KeypadMultiply), ("KPMinus", PhysicalKey.KeypadMinus), ("KPPlus", PhysicalKey.KeypadPlus), ("KPDot", PhysicalKey.KeypadPeriod), ("KPEnter", PhysicalKey.KeypadEnter),
            ("KPSlash", PhysicalKey.KeypadDivide), ("KPEqual", PhysicalKey.KeypadEqual), ("KPComma", PhysicalKey.KeypadComma), ("NextSong", PhysicalKey.MediaNext), ("PreviousSong", PhysicalKey.MediaPrevious),
            ("PlayPause", PhysicalKey.MediaPlay), ("StopCD", PhysicalKey.MediaStop), ("WWW", PhysicalKey.Browser), ("HomePage", PhysicalKey.BrowserHome), ("Calc", PhysicalKey.Calculator),
        ];
        foreach (var (name, key) in more)
        {
            names[name] = key;
        }

        return names;
    }
}
