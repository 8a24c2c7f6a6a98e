using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Cli.Input;
using Oriel.Display.Windowing;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Input;

/// <summary>The whole key table against one that a distribution ships (tools/KeyOracle), and against the protocol's document.</summary>
public sealed class KeyMapTests
{
    // Keys that USB keyboards report on another page: SDL numbers them, Linux names them.
    private static readonly Dictionary<PhysicalKey, string> s_names = new()
    {
        [PhysicalKey.MediaNext] = "KEY_NEXTSONG",
        [PhysicalKey.MediaPrevious] = "KEY_PREVIOUSSONG",
        [PhysicalKey.MediaStop] = "KEY_STOPCD",
        [PhysicalKey.MediaPlay] = "KEY_PLAYPAUSE",
        [PhysicalKey.MediaMute] = "KEY_MUTE",
        [PhysicalKey.MediaSelect] = "KEY_MEDIA",
        [PhysicalKey.Mail] = "KEY_MAIL",
        [PhysicalKey.Calculator] = "KEY_CALC",
        [PhysicalKey.Computer] = "KEY_COMPUTER",
        [PhysicalKey.BrowserSearch] = "KEY_SEARCH",
        [PhysicalKey.BrowserHome] = "KEY_HOMEPAGE",
        [PhysicalKey.BrowserBack] = "KEY_BACK",
        [PhysicalKey.BrowserForward] = "KEY_FORWARD",
        [PhysicalKey.BrowserStop] = "KEY_STOP",
        [PhysicalKey.BrowserRefresh] = "KEY_REFRESH",
        [PhysicalKey.BrowserFavorites] = "KEY_BOOKMARKS",
        [PhysicalKey.BrightnessDown] = "KEY_BRIGHTNESSDOWN",
        [PhysicalKey.BrightnessUp] = "KEY_BRIGHTNESSUP",
        [PhysicalKey.DisplaySwitch] = "KEY_SWITCHVIDEOMODE",
        [PhysicalKey.KeyboardLightToggle] = "KEY_KBDILLUMTOGGLE",
        [PhysicalKey.KeyboardLightDown] = "KEY_KBDILLUMDOWN",
        [PhysicalKey.KeyboardLightUp] = "KEY_KBDILLUMUP",
        [PhysicalKey.Eject] = "KEY_EJECTCD",
        [PhysicalKey.Sleep] = "KEY_SLEEP",
        [PhysicalKey.App1] = "KEY_PROG1",
        [PhysicalKey.App2] = "KEY_PROG2",
        [PhysicalKey.MediaRewind] = "KEY_REWIND",
        [PhysicalKey.MediaFastForward] = "KEY_FASTFORWARD",
        [PhysicalKey.SysRq] = "KEY_SYSRQ",
    };

    // Ours on purpose.
    private static readonly Dictionary<PhysicalKey, int> s_exceptions = new()
    {
        // QEMU has no key for KEY_WWW, and no guest misses it: the home page opens the browser.
        [PhysicalKey.Browser] = 0xE032,
    };

    [Fact]
    public void Every_key_is_what_the_distributions_table_says()
    {
        var oracle = Oracle();
        List<string> wrong = [];
        var compared = 0;
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys; key++)
        {
            var ours = KeyMap.TryGet(key, out var code) ? code.Code : 0;
            if (s_exceptions.TryGetValue(key, out var meant))
            {
                Assert.Equal(meant, ours);
                continue;
            }

            var name = (int)key < 232 ? oracle.Usb.GetValueOrDefault((int)key) : null;
            name = s_names.GetValueOrDefault(key, name!);
            var theirs = name is null ? [] : oracle.Numbers[name].Select(CodeOf).ToArray();
            compared += ours != 0 ? 1 : 0;
            if (ours == 0 ? theirs.Length > 0 : !theirs.Contains(ours))
            {
                wrong.Add($"{key}: {ours:X4}, {name} is {string.Join(" or ", theirs.Select(c => $"{c:X4}"))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared > 160, $"only {compared} keys were compared");
    }

    [Fact]
    public void Every_code_of_the_protocols_document_is_reached()
    {
        var text = File.ReadAllText(Path.Combine(Executables.SourceTree, "docs/protocol/spice.md"));
        var table = text[text.IndexOf("Common set 1 codes", StringComparison.Ordinal)..text.IndexOf("### 8.3", StringComparison.Ordinal)];
        var documented = Documented(table);
        Assert.True(documented.Count > 100, $"{documented.Count} codes found in the document");

        var reached = Enumerable.Range(0, KeyMap.Keys).Select(k => KeyMap.TryGet((PhysicalKey)k, out var code) ? (int)code.Code : 0).ToHashSet();
        Assert.Empty(documented.Where(code => !reached.Contains(code)).Select(code => $"{code:X4}"));
    }

    [Fact]
    public void Codes_are_ones_the_wire_has()
    {
        for (var key = PhysicalKey.Unknown; (int)key < KeyMap.Keys; key++)
        {
            if (KeyMap.TryGet(key, out var code))
            {
                Assert.True(code.Code is (> 0 and < 0x80) or (> 0xE000 and < 0xE080), $"{key}: {code}");
            }
        }

        Assert.False(KeyMap.TryGet((PhysicalKey)(-1), out _));
        Assert.False(KeyMap.TryGet((PhysicalKey)KeyMap.Keys, out _));
    }

    // Bit 7 of QEMU's numbers stands for the E0 prefix.
    private static int CodeOf(int number) => number < 0x80 ? number : 0xE000 | (number & 0x7F);

    private static (Dictionary<int, string> Usb, ILookup<string, int> Numbers) Oracle()
    {
        var lines = File.ReadAllLines(Path.Combine(Executables.SourceTree, "tools/KeyOracle/keys.txt")).Where(l => l[0] != '#').Select(l => l.Split(' ')).ToList();
        return (
            lines.Where(w => w[0] == "usb").ToDictionary(w => int.Parse(w[1], CultureInfo.InvariantCulture), w => w[2]),
            lines.Where(w => w[0] == "qnum").ToLookup(w => w[2], w => int.Parse(w[1], CultureInfo.InvariantCulture)));
    }

    // "A S D 1E..26", "KP 4 5 6 4B..4D", "E Home 47": ranges count, a cell that begins with E has the prefix.
    private static HashSet<int> Documented(string table)
    {
        HashSet<int> codes = [];
        foreach (var line in table.Split('\n').Where(l => l.StartsWith('|')))
        {
            foreach (var entry in line.Split('|', ',').Select(e => e.Trim()))
            {
                var match = Regex.Match(entry, @"(?<first>[0-9A-F]{2})(\.\.(?<last>[0-9A-F]{2}))?$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
                if (!match.Success)
                {
                    continue;
                }

                var first = Convert.ToInt32(match.Groups["first"].Value, 16);
                var last = match.Groups["last"] is { Success: true } group ? Convert.ToInt32(group.Value, 16) : first;
                for (var code = first; code <= last; code++)
                {
                    codes.Add(entry.StartsWith("E ", StringComparison.Ordinal) ? 0xE000 | code : code);
                }
            }
        }

        return codes;
    }
}
