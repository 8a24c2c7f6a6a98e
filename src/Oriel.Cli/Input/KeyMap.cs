using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Input;

/// <summary>
/// Physical keys as PC scancodes of set 1. Where keyboards and QEMU disagree about a number, QEMU's is taken, because QEMU turns the number into a key of whatever
/// keyboard the VM has: F13 to F24 and the Sun keys are the case (docs/viewer.md has the list). Immutable; any thread.
/// </summary>
internal static class KeyMap
{
    /// <summary>One more than the largest key number.</summary>
    public const int Keys = 512;

    // A PC keyboard sends E1 1D 45 E1 9D C5 for Pause and this for Ctrl+Pause. Of the six bytes QEMU makes a press without a release, which leaves Pause down on USB and
    // virtio keyboards (seen with -trace 'input_event_*'); of this it makes Pause down and up, and its PS/2 keyboard sends the guest whichever the Ctrl keys ask for.
    private const ushort Pause = 0xE046;
    private static readonly ushort[] s_codes = Build();

    /// <summary>The scancode of a key; false for keys that PCs do not have.</summary>
    public static bool TryGet(PhysicalKey key, out PcKey code)
    {
        code = new PcKey((uint)key < Keys ? s_codes[(int)key] : (ushort)0);
        return code.Code != 0;
    }

    private static ushort[] Build()
    {
        var codes = new ushort[Keys];

        // A to Z, 1 to 0, F1 to F12 in the order of their numbers.
        Run(PhysicalKey.A, 0x1E, 0x30, 0x2E, 0x20, 0x12, 0x21, 0x22, 0x23, 0x17, 0x24, 0x25, 0x26, 0x32, 0x31, 0x18, 0x19, 0x10, 0x13, 0x1F, 0x14, 0x16, 0x2F, 0x11, 0x2D, 0x15, 0x2C);
        Run(PhysicalKey.D1, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B);
        Run(PhysicalKey.F1, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x40, 0x41, 0x42, 0x43, 0x44, 0x57, 0x58);

        // Enter, Escape, Backspace, Tab, Space, then the signs from Minus to Slash, Caps Lock.
        Run(PhysicalKey.Enter, 0x1C, 0x01, 0x0E, 0x0F, 0x39, 0x0C, 0x0D, 0x1A, 0x1B, 0x2B, 0x2B, 0x27, 0x28, 0x29, 0x33, 0x34, 0x35, 0x3A);

        // Print Screen (the E0 2A around it is the keyboard's and QEMU's business), Scroll Lock, Pause, then Insert to the arrows.
        Run(PhysicalKey.PrintScreen, 0xE037, 0x46, Pause, 0xE052, 0xE047, 0xE049, 0xE053, 0xE04F, 0xE051, 0xE04D, 0xE04B, 0xE050, 0xE048);

        // Num Lock and the keypad to its point, the key beside the left Shift, the menu key, power, keypad equal.
        Run(PhysicalKey.NumLock, 0x45, 0xE035, 0x37, 0x4A, 0x4E, 0xE01C, 0x4F, 0x50, 0x51, 0x4B, 0x4C, 0x4D, 0x47, 0x48, 0x49, 0x52, 0x53, 0x56, 0xE05D, 0xE05E, 0x59);

        // F13 to F24 as QEMU numbers them. (Keyboards that have them send 64 to 6E and 76, which QEMU takes for other keys.)
        Run(PhysicalKey.F13, 0x5D, 0x5E, 0x5F, 0x55, 0xE003, 0xE077, 0xE004, 0x5A, 0x74, 0xE079, 0x6D, 0x6F);

        // Sun's keys: Execute (Open), Help, Props, Select (Front), Stop, Again, Undo, Cut, Copy, Paste, Find; then mute, louder, quieter.
        Run(PhysicalKey.Execute, 0x64, 0xE075, 0xE01E, 0xE00C, 0xE068, 0xE005, 0xE007, 0xE03C, 0xE078, 0x65, 0xE041, 0xE020, 0xE030, 0xE02E);

        // Keypad comma is C2 of Brazilian keyboards; ro is their C1, and the Japanese ro; katakana/hiragana, yen, henkan, muhenkan, keypad comma of PC-98.
        Run(PhysicalKey.KeypadComma, 0x7E);
        Run(PhysicalKey.Ro, 0x73, 0x70, 0x7D, 0x79, 0x7B, 0x5C);

        // Hangul, Hanja, Katakana, Hiragana, Zenkaku/Hankaku.
        Run(PhysicalKey.Hangul, 0x72, 0x71, 0x78, 0x77, 0x76);
        Run(PhysicalKey.SysRq, 0x54);
        Run(PhysicalKey.KeypadLeftParen, 0xE076, 0xE07B);

        // Left Ctrl, Shift, Alt, Super, then the right ones.
        Run(PhysicalKey.LeftCtrl, 0x1D, 0x2A, 0x38, 0xE05B, 0xE01D, 0x36, 0xE038, 0xE05C);

        // Media: next, previous, stop, play, mute, player, then browser, mail, calculator, files. Windows knows one browser key, the home page's.
        Run(PhysicalKey.MediaNext, 0xE019, 0xE010, 0xE024, 0xE022, 0xE020, 0xE06D, 0xE032, 0xE06C, 0xE021, 0xE06B);

        // Search, home, back, forward, stop, reload, bookmarks.
        Run(PhysicalKey.BrowserSearch, 0xE065, 0xE032, 0xE06A, 0xE069, 0xE068, 0xE067, 0xE066);
        Run(PhysicalKey.BrightnessDown, 0xE04C, 0xE054, 0xE056, 0xE057, 0xE058, 0xE059);
        Run(PhysicalKey.Eject, 0x6C, 0xE05F, 0xE01F, 0xE017, 0xE018, 0xE034);
        return codes;

        void Run(PhysicalKey first, params ReadOnlySpan<ushort> values)
        {
            foreach (var value in values)
            {
                codes[(int)first++] = value;
            }
        }
    }
}
