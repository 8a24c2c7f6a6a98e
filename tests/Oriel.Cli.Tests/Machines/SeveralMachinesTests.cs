using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Machines;

/// <summary>Two real QEMU programs at once, each with a region of its own: every command finds the right one by name.</summary>
public sealed class SeveralMachinesTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly StoppedQemu _red;
    private readonly StoppedQemu _blue;
    private readonly PlainGuest _redGuest;
    private readonly PlainGuest _blueGuest;

    public SeveralMachinesTests()
    {
        _red = StoppedQemu.StartOrSkip("red", "-device", "virtio-mouse-pci", "-device", "usb-ehci", "-device", "usb-tablet");
        _blue = StoppedQemu.StartOrSkip("blue", "-device", "virtio-keyboard-pci", "-device", "virtio-mouse-pci");
        _redGuest = new PlainGuest(_red.Region, 320, 200, 0xFFC80A0A);
        _blueGuest = new PlainGuest(_blue.Region, 400, 240, 0xFF0A0AC8);
    }

    public void Dispose()
    {
        _redGuest.Dispose();
        _blueGuest.Dispose();
        _red.Dispose();
        _blue.Dispose();
    }

    [Fact]
    public void They_are_listed_with_names_modes_and_health()
    {
        using var list = JsonDocument.Parse(Oriel(0, "list", "--json"));
        foreach (var machine in (StoppedQemu[])[_red, _blue])
        {
            var entry = list.RootElement.EnumerateArray().Single(e => e.GetProperty("path").GetString() == machine.Region);
            Assert.Equal((machine.Name, machine.Uuid.ToString(), true, "live"), (entry.GetProperty("machine").GetString(), entry.GetProperty("uuid").GetString(), entry.GetProperty("running").GetBoolean(), entry.GetProperty("state").GetString()));
            Assert.Equal("problem", entry.GetProperty("health").GetString());
            Assert.Equal("The machine has no SPICE server", entry.GetProperty("trouble").GetString());
            Assert.False(entry.TryGetProperty("framesPerSecond", out _), "nobody looks, so there is no rate");
        }

        var text = Oriel(0, "list");
        Assert.Matches($@"{_red.Region} +16 MiB +live +problem +{_red.Name} +{_red.Uuid.ToString()[..8]} +6/20 +- +- +0 +- ", text);
        Assert.Contains("oriel doctor NAME says what to do", text, StringComparison.Ordinal);
        Assert.DoesNotContain(_red.Name, Oriel(0, "list", "--no-machines"), StringComparison.Ordinal);

        // For shells, which put these words on a command line.
        using var other = StoppedQemu.StartOrSkip("$(id)");
        var names = Oriel(0, "list", "--names").Split('\n');
        Assert.Contains(_red.Name, names);
        Assert.Contains(_blue.Name, names);
        Assert.DoesNotContain(names, name => name.Contains('$', StringComparison.Ordinal));
    }

    [Fact]
    public void Every_command_takes_a_name()
    {
        using var folder = new TempFolder();
        Oriel(0, "screenshot", folder.File("red.png"), "--region", $"vm:{_red.Name}");
        Oriel(0, "screenshot", folder.File("blue.png"), "-f", $"vm:{_blue.Uuid.ToString()[..13]}");
        var (red, blue) = (PngReader.Load(folder.File("red.png")), PngReader.Load(folder.File("blue.png")));
        Assert.Equal((320, 0xC80A0A, 400, 0x0A0AC8), (red.Width, red[5, 5], blue.Width, blue[5, 5]));

        Assert.Contains(_blue.Region, Oriel(0, "list", $"vm:{_blue.Name}"), StringComparison.Ordinal);
        Assert.Contains($"{_blue.Region}", Oriel(0, "inspect", $"vm:{_blue.Name}"), StringComparison.Ordinal);
        Assert.Contains("\"frames\"", Oriel(0, "view", _red.Name, "--headless", "--frames", "3"), StringComparison.OrdinalIgnoreCase);

        var unknown = Oriel(ExitCodes.Region, "view", "no-such-machine", "--headless");
        Assert.Contains("ORL800", unknown, StringComparison.Ordinal);
        Assert.Contains(_red.Name, unknown, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_viewers_show_the_right_picture_each_and_count_frames_for_the_list()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed (package xdotool)");
        using var x = XvfbServer.StartOrSkip("1024x768x24");
        using var red = Viewer(x, _red.Name, "20,20");
        using var blue = Viewer(x, _blue.Uuid.ToString(), "500,400");
        foreach (var machine in (StoppedQemu[])[_red, _blue])
        {
            Eventually.True(() => x.TryRun("xdotool", "search", "--onlyvisible", "--name", $"^{machine.Name} - Oriel$") is not null, s_patience, () => $"a window named {machine.Name}\n{red.Output}\n{blue.Output}");
        }

        Eventually.True(() => x.Screenshot() is var picture && picture[20 + 60, 20 + 60] == 0xC80A0A && picture[500 + 60, 400 + 60] == 0x0A0AC8, s_patience, () => $"red here, blue there\n{red.Output}\n{blue.Output}");

        // Now somebody looks: the rate can be counted. The guests publish one frame about each 20 ms, and never more than a clock lets them.
        using var list = JsonDocument.Parse(Oriel(0, "list", "--json"));
        var entry = list.RootElement.EnumerateArray().Single(e => e.GetProperty("path").GetString() == _red.Region);
        Assert.Equal((1, 320, 200), (entry.GetProperty("subscribers").GetInt32(), entry.GetProperty("frameWidth").GetInt32(), entry.GetProperty("frameHeight").GetInt32()));
        Assert.InRange(entry.GetProperty("framesPerSecond").GetDouble(), 0.5, 51);
    }

    private static TestProcess Viewer(XvfbServer x, string name, string position) =>
        TestProcess.Start(Executables.Oriel, ["view", name, "--position", position, "--no-audio", "--driver", "x11", "-v"], x.Environment());

    private static string Oriel(int status, params string[] arguments)
    {
        using var oriel = TestProcess.Start(Executables.Oriel, arguments);
        var actual = oriel.WaitForExit(s_patience);
        Assert.True(actual == status, $"oriel {string.Join(' ', arguments)}: expected status {status}, was {actual}:\n{oriel.Output}");
        return oriel.Output;
    }
}
