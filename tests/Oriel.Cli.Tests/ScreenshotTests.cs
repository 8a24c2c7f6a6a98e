using System.Buffers.Binary;
using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary><c>oriel screenshot</c> and the headless viewer as programs: files, figures and exit statuses. Pixels are compared in the end-to-end tests.</summary>
public sealed class ScreenshotTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void A_picture_of_a_running_guest_is_saved()
    {
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = StartGuest(region);
        var file = folder.File("a.png");
        Assert.Equal(0, Run(out _, "screenshot", file, "--region", region.Path));
        Assert.Equal((320, 200), SizeOf(File.ReadAllBytes(file)));

        Assert.Equal(0, Run(out _, "screenshot", folder.File("b.png"), "--region", region.Path, "--no-cursor"));
        Assert.Equal((320, 200), SizeOf(File.ReadAllBytes(folder.File("b.png"))));
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path).Count());

        Assert.Equal(8, Run(out var refused, "screenshot", folder.File("none/c.png"), "--region", region.Path));
        Assert.Contains("ORL503", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Headless_figures_are_one_line_of_JSON_and_frames_cost_no_garbage()
    {
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = StartGuest(region);
        Assert.Equal(0, Run(out var output, "view", "--headless", "--region", region.Path, "--frames", "100", "--screenshot", folder.File("last.png")));
        var line = output.Split('\n').Single(l => l.StartsWith('{'));
        using var json = JsonDocument.Parse(line);
        var figures = json.RootElement;
        Assert.True(figures.GetProperty("frames").GetInt64() >= 100, line);
        Assert.True(figures.GetProperty("fps").GetDouble() > 0, line);
        Assert.Equal((320, 200), (figures.GetProperty("width").GetInt32(), figures.GetProperty("height").GetInt32()));
        Assert.Equal(0, figures.GetProperty("renderAllocatedBytes").GetInt64());
        Assert.True(figures.GetProperty("seenToCopiedUs").GetDouble() > 0, line);
        Assert.Equal("Live", figures.GetProperty("state").GetString());
        foreach (var name in new[] { "firstPictureMs", "copiedToSubmittedUs", "submittedToPresentedUs", "latencyUs", "feedAllocatedBytes", "drops", "renderer" })
        {
            Assert.True(figures.TryGetProperty(name, out _), $"{name} is missing: {line}");
        }

        Assert.Equal((320, 200), SizeOf(File.ReadAllBytes(folder.File("last.png"))));
    }

    [Fact]
    public void Without_a_picture_the_exit_status_says_why()
    {
        using var folder = new TempFolder();
        using var region = new TempRegion();
        var file = folder.File("a.png");
        Assert.Equal(3, Run(out var missing, "screenshot", file, "--region", region.Path, "--timeout", "0.3"));
        Assert.Contains("ORL101", missing, StringComparison.Ordinal);
        region.Create(1 << 20);
        Assert.Equal(4, Run(out var empty, "screenshot", file, "--region", region.Path, "--timeout", "0.3"));
        Assert.Contains("ORL501", empty, StringComparison.Ordinal);
        Assert.Equal(2, Run(out _, "screenshot", file, "--region", region.Path, "--timeout", "0"));
        Assert.Equal(2, Run(out _, "screenshot"));
        Assert.False(File.Exists(file));
    }

    private static TestProcess StartGuest(TempRegion region)
    {
        var guest = TestProcess.Start(Executables.Oriel, ["pattern", "--region", region.Path, "--create", "16M", "--size", "320x200", "--rate", "100"]);
        guest.WaitForLine("\"event\":\"ready\"", s_patience);
        return guest;
    }

    private static int Run(out string output, params string[] arguments)
    {
        using var process = TestProcess.Start(Executables.Oriel, arguments);
        var status = process.WaitForExit(s_patience);
        output = process.Output;
        return status;
    }

    private static (int Width, int Height) SizeOf(byte[] png)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(png, 0, 8));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
