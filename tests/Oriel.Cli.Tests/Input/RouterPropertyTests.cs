using FsCheck;
using FsCheck.Fluent;
using Oriel.Cli.Input;
using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Input;

/// <summary>
/// Whatever happens in whatever order, the guest (a model that refuses a key going down twice, or up without having been down) ends with nothing pressed; and a key that
/// both sides agree on is pressed in the guest exactly while it is held.
/// </summary>
public sealed class RouterPropertyTests
{
    private static readonly PhysicalKey[] s_keys =
    [
        PhysicalKey.A, PhysicalKey.Q, PhysicalKey.I, PhysicalKey.LeftCtrl, PhysicalKey.LeftAlt, PhysicalKey.LeftShift, PhysicalKey.RightShift, PhysicalKey.ScrollLock, PhysicalKey.Pause,
        PhysicalKey.Backslash, PhysicalKey.NonUSHash, PhysicalKey.LeftSuper, PhysicalKey.CapsLock, PhysicalKey.Backspace, PhysicalKey.MediaMute, PhysicalKey.Mute, PhysicalKey.Insert,
        PhysicalKey.Unknown, (PhysicalKey)511,
    ];

    private static readonly InputOptions[] s_options =
    [
        new(),
        new() { EscapeKey = Chord("Ctrl+Alt"), AutoCapture = true, Sensitivity = 4, RawMouse = false },
        new() { CaptureOnly = true, CaptureOnFocus = true, EscapeKey = Chord("RightShift") },
        new() { IgnoreWindowsKeys = true, Locks = LockSync.Both, Mouse = MousePreference.Relative, GrabKeyboardOnFocus = true },
    ];

    [Fact]
    public void Nothing_stays_pressed() =>
        Prop.ForAll(
            Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(),
            steps => Array.TrueForAll(s_options, options => Ends(options, steps)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400).WithReplay(20261121, 77));

    private static bool Ends(InputOptions options, int[] steps)
    {
        using var bench = new InputBench(options);
        foreach (var step in steps)
        {
            Do(bench, step % 16, step / 16);
        }

        if (!bench.Router.IsOn)
        {
            // Input that is switched off has nothing pressed at any time.
            Assert.Empty(bench.Guest.Keys);
        }

        bench.Happen(WindowEventKind.FocusLost);
        Assert.Empty(bench.Guest.Keys);
        Assert.Empty(bench.Guest.Buttons);
        Assert.False(bench.Router.IsCaptured);
        Assert.False(bench.Window.IsKeyboardGrabbed);
        Assert.False(bench.Window.IsPointerRelative);
        Assert.Null(bench.Help);

        // And it still works.
        bench.Guest.IsReady = true;
        bench.Router.GuestReadyChanged(true);
        if (!bench.Router.IsOn || options.CaptureOnly)
        {
            return true;
        }

        bench.Happen(WindowEventKind.FocusGained);
        bench.Down(PhysicalKey.Z);
        Assert.Equal([(ushort)0x2C], bench.Guest.Keys);
        bench.Up(PhysicalKey.Z);
        Assert.Empty(bench.Guest.Keys);
        return true;
    }

    private static void Do(InputBench bench, int what, int value)
    {
        var key = s_keys[value % s_keys.Length];
        var button = (PointerButton)(value % 6);
        switch (what)
        {
            case 0 or 1 or 2 or 3:
                bench.Down(key, repeat: value % 7 == 0);
                break;
            case 4 or 5 or 6:
                bench.Up(key);
                break;
            case 7:
                bench.Press(button, value % 1200 - 100, value % 900 - 50);
                break;
            case 8:
                bench.Release(button);
                break;
            case 9:
                bench.PointAt((value % 1200) - 100, (value / 1200 % 1000) - 100);
                break;
            case 10:
                bench.MoveBy((value % 41) - 20, (value / 41 % 41) - 20);
                break;
            case 11:
                bench.Happen(value % 2 == 0 ? WindowEventKind.FocusLost : WindowEventKind.FocusGained);
                break;
            case 12:
                bench.Happen(value % 2 == 0 ? WindowEventKind.PointerEntered : WindowEventKind.PointerLeft);
                break;
            case 13:
                bench.Pass(value % 300);
                break;
            case 14:
                ChangeServer(bench, value);
                break;
            default:
                bench.Pointer.Set(value % 1000, value / 1000 % 800, value % 3 != 0);
                bench.Wheel((value % 9) - 4);
                break;
        }
    }

    private static void ChangeServer(InputBench bench, int value)
    {
        switch (value % 4)
        {
            case 0:
                bench.Guest.Lose();
                bench.Router.GuestReadyChanged(false);
                break;
            case 1:
                bench.Guest.IsReady = true;
                bench.Router.GuestReadyChanged(true);
                break;
            case 2:
                bench.Guest.SupportedMouseModes = (MouseModes)((value / 4 % 3) + 1);
                bench.Guest.MouseMode = (bench.Guest.SupportedMouseModes & MouseModes.Server) != 0 ? MouseModes.Server : MouseModes.Client;
                bench.Router.GuestModesChanged();
                break;
            default:
                bench.Router.GuestLocksChanged((KeyLocks)(value / 4 % 8));
                break;
        }
    }

    private static KeyChord Chord(string text)
    {
        Assert.True(KeyChord.TryParse(text, out var chord, out var problem), problem);
        return chord;
    }
}
