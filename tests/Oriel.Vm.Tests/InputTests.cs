using Oriel.Spice;

namespace Oriel.Vm.Tests;

/// <summary>Keyboard and mouse as the guest's kernel sees them (codes of linux/input-event-codes.h).</summary>
[Collection(VmCollection.Name)]
public sealed class InputTests(SharedGuest shared)
{
    private const int Key = 1;
    private const int Relative = 2;
    private const int Absolute = 3;

    // Set 1 codes and what Linux calls them.
    private static readonly (ushort Code, int Linux)[] s_keys =
    [
        (0x1E, 30), (0x02, 2), (0x39, 57), (0x3B, 59), (0x58, 88), (0x2A, 42), (0x56, 86), (0x4C, 76), (0x37, 55), (0xE04B, 105), (0xE048, 103), (0xE04D, 106), (0xE050, 108),
        (0xE047, 102), (0xE04F, 107), (0xE049, 104), (0xE051, 109), (0xE052, 110), (0xE053, 111), (0xE01C, 96), (0xE035, 98), (0xE01D, 97), (0xE038, 100), (0xE037, 99), (0xE046, 119),
        (0xE020, 113), (0xE02E, 114), (0xE030, 115), (0xE022, 164),
    ];

    [Fact]
    public void Every_kind_of_key_is_seen_by_the_guest()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        using var log = guest.WatchInput();
        var expected = "";
        foreach (var (code, linux) in s_keys)
        {
            // One key at a time, as fingers do: the emulated keyboard holds 64 events, and drops what an emulated guest does not fetch.
            expected += $"{(expected.Length > 0 ? ", " : "")}{linux} 1, {linux} 0";
            Press(spice, code);
            WaitFor(log, Key, expected, "Virtio Keyboard");
        }
    }

    [Fact]
    public void Pause_is_seen_each_time()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        using var log = guest.WatchInput();
        Press(spice, PcKey.Pause.Code);
        WaitFor(log, Key, "119 1, 119 0", "Virtio Keyboard");
        Press(spice, PcKey.Pause.Code);
        WaitFor(log, Key, "119 1, 119 0, 119 1, 119 0", "Virtio Keyboard");
    }

    [Fact]
    public void Held_keys_are_released_when_the_viewer_goes()
    {
        var guest = shared.StartedOrSkip();
        using var log = guest.WatchInput();
        using (var spice = new Spice(guest).WaitForInputs())
        {
            spice.Inputs.KeyDown(new PcKey(0x2A));
            spice.Inputs.KeyDown(new PcKey(0xE05B));
            WaitFor(log, Key, "42 1, 125 1", "Virtio Keyboard");
        }

        Eventually.True(
            () => log.Of(Key).Where(seen => seen.Value == 0).Select(seen => seen.Code).Order().SequenceEqual([42, 125]), SharedGuest.Patience, () => $"both keys up; {Words(log, Key, "")}");
    }

    [Fact]
    public void Text_typed_on_the_keyboard_is_text_in_a_terminal()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();

        // A terminal of its own under the pointer, which is what twm gives the keyboard to.
        guest.Run("rm -f /share/reading /share/typed; xterm -geometry 150x50+0+0 -e sh -c 'echo > /share/reading; read -r line; echo \"$line\" > /share/typed' >/dev/null 2>&1 &");
        Eventually.True(() => File.Exists(Path.Combine(guest.Share, "reading")), SharedGuest.Patience, "a terminal");
        using var screen = new Screen(guest);
        spice.WaitForAgent().WaitForMouseMode(MouseModes.Client);
        spice.Inputs.MoveTo(310, 300);
        spice.Inputs.MoveTo(300, 300);

        // The agent's tablet has one unit more than the screen has pixels.
        Eventually.True(() => screen.Pointer is (299 or 300, 299 or 300), SharedGuest.Patience, () => $"the pointer at 300,300; it is at {screen.Pointer}");
        using var log = guest.WatchInput();

        // oriel viewer
        var keys = 0;
        foreach (var code in (ushort[])[0x18, 0x13, 0x17, 0x12, 0x26, 0x39, 0x2F, 0x17, 0x12, 0x11, 0x12, 0x13, 0x1C])
        {
            Press(spice, code);
            keys++;
            Eventually.True(() => log.Of(Key).Count(seen => seen.Value == 0) == keys, SharedGuest.Patience, () => $"key {keys}; {Words(log, Key, "")}");
        }

        var typed = Path.Combine(guest.Share, "typed");
        Eventually.True(() => File.Exists(typed) && File.ReadAllText(typed) == "oriel viewer\n", SharedGuest.Patience, () => $"the text; {(File.Exists(typed) ? File.ReadAllText(typed) : "nothing")}");
    }

    [Fact]
    public void Relative_motion_is_exact()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        spice.WaitForMouseMode(MouseModes.Server);
        using var log = guest.WatchInput();
        var (sumX, sumY) = (0, 0);
        for (var i = 1; i <= 100; i++)
        {
            var (dx, dy) = (i % 7 - 3, i % 5 - 1);
            spice.Inputs.Move(dx, dy);
            (sumX, sumY) = (sumX + dx, sumY + dy);
        }

        int Sum(int code) => log.Of(Relative).Where(seen => seen.Code == code).Sum(seen => seen.Value);
        Eventually.True(() => (Sum(0), Sum(1)) == (sumX, sumY), SharedGuest.Patience, () => $"motion by {sumX},{sumY}; it was {Sum(0)},{Sum(1)}");
    }

    [Fact]
    public void Five_buttons_and_the_wheel_are_seen()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        spice.WaitForMouseMode(MouseModes.Server);
        using var log = guest.WatchInput();
        foreach (var button in (MouseButton[])[MouseButton.Left, MouseButton.Right, MouseButton.Middle, MouseButton.Side, MouseButton.Extra])
        {
            spice.Inputs.ButtonDown(button);
            spice.Inputs.ButtonUp(button);
        }

        WaitFor(log, Key, "272 1, 272 0, 273 1, 273 0, 274 1, 274 0, 275 1, 275 0, 276 1, 276 0", "Virtio Mouse");
        spice.Inputs.Wheel(3);
        spice.Inputs.Wheel(-1);
        WaitFor(log, Relative, "8 1, 8 1, 8 1, 8 -1", "Virtio Mouse", code: 8);
    }

    [Fact]
    public void Absolute_positions_are_exact()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs().WaitForAgent();
        spice.WaitForMouseMode(MouseModes.Client);

        // The guest's agent makes its tablet when it knows the screen.
        Eventually.True(() => guest.Run("cat /proc/bus/input/devices").Contains("spice vdagent tablet", StringComparison.Ordinal), SharedGuest.Patience, "the agent's tablet");
        using var log = guest.WatchInput();
        spice.Inputs.MoveTo(100, 200);
        spice.Inputs.MoveTo(1279, 799);
        spice.Inputs.MoveTo(640, 31);
        spice.Inputs.ButtonDown(MouseButton.Left);
        spice.Inputs.ButtonUp(MouseButton.Left);
        WaitFor(log, Key, "272 1, 272 0", "spice vdagent tablet");
        int Last(int code) => log.Of(Absolute).Last(seen => seen.Code == code).Value;
        Assert.Equal((640, 31), (Last(0), Last(1)));
    }

    [Fact]
    public void The_guests_lock_keys_are_told()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        Assert.False(spice.Inputs.GuestLocks.HasFlag(KeyLocks.Caps));
        try
        {
            Press(spice, 0x3A);
            Eventually.True(() => spice.Inputs.GuestLocks.HasFlag(KeyLocks.Caps), SharedGuest.Patience, () => $"caps lock; {spice.Inputs.GuestLocks}");
        }
        finally
        {
            Press(spice, 0x3A);
            Eventually.True(() => !spice.Inputs.GuestLocks.HasFlag(KeyLocks.Caps), SharedGuest.Patience, () => $"no caps lock; {spice.Inputs.GuestLocks}");
        }
    }

    private static void Press(Spice spice, ushort code)
    {
        spice.Inputs.KeyDown(new PcKey(code));
        spice.Inputs.KeyUp(new PcKey(code));
    }

    private static string Words(GuestInputLog log, int type, string device, int? code = null) => string.Join(
        ", ",
        log.Of(type).Where(seen => seen.Device.Contains(device, StringComparison.Ordinal) && (code ?? seen.Code) == seen.Code && seen.Value != 2).Select(seen => $"{seen.Code} {seen.Value}"));

    private static void WaitFor(GuestInputLog log, int type, string expected, string device, int? code = null) =>
        Eventually.True(
            () => Words(log, type, device, code) == expected,
            SharedGuest.Patience,
            () => $"\n{expected}\nbut saw\n{Words(log, type, device, code)}\nall: {string.Join(", ", log.Events)}; devices: {string.Join(", ", log.Devices)}");
}
