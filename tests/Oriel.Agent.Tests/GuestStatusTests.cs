using Oriel.Agent.Capture;
using Oriel.Agent.Session;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Inspection;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The agent tells how it is, and why there is no picture.</summary>
public sealed class GuestStatusTests
{
    private static readonly CaptureMode s_mode = new(FrameType.Bgra, 640, 480, 0, 0, FrameRotation.None, "DP-2");

    [Fact]
    public void A_killed_X_server_is_told_with_its_code_and_its_return_too()
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
            Await(GuestState.Capturing);
            var guest = feed.Status.Guest!;
            Assert.Equal("X11 MIT-SHM", guest.Backend);
            Assert.StartsWith("oriel-agent ", guest.Agent, StringComparison.Ordinal);
            Assert.NotEmpty(guest.System);
            Assert.Equal(guest.Outputs.Count, guest.OutputCount);
            Assert.All(guest.Outputs, o => Assert.Equal((800u, 600u, true), (o.Width, o.Height, o.IsCaptured)));
            Assert.Null(guest.Error);

            server.Process.Send(Signal.Kill);
            server.Process.WaitForExit(AgentBed.Patience);
            server.Dispose();
            Await(GuestState.CaptureFailing);
            Assert.Equal("ORL401", feed.Status.Guest!.Error!.Code);
            Assert.Contains(display, feed.Status.Guest.Error.Text, StringComparison.Ordinal);
            Assert.NotEmpty(feed.Status.Guest.Error.Remedy);
            Assert.Equal(RelayState.Live, feed.Status.State);
            Assert.Contains("The guest's agent cannot capture (ORL401)", feed.Status.Detail, StringComparison.Ordinal);
            var status = TestProcess.Start(Executables.Agent, ["status", "--region", region.Path]);
            using (status)
            {
                _ = status.WaitForLine("state       CaptureFailing", AgentBed.Patience);
                _ = status.WaitForLine("error       ORL401 ", AgentBed.Patience);
            }

            server = GuestServer.StartOrSkip(display, "-screen", "0", "640x480x24");
            Await(GuestState.Capturing);
            Assert.Equal("ORL401", feed.Status.Guest!.Error!.Code);
            Assert.DoesNotContain("ORL401", feed.Status.Detail, StringComparison.Ordinal);
            Eventually.True(() => feed.Counters.GuestRestarts >= 1 && feed.Counters.GuestFrames >= 2, AgentBed.Patience, () => $"{feed.Counters.GuestRestarts} {feed.Counters.GuestFrames}");

            feed.Dispose();
            Eventually.True(() => Look().Guest?.State == GuestState.Idle, AgentBed.Patience, () => agent.Output);
            Assert.Equal(1, Look().Guest!.Status.OutputCount ?? 1);

            void Await(GuestState state) =>
                Eventually.True(() => feed.Status.Guest?.State == state, AgentBed.Patience, () => $"{feed.Status} {feed.Status.Guest}: {agent.Output}");

            InspectionReport Look()
            {
                using var opened = Region.OpenFile(region.Path, RegionAccess.ReadOnly);
                return RegionInspector.Inspect(opened, InspectionOptions.SessionOnly);
            }
        }
        finally
        {
            agent.Stop();
            server.Dispose();
        }
    }

    [Fact]
    public void The_last_words_of_an_agent_that_gives_up_stay_readable()
    {
        using var region = new TempRegion();
        using var server = GuestServer.StartOrSkip(null, "-screen", "0", "320x200x16");
        using var agent = TestProcess.Start(Executables.Agent, ["run", "--region", region.Path, "--create", "32M", "--display", server.Display]);
        Assert.NotEqual(0, agent.WaitForExit(AgentBed.Patience));
        using var opened = Region.OpenFile(region.Path, RegionAccess.ReadOnly);
        var guest = RegionInspector.Inspect(opened, InspectionOptions.SessionOnly).Guest!;
        Assert.Equal((GuestState.CaptureFailing, "ORL403"), (guest.State, guest.Error!.Code));
    }

    [Fact]
    public void States_follow_from_what_was_opened_what_failed_and_who_watches()
    {
        using var stage = new Stage();
        var reporter = stage.Reporter;
        stage.Tell(false);
        Assert.Equal(GuestState.Starting, stage.Read().State);

        reporter.Unavailable(Error("ORL420"));
        stage.Tell(false);
        Assert.Equal((GuestState.NoOutput, "ORL420", ""), (stage.Read().State, stage.Read().Error!.Code, stage.Read().Backend));
        Assert.Equal("The guest has no active output (ORL420): title: seen ORL420", GuestTrouble.Of(stage.Read())!.ToString());

        // The same again is no news.
        var told = reporter.Current;
        reporter.Unavailable(Error("ORL420"));
        Assert.Same(told, reporter.Current);

        reporter.Opened("dxgi", s_mode, stage.Stop);
        stage.Tell(true);
        var read = stage.Read();
        Assert.Equal((GuestState.Capturing, "dxgi", 2), (read.State, read.Backend, read.OutputCount));
        Assert.Equal([false, true], read.Outputs.Select(o => o.IsCaptured));
        Assert.Null(GuestTrouble.Of(read));
        stage.Tell(false);
        Assert.Equal(GuestState.Idle, stage.Read().State);

        reporter.Unavailable(Error("ORL421"));
        stage.Tell(true);
        Assert.Equal(GuestState.SecureDesktop, stage.Read().State);
        reporter.Unavailable(Error("ORL401"));
        stage.Tell(true);
        Assert.Equal(GuestState.CaptureFailing, stage.Read().State);

        // Another life of the region is told the same.
        stage.Renew();
        stage.Tell(true);
        Assert.Equal((GuestState.CaptureFailing, "ORL401"), (stage.Read().State, stage.Read().Error!.Code));
    }

    [Fact]
    public void Ticks_without_news_allocate_nothing()
    {
        using var stage = new Stage();
        stage.Reporter.Opened("x", s_mode, stage.Stop);
        for (var i = 0; i < 100; i++)
        {
            stage.Tell(i % 2 == 0);
        }

        var mark = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            stage.Tell(false);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - mark);
    }

    private static OrielException Error(string id) => new(new ErrorCode(id, "title", 9), "seen " + id, "expected", "remedy");

    private sealed class Stage : IDisposable
    {
        private readonly Region _region = Region.CreateMemfd("status", 16 << 20);
        private RelayProducer _producer;

        public Stage()
        {
            Reporter = new GuestStatusReporter(new GuestStatus { Agent = "a", System = "s" }, new AgentStatistics(),
                _ => [new GuestOutput("DP-1", 1, 2, 3, IsCaptured: false, IsPrimary: true), new GuestOutput("dp-2", 4, 5, 6, IsCaptured: false, IsPrimary: false)]);
            _producer = new RelayProducer(_region, new ProducerOptions { Status = Reporter.Current });
        }

        public GuestStatusReporter Reporter { get; }

        public WakeFlag Stop { get; } = new();

        public void Tell(bool watched) => Reporter.Tell(_producer, watched);

        public void Renew()
        {
            _producer.Dispose();
            _producer = new RelayProducer(_region, new ProducerOptions { Status = new GuestStatus { Agent = "before" } });
        }

        public GuestStatus Read() => RegionInspector.Inspect(_region, InspectionOptions.SessionOnly).Guest!.Status;

        public void Dispose()
        {
            _producer.Dispose();
            _region.Dispose();
            Stop.Dispose();
        }
    }
}
