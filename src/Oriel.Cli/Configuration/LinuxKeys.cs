using Oriel.Display.Windowing;

namespace Oriel.Cli.Configuration;

/// <summary>Linux's key numbers (linux/input-event-codes.h), with which files of the existing viewer may name the escape key.</summary>
internal static class LinuxKeys
{
    private const PhysicalKey None = PhysicalKey.Unknown;

    // The first 88 are a PC keyboard's own numbers.
    private static readonly PhysicalKey[] s_first =
    [
        None, PhysicalKey.Escape, PhysicalKey.D1, PhysicalKey.D2, PhysicalKey.D3, PhysicalKey.D4, PhysicalKey.D5, PhysicalKey.D6, PhysicalKey.D7, PhysicalKey.D8,
        PhysicalKey.D9, PhysicalKey.D0, PhysicalKey.Minus, PhysicalKey.Equal, PhysicalKey.Backspace, PhysicalKey.Tab, PhysicalKey.Q, PhysicalKey.W, PhysicalKey.E, PhysicalKey.R,
        PhysicalKey.T, PhysicalKey.Y, PhysicalKey.U, PhysicalKey.I, PhysicalKey.O, PhysicalKey.P, PhysicalKey.LeftBracket, PhysicalKey.RightBracket, PhysicalKey.Enter, PhysicalKey.LeftCtrl,
        PhysicalKey.A, PhysicalKey.S, PhysicalKey.D, PhysicalKey.F, PhysicalKey.G, PhysicalKey.H, PhysicalKey.J, PhysicalKey.K, PhysicalKey.L, PhysicalKey.Semicolon,
        PhysicalKey.Apostrophe, PhysicalKey.Grave, PhysicalKey.LeftShift, PhysicalKey.Backslash, PhysicalKey.Z, PhysicalKey.X, PhysicalKey.C, PhysicalKey.V, PhysicalKey.B, PhysicalKey.N,
        PhysicalKey.M, PhysicalKey.Comma, PhysicalKey.Period, PhysicalKey.Slash, PhysicalKey.RightShift, PhysicalKey.KeypadMultiply, PhysicalKey.LeftAlt, PhysicalKey.Space, PhysicalKey.CapsLock, PhysicalKey.F1,
        PhysicalKey.F2, PhysicalKey.F3, PhysicalKey.F4, PhysicalKey.F5, PhysicalKey.F6, PhysicalKey.F7, PhysicalKey.F8, PhysicalKey.F9, PhysicalKey.F10, PhysicalKey.NumLock,
        PhysicalKey.ScrollLock, PhysicalKey.Keypad7, PhysicalKey.Keypad8, PhysicalKey.Keypad9, PhysicalKey.KeypadMinus, PhysicalKey.Keypad4, PhysicalKey.Keypad5, PhysicalKey.Keypad6, PhysicalKey.KeypadPlus, PhysicalKey.Keypad1,
        PhysicalKey.Keypad2, PhysicalKey.Keypad3, PhysicalKey.Keypad0, PhysicalKey.KeypadPeriod, None, None, PhysicalKey.NonUSBackslash, PhysicalKey.F11, PhysicalKey.F12,
    ];

    private static readonly Dictionary<int, PhysicalKey> s_others = new()
    {
        [96] = PhysicalKey.KeypadEnter,
        [97] = PhysicalKey.RightCtrl,
        [98] = PhysicalKey.KeypadDivide,
        [99] = PhysicalKey.PrintScreen,
        [100] = PhysicalKey.RightAlt,
        [102] = PhysicalKey.Home,
        [103] = PhysicalKey.Up,
        [104] = PhysicalKey.PageUp,
        [105] = PhysicalKey.Left,
        [106] = PhysicalKey.Right,
        [107] = PhysicalKey.End,
        [108] = PhysicalKey.Down,
        [109] = PhysicalKey.PageDown,
        [110] = PhysicalKey.Insert,
        [111] = PhysicalKey.Delete,
        [117] = PhysicalKey.KeypadEqual,
        [119] = PhysicalKey.Pause,
        [121] = PhysicalKey.KeypadComma,
        [122] = PhysicalKey.Hangul,
        [123] = PhysicalKey.Hanja,
        [125] = PhysicalKey.LeftSuper,
        [126] = PhysicalKey.RightSuper,
        [127] = PhysicalKey.Menu,
        [183] = PhysicalKey.F13,
        [184] = PhysicalKey.F14,
        [185] = PhysicalKey.F15,
        [186] = PhysicalKey.F16,
        [187] = PhysicalKey.F17,
        [188] = PhysicalKey.F18,
        [189] = PhysicalKey.F19,
        [190] = PhysicalKey.F20,
        [191] = PhysicalKey.F21,
        [192] = PhysicalKey.F22,
        [193] = PhysicalKey.F23,
        [194] = PhysicalKey.F24,
    };

    /// <summary>The key of a number; <see cref="PhysicalKey.Unknown"/> when no key of ours has it.</summary>
    public static PhysicalKey Find(int number) => number >= 0 && number < s_first.Length ? s_first[number] : s_others.GetValueOrDefault(number, None);

    /// <summary>The key very old files mean by a number: they count as SDL does, which is as USB does.</summary>
    public static PhysicalKey FindOld(int number) => Enum.IsDefined((PhysicalKey)number) ? (PhysicalKey)number : None;
}
