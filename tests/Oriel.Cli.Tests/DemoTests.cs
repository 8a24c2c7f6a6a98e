using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary><c>oriel demo</c>: the whole path in one process, and nothing left behind.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Without_a_window_it_prints_figures_and_saves_the_picture()
    {
        using var folder = new TempFolder();
        using var demo = TestProcess.Start(
            Executables.Oriel, ["demo", "--pattern", "--picture", "640x360", "--headless", "--frames", "20", "--screenshot", folder.File("demo.png")]);

        Assert.Equal(0, demo.WaitForExit(s_limit));

        var figures = JsonDocument.Parse(demo.Output.Split('\n').Single(line => line.StartsWith('{'))).RootElement;
        Assert.True(figures.GetProperty("frames").GetInt64() >= 20);
        Assert.Equal(640, figures.GetProperty("width").GetInt32());
        Assert.Equal(360, figures.GetProperty("height").GetInt32());
        Assert.True(new FileInfo(folder.File("demo.png")).Length > 1000);
        Assert.False(File.Exists($"/dev/shm/oriel-demo-{demo.Id}"));
    }

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    public void A_signal_ends_it_and_the_region_is_removed(Signal signal)
    {
        using var x = XvfbServer.StartOrSkip("800x600");
        using var demo = TestProcess.Start(Executables.Oriel, ["demo", "--picture", "320x200", "--verbose"], x.Environment());
        demo.WaitForLine("picture: 320x200", s_limit);
        Assert.True(File.Exists($"/dev/shm/oriel-demo-{demo.Id}"));

        demo.Send(signal);

        Assert.Equal(0, demo.WaitForExit(s_limit));
        Assert.False(File.Exists($"/dev/shm/oriel-demo-{demo.Id}"));
    }

    [Fact]
    public void A_lost_display_ends_it_with_status_6_and_the_region_is_removed()
    {
        using var x = XvfbServer.StartOrSkip("800x600");
        using var demo = TestProcess.Start(Executables.Oriel, ["demo", "--picture", "320x200", "--verbose"], x.Environment());
        demo.WaitForLine("picture: 320x200", s_limit);

        x.Process.Send(Signal.Kill);

        Assert.Equal(6, demo.WaitForExit(s_limit));
        Assert.Contains("remedy:", demo.Output);
        Assert.False(File.Exists($"/dev/shm/oriel-demo-{demo.Id}"));
    }

    [Fact]
    public void No_display_is_said_with_a_remedy()
    {
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string?> { ["DISPLAY"] = null, ["WAYLAND_DISPLAY"] = null, ["SDL_VIDEODRIVER"] = null, ["XDG_RUNTIME_DIR"] = folder.Path };
        using var demo = TestProcess.Start(Executables.Oriel, ["demo"], environment);

        Assert.Equal(6, demo.WaitForExit(s_limit));
        Assert.Contains("ORL352", demo.Output);
        Assert.Contains("--headless", demo.Output);
        Assert.False(File.Exists($"/dev/shm/oriel-demo-{demo.Id}"));
    }
}
