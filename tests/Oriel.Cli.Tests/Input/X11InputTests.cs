using System.Globalization;
using System.Text;
using Oriel.Cli.Input;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Input;

/// <summary>Real keys and mice of an X server, through SDL and the router, with openbox around the window.</summary>
public sealed class X11InputTests
{
    [Fact]
    public void Typed_text_arrives_as_the_keys_of_a_US_keyboard()
    {
        using var stage = PeerStage.StartOnX11();
        const string text = "The quick brown fox, jumps: over_the (lazy) dog! 0123456789 ~|{}<>?";

        stage.Do("type", "--delay", "2", text);

        Eventually.True(() => Text(stage.Peer.LinesFrom(0)).Length == text.Length, PeerStage.Patience, () => stage.Peer.Output);
        Assert.Equal(text, Text(stage.Lines()));
    }

    // Keys that SDL takes for a near relative of theirs (KEY_WWW is Oriel's own choice), by Linux's number.
    private static readonly Dictionary<int, string> s_relatives = new()
    {
        [84] = "E038", // the key X uses for AltGr on its own account
        [150] = "E032",
        [162] = "6C",
        [171] = "5D",
        [182] = "E005",
        [200] = "E022",
        [207] = "E022",
        [210] = "E037",
        [215] = "E06C",
    };

    // Line feed, macro, plus/minus, scale: SDL has no numbers for them, and PC keyboards do not have them.
    private static readonly int[] s_unknown = [101, 112, 118, 120];

    [Fact]
    public void Every_key_of_the_X_server_is_the_one_the_distributions_table_names()
    {
        // An escape key that X does not have, and openbox's own keys taken from it.
        using var stage = PeerStage.StartOnX11("--escape-key", "EndCall", "--grab-keyboard-on-focus");
        var lines = File.ReadAllLines(Path.Combine(Executables.SourceTree, "tools/KeyOracle/keys.txt")).Where(l => l[0] != '#').Select(l => l.Split(' ')).ToList();
        var names = lines.Where(w => w[0] == "linux").ToLookup(w => int.Parse(w[1], CultureInfo.InvariantCulture), w => w[2]);
        var numbers = lines.Where(w => w[0] == "qnum").ToLookup(w => w[2], w => int.Parse(w[1], CultureInfo.InvariantCulture));
        stage.Lines();

        // X keycodes are Linux's plus 8. After each key comes A, to know where it ends; 38 is A itself.
        var keycodes = Enumerable.Range(10, 246).Where(k => k != 38).ToList();
        stage.Do([.. keycodes.SelectMany(k => new[] { "key", $"{k}", "key", "38" })]);
        var sent = stage.Sent().Split(", ").Where(l => l.StartsWith("key+ ", StringComparison.Ordinal)).Select(l => l == "key+ 1E" ? "|" : l[5..]);
        var answers = string.Concat(sent).Split('|').ToList();
        Assert.True(answers.Count == keycodes.Count + 1, $"{answers.Count} answers for {keycodes.Count} keys: {string.Join('|', answers)}");

        List<string> wrong = [];
        var right = 0;
        foreach (var (keycode, answer) in keycodes.Zip(answers))
        {
            var linux = keycode - 8;
            var expected = s_relatives.TryGetValue(linux, out var relative) ? [relative] : names[linux].SelectMany(n => numbers[n]).Distinct().Select(n => n < 0x80 ? $"{n:X2}" : $"E0{n & 0x7F:X2}").ToList();
            right += answer.Length > 0 && expected.Contains(answer) ? 1 : 0;
            if (answer.Length > 0 ? !expected.Contains(answer) : expected.Count > 0 && linux < 128 && !s_unknown.Contains(linux))
            {
                wrong.Add($"{string.Join('/', names[linux])} ({linux}): sent {answer}, should be {string.Join(" or ", expected)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{right} keys of {keycodes.Count} as the table has them");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(right > 130, $"{right} keys");
    }

    [Fact]
    public void A_held_key_is_one_press_however_long_it_is_held()
    {
        using var stage = PeerStage.StartOnX11();

        stage.Do("keydown", "w");
        stage.WaitFor("repeat W");
        stage.Do("keyup", "w");

        Assert.Equal("key+ 11, key- 11", stage.Sent());
    }

    [Fact]
    public void A_key_held_while_the_focus_goes_is_released_in_the_guest()
    {
        using var stage = PeerStage.StartOnX11();
        stage.Do("keydown", "w");
        stage.Do("mousedown", "1");
        stage.X.Run("xdotool", "mouseup", "1");
        stage.OpenAnother();
        stage.WaitFor("event FocusLost");
        stage.Do("keyup", "w");

        Assert.Equal(1, stage.Peer.LinesFrom(0).Count(l => l == "key+ 11"));
        Assert.Equal(1, stage.Peer.LinesFrom(0).Count(l => l is "key- 11" or "release all"));
    }

    [Fact]
    public void Buttons_and_wheel_arrive()
    {
        using var stage = PeerStage.StartOnX11("--modes", "3");
        stage.Do("mousemove", "--window", stage.Window, "100", "50");
        stage.Lines();

        stage.Do("click", "1", "click", "2", "click", "3", "click", "8", "click", "9", "click", "4", "click", "5", "click", "5");

        Assert.Equal(
            "button+ 1, button- 1, button+ 2, button- 2, button+ 3, button- 3, button+ 6, button- 6, button+ 7, button- 7, wheel 1, wheel -1, wheel -1",
            stage.Sent());
    }

    [Fact]
    public void The_click_that_focuses_the_window_is_the_guests_too()
    {
        using var stage = PeerStage.StartOnX11("--modes", "3");
        stage.OpenAnother();
        stage.WaitFor("event FocusLost");
        stage.Lines();

        stage.Do("mousemove", "--window", stage.Window, "30", "40", "click", "1");

        stage.WaitForFocus(stage.Window);
        Eventually.True(() => stage.Peer.Output.Contains("button- 1", StringComparison.Ordinal), PeerStage.Patience, () => stage.Peer.Output);
        Assert.EndsWith("to 30 40, button+ 1, button- 1", stage.Sent());
    }

    [Fact]
    public void The_pointer_leaves_freely_and_a_drag_goes_on_outside()
    {
        using var stage = PeerStage.StartOnX11("--modes", "3");
        stage.Do("mousemove", "--window", stage.Window, "5", "100");
        stage.Do("mousemove_relative", "--", "-40", "0");
        stage.WaitFor("event PointerLeft");
        Assert.EndsWith("to 0 100", stage.Sent());

        stage.Do("mousemove", "--window", stage.Window, "5", "100", "mousedown", "1");
        stage.Do("mousemove_relative", "--", "-40", "7");
        stage.Do("mouseup", "1");
        Assert.EndsWith("button+ 1, to 0 107, button- 1", stage.Sent());
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public void Captured_motion_is_exact_and_the_pointer_stays(string raw)
    {
        using var stage = PeerStage.StartOnX11("--raw-mouse", raw);
        stage.Do("key", "Scroll_Lock");
        stage.WaitFor("captured");

        // Without raw motion SDL takes the first one as the place to start from.
        stage.Do("mousemove_relative", "--", "5", "5");
        stage.Lines();
        for (var i = 0; i < 20; i++)
        {
            stage.Do("mousemove_relative", "--", "137", "-91");
            stage.Do("mousemove_relative", "--", "-1", "1");
        }

        var moves = stage.Sent().Split(", ").Select(l => l.Split(' ')).Where(w => w[0] == "move").ToList();
        Assert.Equal(20 * 136, moves.Sum(w => int.Parse(w[1], CultureInfo.InvariantCulture)));
        Assert.Equal(20 * -90, moves.Sum(w => int.Parse(w[2], CultureInfo.InvariantCulture)));
        Assert.DoesNotContain("PointerLeft", stage.Peer.Output);
    }

    [Fact]
    public void Captured_keys_of_the_desktop_are_the_guests_and_free_ones_the_desktops()
    {
        using var stage = PeerStage.StartOnX11();
        var another = stage.OpenAnother();
        stage.Do("windowactivate", "--sync", stage.Window);
        stage.WaitForFocus(stage.Window);
        stage.Lines();

        stage.Do("key", "Scroll_Lock");
        stage.WaitFor("captured");
        stage.Do("keydown", "alt", "key", "Tab", "keyup", "alt");
        stage.Do("key", "Super_L");
        Assert.Equal("key+ 38, key+ 0F, key- 0F, key- 38, key+ E05B, key- E05B", stage.Sent());
        Assert.Equal(stage.Window, stage.X.Run("xdotool", "getwindowfocus"));

        stage.Do("key", "Scroll_Lock");
        stage.WaitFor("released");
        stage.X.Run("xdotool", "keydown", "alt", "key", "Tab", "keyup", "alt");
        stage.WaitForFocus(another);
        Eventually.True(() => IsUp(stage, "38"), PeerStage.Patience, () => "Alt released\n" + stage.Peer.Output);
        Assert.DoesNotContain("0F", stage.Sent());
    }

    [Fact]
    public void Alt_Tab_that_stays_leaves_no_Alt_behind()
    {
        using var stage = PeerStage.StartOnX11();
        stage.OpenAnother();

        // Thought better of before Alt is up: openbox has the keyboard and sees the release, we do not. Where openbox takes it for a change of windows after all, it is done again.
        for (var attempt = 1; attempt == 1 || stage.X.TryRun("xdotool", "getwindowfocus") != stage.Window; attempt++)
        {
            Assert.True(attempt <= 5, "openbox changed windows each time\n" + stage.Peer.Output);
            stage.Do("windowactivate", "--sync", stage.Window);
            stage.WaitForFocus(stage.Window);
            stage.X.Run("xdotool", "keydown", "alt", "key", "Tab", "key", "Escape", "keyup", "alt");
            stage.Settle();
        }

        Eventually.True(() => IsUp(stage, "38"), PeerStage.Patience, () => "Alt released\n" + stage.Peer.Output);
    }

    [Fact]
    public void Holding_the_escape_key_shows_the_help_and_combinations_command()
    {
        using var stage = PeerStage.StartOnX11();
        stage.X.Run("xdotool", "keydown", "Scroll_Lock");
        stage.WaitFor("^help [0-9]+$");
        stage.X.Run("xdotool", "keyup", "Scroll_Lock");
        stage.WaitFor("^help off$");

        stage.Do("keydown", "Scroll_Lock", "key", "m", "key", "BackSpace", "key", "F2", "keyup", "Scroll_Lock");
        stage.WaitFor("command ToggleMute");
        Assert.Equal("chord 1D+38+E053, chord 1D+38+3C", stage.Sent());
        stage.X.Run("xdotool", "keydown", "Scroll_Lock", "key", "q");
        stage.WaitFor("^closed$");
    }

    [Fact]
    public void Lock_keys_are_read_and_set()
    {
        using var stage = PeerStage.StartOnX11();
        stage.Tell("host-locks 6");
        stage.WaitFor("host-locks True 6");
        if (TestProcess.IsInstalled("xset"))
        {
            Assert.Matches("Caps Lock: +on.*Num Lock: +on", stage.X.Run("xset", "q").ReplaceLineEndings(" "));
        }

        stage.OpenAnother();
        stage.WaitFor("event FocusLost");
        stage.Do("windowactivate", "--sync", stage.Window);
        stage.WaitFor("^locks 6$");

        stage.Tell("host-locks 0");
        stage.WaitFor("host-locks True 0");
        stage.Do("key", "Num_Lock");
        Assert.Contains("key+ 45", stage.Sent());
    }

    [Fact]
    public void The_host_pointer_comes_back_where_the_guests_is()
    {
        using var stage = PeerStage.StartOnX11();
        stage.Tell("pointer 77 88 1");
        stage.Do("key", "Scroll_Lock");
        stage.WaitFor("captured");
        stage.Do("key", "Scroll_Lock");
        stage.WaitFor("released");

        var origin = stage.X.Run("xwininfo", "-id", stage.Window);
        int Number(string text, string label) => int.Parse(text.Split('\n').Single(l => l.Contains(label, StringComparison.Ordinal)).Split(label)[1], CultureInfo.InvariantCulture);
        Eventually.True(
            () =>
            {
                var place = stage.X.Run("xdotool", "getmouselocation", "--shell");
                return Number(place, "X=") - Number(origin, "Absolute upper-left X:") == 77 && Number(place, "Y=") - Number(origin, "Absolute upper-left Y:") == 88;
            },
            PeerStage.Patience,
            () => stage.X.Run("xdotool", "getmouselocation", "--shell") + origin);
    }

    [Fact]
    public void Shapes_confinement_and_wakefulness_are_taken()
    {
        using var stage = PeerStage.StartOnX11();
        stage.Tell("cursor");
        stage.WaitFor("cursor True");
        stage.Tell("awake 1");
        stage.Tell("awake 0");
        stage.Tell("confine 1");
        stage.Do("mousemove_relative", "--", "-5000", "-5000");
        stage.Tell("confine 0");
        Assert.DoesNotContain("PointerLeft", stage.Peer.Output);
        stage.Do("mousemove", "2", "2");
        stage.WaitFor("event PointerLeft");
    }

    // Up: released as often as pressed, or everything was.
    private static bool IsUp(PeerStage stage, string code)
    {
        var isDown = false;
        foreach (var line in stage.Peer.LinesFrom(0))
        {
            isDown = line == "key+ " + code || (isDown && line != "key- " + code && line != "release all");
        }

        return !isDown;
    }

    // What a US keyboard's keys mean: independent of the router's table.
    private static string Text(IReadOnlyList<string> lines)
    {
        string[] rows = ["02 1234567890-=", "10 qwertyuiop[]", "1E asdfghjkl;'`", "2B \\zxcvbnm,./"];
        string[] shifted = ["02 !@#$%^&*()_+", "10 QWERTYUIOP{}", "1E ASDFGHJKL:\"~", "2B |ZXCVBNM<>?"];
        var text = new StringBuilder();
        var isShift = false;
        foreach (var words in lines.Select(l => l.Split(' ')).Where(w => w[0] is "key+" or "key-"))
        {
            var code = Convert.ToInt32(words[1], 16);
            if (code is 0x2A or 0x36)
            {
                isShift = words[0] == "key+";
            }
            else if (words[0] == "key+")
            {
                text.Append(code == 0x39 ? ' ' : Character(isShift ? shifted : rows, code));
            }
        }

        return text.ToString();
    }

    private static char Character(string[] rows, int code)
    {
        foreach (var row in rows)
        {
            var at = code - Convert.ToInt32(row[..2], 16);
            if (at >= 0 && at < row.Length - 3)
            {
                return row[at + 3];
            }
        }

        return '\uFFFD';
    }
}
