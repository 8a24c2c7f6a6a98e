using System.Buffers.Binary;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>The real Windows agent under Wine, capturing a desktop into a file that it shares with this process, and a consumer.</summary>
internal sealed class WineBed : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly FeedLoop _feed;
    private readonly string[] _arguments;

    public WineBed(WineDesk desk, params string[] more)
    {
        Desk = desk;
        _arguments = ["run", "--region", WineHome.WindowsPath(Region.Path), "--verbose", .. more];
        Agent = desk.Start(WineHome.Agent, [.. _arguments, "--create", "32M"]);
        _feed = new FeedLoop(new FeedOptions { Source = Region.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, Sink);
        _feed.Start();
        Eventually.True(() => Sink.Frames > 0, Patience, () => $"no first frame; status {Sink.Status}; agent:\n{Agent.Output}");
    }

    public WineDesk Desk { get; }

    public TempRegion Region { get; } = new();

    public TestProcess Agent { get; private set; }

    public ScreenSink Sink { get; } = new();

    public FeedLoop Feed => _feed;

    /// <summary>Waits until what the consumer has equals an independent grab of the X server: 0 differing bytes. Wine brings its windows to X when it likes, so both are taken anew.</summary>
    public void WaitUntilEqual(string when)
    {
        var differences = -2;
        Eventually.True(
            () => Sink.Picture() is { } picture && (differences = Desk.Server.Screenshot().CountDifferences(picture)) == 0,
            Patience,
            () => $"{when}: {differences} bytes differ (-1: other size, -2: no picture); frames {Sink.Frames}, agent:\n{Agent.Output}");
    }

    /// <summary>Paints and waits until a pixel arrived that the last order made.</summary>
    public void PaintAndFind(int x, int y, int rgb, params string[] orders)
    {
        Desk.Paint([.. orders, $"fill {x} {y} 3 3 {rgb:x6}"]);
        Eventually.True(() => Sink.Picture() is { } picture && picture[x + 1, y + 1] == rgb, Patience, () => $"the mark at {x}, {y} did not arrive; agent:\n{Agent.Output}");
    }

    /// <summary>Waits until the producer's clock (lgmp.md section 4.1) says that so much time passed.</summary>
    public void WaitForHeartbeats(int milliseconds)
    {
        var from = Clock();
        Eventually.True(() => Clock() >= from + (ulong)milliseconds, Patience, "the heartbeat stands still");
    }

    /// <summary>Ends the agent as a closed console would, and returns the line with its counters.</summary>
    public string EndAgent()
    {
        Agent.Send(Signal.Interrupt);
        Assert.Equal(0, Agent.WaitForExit(Patience));
        return Agent.WaitForLine("ended: .*", TimeSpan.FromSeconds(1)).Value;
    }

    /// <summary>Starts the agent again on the same region.</summary>
    public void StartAgain()
    {
        Agent.Dispose();
        Agent = Desk.Start(WineHome.Agent, _arguments);
    }

    public void Dispose()
    {
        _feed.Dispose();
        Agent.Stop();
        Agent.Dispose();
        Region.Dispose();
        Sink.Dispose();
    }

    private ulong Clock()
    {
        using var file = File.OpenRead(Region.Path);
        file.Position = 16;
        var data = new byte[8];
        file.ReadExactly(data);
        return BinaryPrimitives.ReadUInt64LittleEndian(data);
    }
}
