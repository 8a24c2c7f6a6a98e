using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Input;

/// <summary>The whole way: X events, window, router, SPICE session, and a QEMU without disk that writes down every input event its keyboard and mouse are given.</summary>
public sealed class QemuInputTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestProcess _qemu;

    public QemuInputTests()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("qemu-system-x86_64"), "qemu-system-x86_64 is not installed (package qemu-system-x86)");
        _qemu = TestProcess.Start(
            "qemu-system-x86_64",
            [
                "-nodefaults", "-machine", "q35,usb=off,vmport=off", "-accel", "tcg", "-m", "32", "-display", "none", "-vga", "none",
                "-spice", $"unix=on,addr={_folder.File("spice")},disable-ticketing=on", "-trace", "input_event_*", "-D", _folder.File("trace"),
            ]);
        Eventually.True(() => _qemu.HasExited || File.Exists(_folder.File("spice")), PeerStage.Patience, () => "QEMU's socket\n" + _qemu.Output);
        Assert.SkipWhen(_qemu.HasExited, "QEMU without SPICE (package qemu-system-modules-spice): " + _qemu.Output);
    }

    [Fact]
    public void What_is_typed_and_moved_in_the_window_is_what_QEMU_gets()
    {
        using var stage = PeerStage.StartOnX11("--spice-socket", _folder.File("spice"), "--grab-keyboard-on-focus", "--escape-key", "EndCall");
        stage.WaitFor("^ready True$");

        stage.Do("type", "--delay", "15", "hello world");
        stage.Do("key", "Left", "key", "KP_Enter", "key", "Print", "key", "Pause", "key", "ctrl+Pause", "key", "Super_L", "key", "XF86AudioMute", "key", "XF86AudioNext");
        stage.Do("key", "97", "key", "129", "key", "130", "key", "131", "key", "132");

        // Nobody tells where this guest's pointer is, so the first motion is what the others are measured from.
        stage.Do("mousemove_relative", "1", "1");
        stage.Do("mousemove_relative", "7", "9");
        stage.Do("mousemove_relative", "--", "-30", "2");
        stage.Do("click", "1", "click", "2", "click", "3", "click", "8", "click", "9", "click", "4", "click", "5");

        Eventually.True(() => Trace("button wheel-down, down 0").Count > 0, PeerStage.Patience, () => "the last event\n" + File.ReadAllText(_folder.File("trace")));
        var keys = Trace("key qcode (?<what>[^,]+), down 1");
        Assert.Equal("h,e,l,l,o,spc,w,o,r,l,d", string.Join(',', keys.Take(11)));
        Assert.Equal("left,kp_enter,print,pause,ctrl,pause,meta_l,audiomute,audionext,ro,kp_comma,lang1,lang2,yen", string.Join(',', keys.Skip(11)));
        Assert.Equal(keys.Order(), Trace("key qcode (?<what>[^,]+), down 0").Order());
        Assert.Equal(-23, Trace("axis x, value (?<what>-?[0-9]+)").Sum(int.Parse));
        Assert.Equal(11, Trace("axis y, value (?<what>-?[0-9]+)").Sum(int.Parse));
        string[] buttons = ["left", "middle", "right", "side", "extra", "wheel-up", "wheel-down"];
        Assert.Equal(buttons, Trace("button (?<what>[^,]+), down 1"));
        Assert.Equal(buttons, Trace("button (?<what>[^,]+), down 0"));
    }

    [Fact]
    public void A_viewer_that_dies_with_a_key_down_leaves_none_in_QEMU()
    {
        using var stage = PeerStage.StartOnX11("--spice-socket", _folder.File("spice"));
        stage.WaitFor("^ready True$");
        stage.Do("keydown", "w");
        Eventually.True(() => Trace("key qcode (?<what>w), down 1").Count == 1, PeerStage.Patience, "the key");

        stage.Peer.Send(Signal.Kill);

        Eventually.True(() => Trace("key qcode (?<what>w), down 0").Count == 1, PeerStage.Patience, () => "its release\n" + File.ReadAllText(_folder.File("trace")));
    }

    [Fact]
    public void A_QEMU_that_ends_with_a_key_down_harms_nobody()
    {
        using var stage = PeerStage.StartOnX11("--spice-socket", _folder.File("spice"));
        stage.WaitFor("^ready True$");
        stage.Do("keydown", "w");
        Eventually.True(() => Trace("key qcode (?<what>w), down 1").Count == 1, PeerStage.Patience, "the key");

        _qemu.Stop();
        stage.WaitFor("^ready False$");
        stage.Do("keyup", "w", "key", "x");
        stage.Tell("focus?");
        Assert.DoesNotContain("unhandled", stage.Peer.Output, StringComparison.OrdinalIgnoreCase);
        Assert.False(stage.Peer.HasExited);
    }

    public void Dispose()
    {
        _qemu?.Stop();
        _qemu?.Dispose();
        _folder.Dispose();
    }

    private List<string> Trace(string pattern)
    {
        using var file = new FileStream(_folder.File("trace"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. Regex.Matches(reader.ReadToEnd(), pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(m => m.Groups["what"].Value)];
    }
}
