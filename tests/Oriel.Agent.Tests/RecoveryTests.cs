using System.Diagnostics;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The X server, the region and the session may go away and come back.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void The_picture_moves_again_within_a_second_of_a_new_X_server()
    {
        using var region = new TempRegion();
        var display = GuestServer.PrivateDisplay();
        var server = GuestServer.StartOrSkip(display, "-screen", "0", "800x600x24");
        using var agent = TestProcess.Start(Executables.Agent, ["run", "--region", region.Path, "--create", "32M", "--display", display]);
        try
        {
            using var sink = new ScreenSink();
            using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
            feed.Start();
            WaitUntilEqual(display, sink, agent);
            var session = SessionWords.SessionId(region.Path);
            for (var round = 0; round < 3; round++)
            {
                server.Process.Send(round == 1 ? Signal.Terminate : Signal.Kill);
                server.Process.WaitForExit(AgentBed.Patience);
                server.Dispose();

                // The session outlives the server: the heartbeat goes on and the consumer stays attached.
                SessionWords.WaitForHeartbeats(region.Path, 700);
                Assert.Equal(RelayState.Live, feed.Status.State);

                var frames = sink.Frames;
                server = GuestServer.StartOrSkip(display, "-screen", "0", round == 0 ? "640x480x24" : "800x600x24");
                var up = OwnClock.Start(Environment.ProcessId, agent.Id);
                Eventually.True(() => sink.Frames > frames, AgentBed.Patience, () => agent.Output);
                TestContext.Current.TestOutputHelper?.WriteLine($"first frame after the server was up: {up}");
                Assert.True(up.OwnMs < 1000, $"{up}: {agent.Output}");
                using var painter = new XPainter(display);
                painter.Noise(10, 10, 200, 100, new Random(round));
                painter.Synchronise();
                WaitUntilEqual(display, sink, agent);
            }

            Assert.Equal(session, SessionWords.SessionId(region.Path));
        }
        finally
        {
            agent.Stop();
            server.Dispose();
        }
    }

    [Fact]
    public void A_frozen_X_server_stops_the_picture_but_not_the_heartbeat_nor_the_end()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var painter = new XPainter(bed.Server.Display);
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        bed.Server.Process.Send(Signal.Stop);
        SessionWords.WaitForHeartbeats(bed.Region.Path, 1500);
        Assert.Equal(RelayState.Live, feed.Status.State);
        bed.Server.Process.Send(Signal.Continue);
        painter.Noise(10, 10, 100, 100, new Random(1));
        painter.Synchronise();
        bed.WaitUntilEqual(sink);

        bed.Server.Process.Send(Signal.Stop);
        bed.Agent.Send(Signal.Terminate);
        Assert.Equal(0, bed.Agent.WaitForExit(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void An_agent_without_an_X_server_waits_for_one()
    {
        var display = GuestServer.PrivateDisplay();
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["run", "--region", region.Path, "--create", "32M", "--display", display]);
        agent.WaitForLine("ORL401", AgentBed.Patience);
        using var server = GuestServer.StartOrSkip(display, "-screen", "0", "640x480x24");
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
        feed.Start();
        WaitUntilEqual(display, sink, agent);
        feed.Dispose();
        agent.Stop();
    }

    [Fact]
    public void An_agent_without_a_region_waits_for_it_and_follows_when_it_is_replaced()
    {
        using var server = XvfbServer.StartOrSkip("640x480");
        using var region = new TempRegion();
        using var agent = TestProcess.Start(Executables.Agent, ["run", "--region", region.Path, "--display", server.Display]);
        agent.WaitForLine("ORL101.*remedy", AgentBed.Patience);
        region.Create(16 << 20);
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path }, sink);
        feed.Start();
        WaitUntilEqual(server.Display, sink, agent);

        var frames = sink.Frames;
        region.Create(32 << 20);
        agent.WaitForLine("was replaced", AgentBed.Patience);
        Eventually.True(() => sink.Frames > frames, AgentBed.Patience, () => $"{feed.Status}\n{agent.Output}");
        WaitUntilEqual(server.Display, sink, agent);
        feed.Dispose();
        Assert.Equal(0, agent.Stop());
    }

    [Fact]
    public void A_region_cut_short_under_the_agent_does_not_kill_it()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var painter = new XPainter(bed.Server.Display);
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        feed.Dispose();
        bed.Region.Truncate(4096);
        bed.Agent.WaitForLine("was replaced|ORL", AgentBed.Patience);
        bed.Region.Create(32 << 20);
        var (_, again) = bed.Watch();
        bed.WaitUntilEqual(again);
        Assert.False(bed.Agent.HasExited);
    }

    [Fact]
    public void A_wiped_session_is_written_again()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var painter = new XPainter(bed.Server.Display);
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        var session = SessionWords.SessionId(bed.Region.Path);
        using (var file = File.OpenWrite(bed.Region.Path))
        {
            file.Write(new byte[32]);
        }

        bed.Agent.WaitForLine("new session", AgentBed.Patience);
        Eventually.True(() => SessionWords.SessionId(bed.Region.Path) is var now && now != session && now != 0, AgentBed.Patience, bed.Agent.Output);
        painter.Noise(10, 10, 100, 100, new Random(1));
        painter.Synchronise();
        bed.WaitUntilEqual(sink);
    }

    private static void WaitUntilEqual(string display, ScreenSink sink, TestProcess agent)
    {
        var expected = XScreenshot.Take(display);
        Eventually.True(() => sink.Picture() is { } picture && expected.CountDifferences(picture) == 0, AgentBed.Patience, () => $"{sink.Size}, {sink.Status}: {agent.Output}");
    }
}
