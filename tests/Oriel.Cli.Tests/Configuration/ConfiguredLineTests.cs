using Oriel.Cli.Configuration;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>Files and command line together: who wins, what is translated, and what is refused.</summary>
public sealed class ConfiguredLineTests : IDisposable
{
    private readonly ConfigDesk _desk = new();

    [Fact]
    public void Later_places_win_name_by_name()
    {
        _desk.Write(_desk.Places.SystemFile, "[win]\nscale=integer\nrotate=90\nvsync=on\ntitle=S\n");
        _desk.User("[win]\nrotate=180\nvsync=adaptive\ntitle=U\n");
        _desk.Write(_desk.Places.MachineFile("win11"), "[win]\nvsync=off\ntitle=N\n");
        _desk.Write(_desk.Places.MachineFile("0a1b2c3d-0000-4000-8000-00000000000f"), "[win]\ntitle=I\n");
        var last = _desk.Write(_desk.File("last.ini"), "[win]\nfilter=linear\n");

        var line = _desk.Apply($"view --title L --filter nearest -C {last}", new MachineIdentity("win11", "0A1B2C3D-0000-4000-8000-00000000000F"));

        Assert.Equal(
            ["integer", "180", "off", "L", "linear"],
            new[] { "--scale", "--rotate", "--vsync", "--title", "--filter" }.Select(name => ConfigDesk.Option(line, name)));
        Assert.Equal("I", ConfigDesk.Option(_desk.Apply("view", new MachineIdentity(null, "0a1b2c3d-0000-4000-8000-00000000000f")), "--title"));
        Assert.Equal("U", ConfigDesk.Option(_desk.Apply(), "--title"));
        Assert.Empty(line.Warnings);
        Assert.Equal(5, line.Store.Files.Count);
    }

    [Theory]
    [InlineData("", "yes", "false")]
    [InlineData("", "no", "true")]
    [InlineData("", null, "true")]
    [InlineData("no", "yes", "false")]
    [InlineData("on", "no", "true")]
    public void A_yes_or_no_alone_turns_round_what_the_file_says(string word, string? inFile, string expected)
    {
        if (inFile is not null)
        {
            _desk.User($"[Win]\nfullscreen={inFile}\n");
        }

        Assert.Equal(expected, ConfigDesk.Option(_desk.Apply($"view -F {word}"), "--fullscreen"));
        Assert.Equal(expected, ConfigDesk.Option(_desk.Apply($"view win:fullScreen{(word.Length > 0 ? "=" + word : "")}"), "--fullscreen"));
        Assert.Equal("", ConfigDesk.Option(_desk.Apply("view --fullscreen"), "--fullscreen"));
        Assert.Equal("false", ConfigDesk.Option(_desk.Apply("view --fullscreen=false"), "--fullscreen"));
    }

    [Theory]
    [InlineData("-r", "--scale", "stretch")]
    [InlineData("-G", "--grab-keyboard", "off")]
    [InlineData("-M", "--hide-cursor", "off")]
    [InlineData("-S", "--keep-awake", "always")]
    [InlineData("-s", "--spice", "off")]
    [InlineData("-c 10.0.0.1 -p 5901", "--spice", "10.0.0.1:5901")]
    [InlineData("-c /run/spice.sock -p 0", "--spice", "/run/spice.sock")]
    [InlineData("-K 30", "--fps-min", "30")]
    [InlineData("-Fd", "--borderless", "true")]
    [InlineData("-m 97", "--escape-key", "RightCtrl")]
    [InlineData("-m Pause", "--escape-key", "Pause")]
    [InlineData("-f kvmfr1", "--region", "kvmfr1")]
    [InlineData("-q no", "--notices", "off")]
    [InlineData("-n", "--no-resize", "true")]
    [InlineData("-a", "--follow-guest", "on")]
    [InlineData("input:escapeKey=KEY_RIGHTCTRL", "--escape-key", "KEY_RIGHTCTRL")]
    [InlineData("WIN:SIZE=800x600", "--size", "800x600")]
    [InlineData("--title win:size=1x1", "--title", "win:size=1x1")]
    public void The_existing_viewers_command_line_is_understood(string words, string option, string expected)
    {
        Assert.Equal(expected, ConfigDesk.Option(_desk.Apply("view " + words), option));
        Assert.Equal(expected, ConfigDesk.Option(_desk.Apply(words), option));
    }

    [Theory]
    [InlineData("win", "keepAspect=no", "--scale", "stretch")]
    [InlineData("win", "intUpscale=1", "--scale", "integer")]
    [InlineData("win", "keepAspect=yes", "--scale", "fit")]
    [InlineData("win", "keepAspect=no\nscale=1:1", "--scale", "1:1")]
    [InlineData("win", "position=100x-20", "--position", "100,-20")]
    [InlineData("win", "position=center", "--position", null)]
    [InlineData("win", "autoScreensaver=yes", "--keep-awake", "guest")]
    [InlineData("win", "noScreensaver=no", "--keep-awake", "off")]
    [InlineData("win", "alerts=no", "--notices", "off")]
    [InlineData("win", "requestActivation=no", "--attention", "off")]
    [InlineData("egl", "vsync=yes", "--vsync", "on")]
    [InlineData("opengl", "vsync=no", "--vsync", "off")]
    [InlineData("egl", "scale=1", "--filter", "nearest")]
    [InlineData("egl", "cbMode=2", "--color-aid", "deuteranopia")]
    [InlineData("egl", "nvGain=5", "--night-vision", "2")]
    [InlineData("app", "shmFile=auto", "--region", null)]
    [InlineData("app", "allowDMA=no", "--upload", "mapped")]
    [InlineData("spice", "enable=no\nport=5901", "--spice", "off")]
    [InlineData("spice", "enable=yes", "--spice", null)]
    [InlineData("spice", "host=::1\nport=5901", "--spice", "[::1]:5901")]
    [InlineData("spice", "port=5901\naddress=box:1", "--spice", "box:1")]
    [InlineData("spice", "clipboard=no", "--clipboard-to-local", "off")]
    [InlineData("spice", "clipboard=yes", "--clipboard-to-vm", null)]
    [InlineData("spice", "audio=no", "--no-audio", "true")]
    [InlineData("spice", "input=maybe", "--no-spice-input", "true")]
    [InlineData("spice", "clipboardToVM=no", "--clipboard-to-vm", "off")]
    [InlineData("audio", "micDefault=ALLOW", "--mic", "allow")]
    [InlineData("pipewire", "outDevice=Speakers", "--audio-output", "Speakers")]
    [InlineData("input", "bind=Shift+F=fullscreen  Q=none", "--bind", "Shift+F=fullscreen Q=none")]
    public void Values_become_the_options(string section, string lines, string option, string? expected)
    {
        _desk.User($"[{section}]\n{lines}\n");

        Assert.Equal(expected, ConfigDesk.Option(_desk.Apply(), option));
    }

    [Fact]
    public void Saying_yes_later_takes_an_earlier_no_back()
    {
        _desk.Write(_desk.Places.SystemFile, "[spice]\nenable=no\n[win]\nkeepAspect=no\n");
        _desk.User("[spice]\nenable=yes\n[win]\nkeepAspect=yes\n");

        Assert.Equal((null, "fit"), (ConfigDesk.Option(_desk.Apply(), "--spice"), ConfigDesk.Option(_desk.Apply(), "--scale")));
    }

    [Fact]
    public void A_clipboard_that_is_off_is_off_whatever_the_same_file_says_of_its_directions()
    {
        _desk.User("[clipboard]\ntoVM=yes\n[spice]\nclipboard=no\n");

        Assert.Equal("off", ConfigDesk.Option(_desk.Apply(), "--clipboard-to-vm"));
        Assert.Equal("on", ConfigDesk.Option(_desk.Apply("view --clipboard-to-vm on"), "--clipboard-to-vm"));
    }

    [Fact]
    public void What_means_nothing_is_said_and_does_not_stop_anything()
    {
        _desk.User("[win]\nfullscrean=yes\nquickSplash=yes\nborderless=ja\n[app]\nshmFile=/x\n[input]\nescapeKey=109\n[\u001b[31mx]\ny=1\n");

        var warnings = _desk.Apply().Warnings;

        string[] expected =
        [
            "line 2: win:fullscrean is not a setting; win:fullScreen is", "line 3: win:quickSplash has no effect: there is no splash", "line 4: win:borderless=ja counts as no",
            "line 6: app:shmFile is called lgmp:shmDevice now", "line 8: input:escapeKey: 109 is taken as Linux counts keys, PageDown; very old files counted as SDL does: if F18 was meant",
            "line 10: [31mx:y is not a setting",
        ];
        Assert.Equal(expected.Length, warnings.Count);
        Assert.All(expected.Zip(warnings), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(warnings, warning => Assert.StartsWith(_desk.Places.UserFile, warning, StringComparison.Ordinal));
        Assert.All(warnings, warning => Assert.DoesNotContain(warning, char.IsControl));
    }

    [Theory]
    [InlineData("[win]\n\nscale=huge\n", "win:scale=huge", "line 3", "'stretch'")]
    [InlineData("[input]\nmouseSens=12\n", "input:mouseSens=12", "line 2", "-9 to 9")]
    [InlineData("[win]\nuiSize=5\n", "win:uiSize=5", "line 2", "8 to 40")]
    [InlineData("[audio]\nperiodSize=9000\n", "audio:periodSize=9000", "line 2", "32 to 8192")]
    [InlineData("[egl]\nscale=7\n", "egl:scale=7", "line 2", "'nearest'")]
    [InlineData("[spice]\nport=x\n", "spice:port=x", "line 2", "SPICE server")]
    [InlineData("[app]\nframes=3\n", "app:frames=3", "line 2", "need --headless")]
    [InlineData("[win]\nfpsMin=many\n", "win:fpsMin=many", "line 2", "many")]
    public void A_wrong_value_ends_with_its_place_and_what_is_right(string text, string seen, string line, string expected)
    {
        _desk.User(text);

        var error = Assert.Throws<OrielException>(() => _desk.Apply());

        Assert.Equal("ORL541", error.Code.Id);
        Assert.Contains(seen, error.Seen, StringComparison.Ordinal);
        Assert.Contains(line, error.Seen, StringComparison.Ordinal);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[win]\nautoResize=yes\nsetGuestRes=yes\n", true)]
    [InlineData("[win]\nautoResize=yes\n", false)]
    [InlineData("[win]\nautoResize=yes\nsetGuestRes=no\n", false)]
    [InlineData("[win]\nnoScreensaver=1\nautoScreensaver=on\n", true)]
    public void What_excludes_itself_is_refused(string text, bool isRefused)
    {
        _desk.User(text);

        Assert.Equal(isRefused ? "ORL542" : null, Xunit.Record.Exception(() => _desk.Apply()) is OrielException error ? error.Code.Id : null);
    }

    [Fact]
    public void A_variable_and_a_machines_name_count_for_more_than_a_file_for_all()
    {
        _desk.User("[lgmp]\nshmDevice=kvmfr0\n[spice]\naddress=one:1\nticketFile=/t\n");
        _desk.Write(_desk.Places.MachineFile("b"), "[spice]\naddress=two:2\n");
        var named = new MachineIdentity("b", null);

        Assert.Equal(("kvmfr0", "one:1"), (ConfigDesk.Option(_desk.Apply(), "--region"), ConfigDesk.Option(_desk.Apply(), "--spice")));
        Assert.Equal((null, "two:2"), (ConfigDesk.Option(_desk.Apply("view", named), "--region"), ConfigDesk.Option(_desk.Apply("view", named), "--spice")));
        _desk.Variables["ORIEL_REGION"] = "/dev/shm/x";
        _desk.Variables["ORIEL_SPICE_TICKET"] = "secret";
        Assert.Equal((null, null), (ConfigDesk.Option(_desk.Apply(), "--region"), ConfigDesk.Option(_desk.Apply(), "--spice-ticket-file")));
        Assert.Equal("kvmfr1", ConfigDesk.Option(_desk.Apply("view lgmp:shmDevice=kvmfr1"), "--region"));
    }

    [Theory]
    [InlineData("--no-config", null)]
    [InlineData("", "off")]
    public void Files_can_be_left_alone(string option, string? variable)
    {
        _desk.User("[win]\nscale=huge\n");
        if (variable is not null)
        {
            _desk.Variables["ORIEL_CONFIG"] = variable;
        }

        Assert.Empty(_desk.Apply($"view {option}").Store.Files);
    }

    [Fact]
    public void Other_commands_words_are_their_own() =>
        Assert.Equal(["demo", "-F", "win:size=1x1"], LineWords.Rewrite(CommandTree.Create(), ["demo", "-F", "win:size=1x1"]));

    [Fact]
    public void A_name_of_a_machine_is_no_way_out_of_the_folder()
    {
        Assert.Equal("ORL546", Assert.Throws<OrielException>(() => _desk.Places.MachineFile("../x")).Code.Id);
        Assert.DoesNotContain(_desk.Places.Files(new MachineIdentity("..", "a/b")), place => place.Layer == SettingLayer.Machine);
    }

    [Fact]
    public void The_documents_example_is_right()
    {
        var page = File.ReadAllText(Path.Combine(Oriel.Testing.Executables.SourceTree, "docs/options.md"));
        var start = page.IndexOf("```ini", StringComparison.Ordinal) + 7;
        _desk.User(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

        var line = _desk.Apply();

        Assert.Empty(line.Warnings);
        Assert.Equal(("integer", "RightCtrl"), (ConfigDesk.Option(line, "--scale"), ConfigDesk.Option(line, "--escape-key")));
    }

    public void Dispose() => _desk.Dispose();
}
