using System.Globalization;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Configuration;

/// <content>Keyboard, mouse and clipboard.</content>
internal static partial class ViewerSettings
{
    private static IReadOnlyList<ViewerSetting> Input =>
    [
        Nothing("input:evdev", SettingKind.Text, "", "devices are not read past the desktop; a captured window has every key the desktop lets go (input:grabKeyboard), and QEMU's -object input-linux reads devices itself") with { Origin = SettingOrigin.Head },
        Nothing("input:evdevExclusive", SettingKind.Flag, "yes", "see input:evdev") with { Origin = SettingOrigin.Head },
        Same("input:captureOnFocus", "--capture-on-focus", SettingKind.Flag, "no"),
        Same("input:grabKeyboard", "--grab-keyboard", SettingKind.Flag, "yes", 'G'),
        Same("input:grabKeyboardOnFocus", "--grab-keyboard-on-focus", SettingKind.Flag, "no"),
        Nothing("input:releaseKeysOnFocusLoss", SettingKind.Flag, "yes", "keys always come up in the guest with the focus: one that stays down there repeats for ever"),
        Same("input:escapeKey", "--escape-key", SettingKind.Word, "KEY_SCROLLLOCK", 'm') with { Convert = EscapeKey },
        Own("input:bind", "--bind", SettingKind.Text) with { IsList = true },
        Same("input:ignoreWindowsKeys", "--ignore-windows-keys", SettingKind.Flag, "no"),
        Same("input:hideCursor", "--hide-cursor", SettingKind.Flag, "yes", 'M'),
        Same("input:mouseSens", "--mouse-sens", SettingKind.Number, "0"),
        Same("input:mouseSmoothing", "--mouse-smoothing", SettingKind.Flag, "yes"),
        Same("input:rawMouse", "--raw-mouse", SettingKind.Flag, "no"),
        Nothing("input:mouseRedraw", SettingKind.Flag, "yes", "a pointer that moved is always drawn, alone if nothing else changed"),
        Nothing("input:mouseTrace", SettingKind.Flag, "no", "oriel latency --input measures what becomes of a motion; app:verbose=yes logs what the viewer is told to do") with { Origin = SettingOrigin.Head },
        Same("input:autoCapture", "--auto-capture", SettingKind.Flag, "no"),
        Same("input:captureOnly", "--capture-only", SettingKind.Flag, "no"),
        Same("input:helpMenuDelay", "--help-delay", SettingKind.Number, "200"),
        Nothing("input:scaleCursor", SettingKind.Flag, "yes", "positions always go through the picture's scale and rotation", 'j') with { OldNames = ["spice:scaleCursor"] },
        Same("input:captureOnStart", "--capture-on-start", SettingKind.Flag, "no") with { OldNames = ["spice:captureOnStart"] },
        Same("input:alwaysShowCursor", "--host-cursor", SettingKind.Flag, "no") with { OldNames = ["spice:alwaysShowCursor"] },
        Nothing("input:showCursorDot", SettingKind.Flag, "yes", "without the focus the host's own pointer is shown") with { OldNames = ["spice:showCursorDot"] },
        Nothing("input:largeCursorDot", SettingKind.Flag, "no", "see input:showCursorDot") with { OldNames = ["spice:largeCursorDot"] },
        Own("input:mouse", "--mouse", SettingKind.Word),
        Own("input:lockKeys", "--lock-keys", SettingKind.Word),
    ];

    private static IReadOnlyList<ViewerSetting> Clipboard =>
    [
        Same("clipboard:toVM", "--clipboard-to-vm", SettingKind.Flag, "yes") with { OldNames = ["spice:clipboardToVM"] },
        Same("clipboard:toLocal", "--clipboard-to-local", SettingKind.Flag, "yes") with { OldNames = ["spice:clipboardToLocal"] },
        Own("clipboard:primary", "--clipboard-primary", SettingKind.Flag),
        Own("clipboard:fileDrop", "--file-drop", SettingKind.Flag),
    ];

    /// <summary>What a number for the escape key may also have meant; null for a name.</summary>
    public static string? EscapeKeyDoubt(string value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var (now, old) = (LinuxKeys.Find(number), LinuxKeys.FindOld(number));
        return now == PhysicalKey.Unknown || old == PhysicalKey.Unknown || old == now ? null
            : $"{number} is taken as Linux counts keys, {now}; very old files counted as SDL does: if {old} was meant, write {old}";
    }

    // A number is Linux's; what no key of ours has goes on as it is, to be refused with the option's own words.
    private static string? EscapeKey(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && LinuxKeys.Find(number) is not PhysicalKey.Unknown and var key ? key.ToString() : value;
}
