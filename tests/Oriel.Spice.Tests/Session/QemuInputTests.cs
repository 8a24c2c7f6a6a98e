using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>A real QEMU without a disk prints every input event that reaches its devices: keys, buttons and motion go all the way.</summary>
public sealed partial class QemuInputTests
{
    private const string Program = "qemu-system-x86_64";

    [Fact]
    public async Task Keys_and_a_relative_mouse()
    {
        using var folder = new TempFolder();
        using var qemu = StartOrSkip(folder, "-machine", "q35");
        await using var rig = await ConnectAsync(folder, qemu);
        Assert.Equal(MouseModes.Server, rig.Session.Status.MouseMode);
        var inputs = rig.Session.Inputs;

        foreach (var code in new ushort[] { 0x1E, 0xE04B, 0xE01D, 0xE037, 0x56, 0x73, 0xE020 })
        {
            inputs.KeyDown(new PcKey(code));
            inputs.KeyUp(new PcKey(code));
        }

        inputs.KeyDown(PcKey.Pause);
        inputs.KeyUp(PcKey.Pause);
        inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0x3B)]);
        inputs.KeyDown(new PcKey(0x2A));
        inputs.ReleaseAll();
        string[] expected =
        [
            "a 1", "a 0", "left 1", "left 0", "ctrl_r 1", "ctrl_r 0", "print 1", "print 0", "less 1", "less 0", "ro 1", "ro 0", "audiomute 1", "audiomute 0",
            "pause 1", "pause 0", "ctrl 1", "alt 1", "f1 1", "f1 0", "alt 0", "ctrl 0", "shift 1", "shift 0",
        ];
        Eventually.True(() => Keys(qemu).Count >= expected.Length, SessionRig.Patience, () => $"all keys arrive: {qemu.Output}");
        Assert.Equal(expected, Keys(qemu));

        for (var i = 0; i < 100; i++)
        {
            inputs.Move(3, -2);
        }

        foreach (var button in Enum.GetValues<MouseButton>())
        {
            inputs.ButtonDown(button);
            inputs.ButtonUp(button);
        }

        inputs.Wheel(2);
        inputs.Wheel(-1);
        string[] buttons = ["left", "middle", "right", "side", "extra", "wheel-up", "wheel-up", "wheel-down"];
        string[] clicks = [.. buttons.SelectMany(b => new[] { $"{b} 1", $"{b} 0" })];
        Eventually.True(() => Buttons(qemu).Count >= clicks.Length, SessionRig.Patience, () => $"all buttons arrive: {qemu.Output}");
        Assert.Equal(clicks, Buttons(qemu));
        Assert.Equal((300, -200), (Sum(qemu, "x"), Sum(qemu, "y")));
    }

    [Fact]
    public async Task An_absolute_mouse_and_a_restart()
    {
        using var folder = new TempFolder();
        string[] tablet = ["-machine", "q35,i8042=off", "-device", "qemu-xhci", "-device", "usb-tablet", "-device", "usb-kbd"];
        using var qemu = StartOrSkip(folder, tablet);
        await using var rig = await ConnectAsync(folder, qemu);
        rig.Until(s => s.MouseMode == MouseModes.Client, "client mode, asked for at the start");
        for (uint i = 0; i <= 300; i++)
        {
            rig.Session.Inputs.MoveTo(i, i / 2);
        }

        rig.Session.Inputs.ButtonDown(MouseButton.Left);
        rig.Session.Inputs.ButtonUp(MouseButton.Left);
        Eventually.True(() => Buttons(qemu).SequenceEqual(["left 1", "left 0"]), SessionRig.Patience, () => $"the click arrives: {qemu.Output}");
        var beforeClick = qemu.Output[..qemu.Output.IndexOf("input_event_btn", StringComparison.Ordinal)];
        var (x, y) = (Last(beforeClick, "x"), Last(beforeClick, "y"));
        // Of 32767, on a screen of one of the sizes that firmware starts with: the last position came before the click, not an earlier one.
        (int Width, int Height)[] sizes = [(640, 480), (720, 400), (800, 600), (1024, 768), (1280, 800)];
        Assert.True(Array.Exists(sizes, s => Math.Abs(x - (300 * 32767 / s.Width)) <= 2 && Math.Abs(y - (150 * 32767 / s.Height)) <= 2), $"the click was at {x},{y}");

        qemu.Send(Signal.Kill);
        rig.Until(s => s.State == SpiceState.Connecting, "the loss is noticed");
        using var second = StartOrSkip(folder, tablet);
        rig.Until(s => s is { State: SpiceState.Connected, MouseMode: MouseModes.Client } && rig.Session.Inputs.IsReady, "connected again, with the mode wished for");
        rig.Session.Inputs.KeyDown(new PcKey(0x1E));
        Eventually.True(() => Keys(second).SequenceEqual(["a 1"]), SessionRig.Patience, () => $"keys work again: {second.Output}");
        await rig.DisposeAsync();
        Eventually.True(() => Keys(second).SequenceEqual(["a 1", "a 0"]), SessionRig.Patience, () => $"the held key is released at the end: {second.Output}");
    }

    private static TestProcess StartOrSkip(TempFolder folder, params string[] machine)
    {
        if (!TestProcess.IsInstalled(Program))
        {
            Assert.Skip($"{Program} is not installed");
        }

        File.Delete(folder.File("s"));
        return TestProcess.Start(Program,
        [
            "-nodefaults", "-accel", "tcg", "-m", "64", "-vga", "std", "-display", "none", .. machine,
            "-spice", $"unix=on,addr={folder.File("s")},disable-ticketing=on", "-trace", "input_event_*",
        ]);
    }

    private static async Task<SessionRig> ConnectAsync(TempFolder folder, TestProcess qemu)
    {
        var rig = new SessionRig(new SpiceOptions { UnixPath = folder.File("s") });
        rig.Session.Start();
        try
        {
            rig.Until(s => s.State == SpiceState.Connected && rig.Session.Inputs.IsReady, $"QEMU is there: {qemu.Output}", TimeSpan.FromSeconds(40));
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    private static List<string> Keys(TestProcess qemu) => [.. Key().Matches(qemu.Output).Select(m => $"{m.Groups["what"].Value} {m.Groups["value"].Value}")];

    private static List<string> Buttons(TestProcess qemu) => [.. Button().Matches(qemu.Output).Select(m => $"{m.Groups["what"].Value} {m.Groups["value"].Value}")];

    private static int Sum(TestProcess qemu, string axis) => Relative().Matches(qemu.Output).Where(m => m.Groups["what"].Value == axis).Sum(m => int.Parse(m.Groups["value"].Value));

    private static int Last(string output, string axis) => Absolute().Matches(output).Where(m => m.Groups["what"].Value == axis).Select(m => Convert.ToInt32(m.Groups["value"].Value, 16)).LastOrDefault();

    [GeneratedRegex(@"input_event_key_(qcode|number) .*?key (qcode )?(?<what>\w+).*?, down (?<value>\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Key();

    [GeneratedRegex(@"input_event_btn .*?button (?<what>[\w-]+), down (?<value>\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Button();

    [GeneratedRegex(@"input_event_rel .*?axis (?<what>\w+), value (?<value>-?\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"input_event_abs .*?axis (?<what>\w+), value 0x(?<value>[0-9a-f]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Absolute();
}
