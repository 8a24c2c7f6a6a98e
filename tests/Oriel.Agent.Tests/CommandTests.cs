using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The program's face: exit statuses, messages, heads, status.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData(3, "ORL101", "--region", "/dev/shm/oriel-no-such-region", "--no-wait")]
    [InlineData(8, "ORL410", "--fps", "many")]
    [InlineData(8, "ORL410", "--profile", "p99")]
    [InlineData(8, "ORL411", "--config", "/nonexistent/agent.ini")]
    [InlineData(8, "ORL412", "--log", "/proc/no/such/log")]
    [InlineData(2, "--nonsense", "--nonsense")]
    public void Trouble_has_a_code_a_remedy_and_an_exit_status(int status, string code, params string[] arguments)
    {
        using var folder = new TempFolder();
        using var agent = TestProcess.Start(Executables.Agent, arguments, new Dictionary<string, string?>(StringComparer.Ordinal) { ["DISPLAY"] = null, ["XDG_CONFIG_HOME"] = folder.Path });
        Assert.Equal(status, agent.WaitForExit(AgentBed.Patience));
        Assert.Contains(code, agent.Output, StringComparison.Ordinal);
        if (status != 2)
        {
            Assert.Matches("seen: +.+\n +expected: +.+\n +remedy: +.+", agent.Output);
        }
    }

    [Fact]
    public void No_display_is_a_capture_error_when_not_waiting()
    {
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["--region", region.Path, "--create", "16M", "--display", ":60999", "--no-wait"]);
        Assert.Equal(7, agent.WaitForExit(AgentBed.Patience));
        Assert.Contains("ORL401", agent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_head_is_named_with_those_that_exist()
    {
        using var server = XvfbServer.StartOrSkip("640x480");
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["--region", region.Path, "--create", "16M", "--display", server.Display, "--output", "HDMI-7", "--no-wait"]);
        Assert.Equal(7, agent.WaitForExit(AgentBed.Patience));
        Assert.Matches("(?s)ORL404.*HDMI-7.*screen \\(0\\)", agent.Output);
    }

    [Theory]
    [InlineData("ORL403", "depth 16", "-screen", "0", "640x480x16")]
    [InlineData("ORL403", "depth 30", "-screen", "0", "640x480x30")]
    [InlineData("ORL402", "no DAMAGE", "-screen", "0", "640x480x24", "-extension", "DAMAGE")]
    [InlineData("ORL402", "no MIT-SHM", "-screen", "0", "640x480x24", "-extension", "MIT-SHM")]
    public void A_server_that_cannot_be_captured_is_refused_at_once_with_the_reason(string code, string seen, params string[] server)
    {
        using var guest = GuestServer.StartOrSkip(null, server);
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["--region", region.Path, "--create", "16M", "--display", guest.Display]);
        Assert.Equal(7, agent.WaitForExit(AgentBed.Patience));
        Assert.Matches($"(?s){code}.*{seen}", agent.Output);
    }

    [Fact]
    public void Xwayland_is_refused_with_what_to_do()
    {
        using var server = XvfbServer.StartOrSkip("640x480");
        Assert.SkipUnless(TestProcess.IsInstalled("xrandr"), "xrandr is not installed");
        server.Run("xrandr", "--setmonitor", "XWAYLAND0", "auto", "screen");
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["--region", region.Path, "--create", "16M", "--display", server.Display]);
        Assert.Equal(7, agent.WaitForExit(AgentBed.Patience));
        Assert.Matches("(?s)ORL407.*XWAYLAND0.*X11 session", agent.Output);
    }

    [Fact]
    public void Status_tells_a_living_agent_from_a_dead_one()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        var alive = TestProcess.Run(Executables.Agent, ["status", "--region", bed.Region.Path]);
        Assert.Matches("(?s)alive: oriel-agent.*LGMP 6, KVMFR 20.*X11 MIT-SHM.*frames +1 subscribers", alive);

        bed.EndAgent();
        using var dead = TestProcess.Start(Executables.Agent, ["status", "--region", bed.Region.Path]);
        Assert.Equal(4, dead.WaitForExit(AgentBed.Patience));
        Assert.Contains("not running any more", dead.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_wins_over_the_file()
    {
        using var server = XvfbServer.StartOrSkip("640x480");
        using var region = new TempRegion();
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("agent.ini"), $"; test\n[app]\nshmFile=/dev/shm/oriel-not-this-one\nprofile=p19\nwrong=1\n[x11]\ndisplay={server.Display}\n[os]\nlogFile={folder.File("log/agent.log")}\n");
        using var agent = TestProcess.Start(Executables.Agent, ["--config", folder.File("agent.ini"), "--region", region.Path, "--create", "16M"],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["DISPLAY"] = null });
        agent.WaitForLine("as p19", AgentBed.Patience);
        agent.WaitForLine("capturing with", AgentBed.Patience);
        Assert.Contains("unknown setting app:wrong", agent.Output, StringComparison.Ordinal);
        Assert.Equal(0, agent.Stop());
        Assert.Contains("capturing with", File.ReadAllText(folder.File("log/agent.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void One_frame_is_enough_when_asked_for_one()
    {
        using var bed = AgentBed.StartOrSkip("640x480", "16M", "--once");
        bed.Watch();
        Assert.Equal(0, bed.Agent.WaitForExit(AgentBed.Patience));
        bed.Agent.WaitForLine("ended: 1 frames published", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_region_too_small_for_the_picture_is_said_and_still_shows_what_fits()
    {
        using var bed = AgentBed.StartOrSkip("1920x1080", "16M");
        var (_, sink) = bed.Watch();
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, () => bed.Agent.Output);
        bed.Agent.WaitForLine("the lower rows are cut off; use a region of at least 32 MiB", AgentBed.Patience);
        Assert.Equal((1920, 1080), sink.Size);
        Assert.InRange(sink.Picture()!.Height, 100, 1079);
    }
}
