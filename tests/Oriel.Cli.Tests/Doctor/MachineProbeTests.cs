using System.Text.Json;
using Oriel.Cli.Doctor.Probes;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Doctor;

/// <summary>What the doctor tries out itself, against real servers: compositors, an X server, a sound server, the software renderer.</summary>
public sealed class MachineProbeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void The_test_picture_is_right_on_the_software_renderer()
    {
        var answer = Probe("render", new Dictionary<string, string?>(StringComparer.Ordinal) { ["LIBGL_ALWAYS_SOFTWARE"] = "1" });
        Assert.True(answer.GetProperty("pixels").GetInt32() > 1000);
        Assert.False(answer.TryGetProperty("wrongPixels", out _), answer.ToString());
        Assert.True(answer.GetProperty("isSoftware").GetBoolean());
        Assert.StartsWith("4.5", answer.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(answer.GetProperty("dmaBufferObstacle").GetString()!);
    }

    [Fact]
    public void A_driver_that_is_not_there_is_an_answer_with_the_errors_words()
    {
        // glvnd then finds no EGL vendor at all.
        var answer = Probe("render", new Dictionary<string, string?>(StringComparer.Ordinal) { ["__EGL_VENDOR_LIBRARY_FILENAMES"] = "/dev/null" });
        Assert.Matches("^ORL30[0-9]$", answer.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Weston_tells_its_interfaces_and_its_screen()
    {
        using var weston = WestonServer.StartOrSkip(1024, 768, scale: 2);
        var answer = Probe("session", weston.Environment());
        Assert.Equal(("wayland", ""), (answer.GetProperty("kind").GetString(), answer.GetProperty("problem").GetString()));
        var abilities = answer.GetProperty("abilities");
        Assert.True(abilities.GetProperty("wl_compositor").GetInt32() >= 4);
        Assert.True(abilities.TryGetProperty("wp_presentation", out _));
        var screen = Assert.Single(answer.GetProperty("screens").EnumerateArray());
        Assert.Equal((1024, 768, 2, 512), (screen.GetProperty("width").GetInt32(), screen.GetProperty("height").GetInt32(), screen.GetProperty("integerScale").GetInt32(), screen.GetProperty("logicalWidth").GetInt32()));
        Assert.True(screen.GetProperty("refreshMilliHz").GetInt32() > 0);
    }

    [Fact]
    public void Sway_tells_what_it_has_and_weston_has_not()
    {
        using var sway = SwayServer.StartOrSkip();
        var abilities = Probe("session", sway.Environment()).GetProperty("abilities");
        Assert.True(abilities.TryGetProperty("zwp_keyboard_shortcuts_inhibit_manager_v1", out _), abilities.ToString());
        Assert.True(abilities.TryGetProperty("zxdg_decoration_manager_v1", out _), abilities.ToString());
    }

    [Fact]
    public void A_compositor_that_does_not_answer_is_left_and_said()
    {
        using var weston = WestonServer.StartOrSkip();
        weston.Process.Send(Signal.Stop);
        try
        {
            var answer = Probe("session", weston.Environment());
            Assert.Equal("wayland", answer.GetProperty("kind").GetString());
            Assert.Contains("no answer within", answer.GetProperty("problem").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            weston.Process.Send(Signal.Continue);
        }
    }

    [Fact]
    public void An_X_server_tells_its_extensions_and_its_screen()
    {
        using var server = XvfbServer.StartOrSkip("800x600");
        var answer = Probe("session", server.Environment());
        Assert.Equal("x11", answer.GetProperty("kind").GetString());
        Assert.True(answer.GetProperty("abilities").GetProperty("XInputExtension").GetInt32() >= 200);
        Assert.True(answer.GetProperty("abilities").TryGetProperty("Present", out _));
        Assert.Equal(800, Assert.Single(answer.GetProperty("screens").EnumerateArray()).GetProperty("width").GetInt32());
    }

    [Fact]
    public void A_display_where_nobody_answers_is_said()
    {
        using var folder = new TempFolder();
        var answer = Probe("session", new Dictionary<string, string?>(StringComparer.Ordinal) { ["DISPLAY"] = $"unix/:{folder.Path}/none", ["WAYLAND_DISPLAY"] = null });
        Assert.Equal("x11", answer.GetProperty("kind").GetString());
        Assert.NotEmpty(answer.GetProperty("problem").GetString()!);
        answer = Probe("session", new Dictionary<string, string?>(StringComparer.Ordinal) { ["WAYLAND_DISPLAY"] = folder.File("none"), ["XDG_RUNTIME_DIR"] = folder.Path });
        Assert.Equal("wayland", answer.GetProperty("kind").GetString());
        Assert.Contains("No such file", answer.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_server_tells_its_period_and_devices()
    {
        using var server = PulseServer.StartOrSkip(["machine-out"], ["machine-in"]);
        var answer = Probe("sound", server.Environment);
        Assert.False(answer.TryGetProperty("error", out _), answer.ToString());
        Assert.Equal("pulseaudio", answer.GetProperty("driver").GetString());
        Assert.Equal(48_000, answer.GetProperty("frequencyHz").GetInt32());
        Assert.InRange(answer.GetProperty("periodFrames").GetInt32(), 1, 48_000);
        Assert.Contains("machine-out", answer.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
    }

    [Fact]
    public void A_sound_server_that_is_not_there_is_an_answer()
    {
        using var folder = new TempFolder();
        var answer = Probe("sound", new Dictionary<string, string?>(StringComparer.Ordinal) { ["SDL_AUDIODRIVER"] = "pulseaudio", ["PULSE_SERVER"] = $"unix:{folder.File("none")}", ["HOME"] = folder.Path });
        Assert.StartsWith("ORL", answer.GetProperty("error").GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kill -SEGV $$", "it crashed with signal 11")]
    [InlineData("echo broken >&2; exit 3", "it ended with status 3: broken")]
    [InlineData("exec sleep 600", "took longer than")]
    public void A_probe_that_dies_or_hangs_is_an_answer(string script, string expected)
    {
        using var folder = new TempFolder();
        var program = folder.File("oriel");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var (answer, failure) = ProbeProcess.Run(program, "render", "", script.StartsWith("exec", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(300) : s_patience);
        Assert.Equal("", answer);
        Assert.Contains(expected, failure, StringComparison.Ordinal);
    }

    private static JsonElement Probe(string name, IReadOnlyDictionary<string, string?> environment)
    {
        using var process = TestProcess.Start(Executables.Oriel, ["probe", name], environment);
        Assert.Equal(0, process.WaitForExit(s_patience));

        // Libraries talk on standard error; the answer is the line that is JSON.
        var line = process.Output.Split('\n').Last(text => text.StartsWith('{'));
        return JsonDocument.Parse(line).RootElement.Clone();
    }
}
