using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>The program's face on Windows.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData(8, "ORL410", "--fps", "many")]
    [InlineData(8, "ORL410", "--capture", "nonsense")]
    [InlineData(8, "ORL411", "--config", @"Z:\nonexistent\agent.ini")]
    [InlineData(3, "ORL1", "--region", @"Z:\dev\shm\oriel-no-such-region", "--no-wait")]
    [InlineData(2, "--display", "--display", ":0")]
    public void Trouble_has_a_code_a_remedy_and_an_exit_status(int status, string text, params string[] arguments)
    {
        var (seen, output) = WineHome.DeskOrSkip(1024, 768).RunAgent(arguments);
        Assert.Equal((status, true), (seen, output.Contains(text, StringComparison.Ordinal)));
        if (status != 2)
        {
            Assert.Matches("seen: +.+\n +expected: +.+\n +remedy: +.+", output);
        }
    }

    [Fact]
    public void A_missing_head_is_named_with_those_that_exist()
    {
        using var region = new TempRegion();
        var (status, output) = WineHome.DeskOrSkip(1024, 768).RunAgent("--region", WineHome.WindowsPath(region.Path), "--create", "16M", "--output", "DISPLAY9", "--capture", "gdi", "--no-wait");
        Assert.Equal(7, status);
        Assert.Matches("(?s)ORL404.*DISPLAY9.*DISPLAY1 \\(0\\)", output);
    }

    [Fact]
    public void Outputs_and_capture_methods_are_listed()
    {
        var desk = WineHome.DeskOrSkip(1024, 768);
        var (status, output) = desk.RunAgent("outputs");
        Assert.Equal(0, status);
        Assert.Matches(@"0 DISPLAY1 +1024x768\+0\+0.*primary", output);
        (status, output) = desk.RunAgent("capture-methods");
        Assert.Equal(0, status);
        Assert.Matches(@"gdi +works: GDI, DISPLAY1 1024x768\+0\+0", output);

        // Wine has no desktop duplication, and says so.
        Assert.Matches("dxgi +no: desktop duplication: ORL4[0-9]+: .+\n +remedy: .+", output);
    }

    /// <summary>Device, textures, staging ring, map and the whole copy pipeline on Wine's Direct3D 11.</summary>
    [Fact]
    public void The_self_test_of_the_gpu_path_passes()
    {
        var (status, output) = WineHome.DeskOrSkip(1024, 768).RunAgent("selftest");
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.Equal(0, status);
        Assert.DoesNotContain("Failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_agent_logs_to_a_file_and_says_when_it_is_alive()
    {
        using var folder = new TempFolder();
        using var bed = new WineBed(WineHome.DeskOrSkip(1024, 768), "--log", WineHome.WindowsPath(folder.File("agent.log")), "--output", "desktop", "--capture", "GDI");
        bed.WaitUntilEqual("the whole desktop");
        var (status, output) = bed.Desk.RunAgent("status", "--region", WineHome.WindowsPath(bed.Region.Path));
        Assert.Equal(0, status);
        Assert.Matches("(?s)alive: oriel-agent.*LGMP 6, KVMFR 20.*frames +1 subscribers", output);
        bed.EndAgent();
        var log = File.ReadAllText(folder.File("agent.log"));
        Assert.Matches("(?s)oriel-agent .* starts: .*capturing with GDI: desktop 1024x768.*ended: ", log);
    }
}
