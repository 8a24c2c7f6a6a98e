using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>A guest on this machine: a private X server, the real agent capturing it into a region of its own, and a consumer when asked for.</summary>
internal sealed class AgentBed : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<FeedLoop> _feeds = [];
    private readonly List<ScreenSink> _sinks = [];

    public AgentBed(XvfbServer server, string regionSize = "64M", params string[] more)
    {
        Server = server;
        Agent = TestProcess.Start(
            Executables.Agent,
            ["run", "--region", Region.Path, "--create", regionSize, "--display", server.Display, "--verbose", .. more],
            server.Environment());
    }

    public XvfbServer Server { get; }

    public TempRegion Region { get; } = new();

    public TestProcess Agent { get; }

    public static AgentBed StartOrSkip(string screen, string regionSize = "64M", params string[] more) => new(XvfbServer.StartOrSkip(screen), regionSize, more);

    /// <summary>Attaches a consumer.</summary>
    public (FeedLoop Feed, ScreenSink Sink) Watch(bool wholeFrames = false)
    {
        var sink = new ScreenSink { WholeFrames = wholeFrames };
        var feed = new FeedLoop(new FeedOptions { Source = Region.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, sink);
        _feeds.Add(feed);
        _sinks.Add(sink);
        feed.Start();
        return (feed, sink);
    }

    /// <summary>Waits until the picture a consumer has equals an independent grab of the server: 0 differing bytes.</summary>
    public void WaitUntilEqual(ScreenSink sink, TimeSpan? limit = null)
    {
        var expected = Server.Screenshot();
        var differences = -2;
        Eventually.True(
            () => sink.Picture() is { } picture && (differences = expected.CountDifferences(picture)) == 0,
            limit ?? Patience,
            () => $"{differences} bytes differ (-1: other size, -2: no picture); frames {sink.Frames}, status {sink.Status}; agent:\n{Agent.Output}");
    }

    /// <summary>Ends the agent and returns the line with its counters.</summary>
    public string EndAgent()
    {
        Agent.Send(Signal.Terminate);
        Assert.Equal(0, Agent.WaitForExit(Patience));
        return Agent.WaitForLine("ended: .*", TimeSpan.FromSeconds(1)).Value;
    }

    public void Dispose()
    {
        foreach (var feed in _feeds)
        {
            feed.Dispose();
        }

        Agent.Stop();
        Agent.Dispose();
        Server.Dispose();
        Region.Dispose();
        foreach (var sink in _sinks)
        {
            sink.Dispose();
        }
    }
}
