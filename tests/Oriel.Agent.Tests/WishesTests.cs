using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Capture;
using Oriel.Agent.Session;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>What the guest's desktop asks for reaches the viewer in the flags of frames, also while nothing is drawn, and without the picture being copied again.</summary>
public sealed class WishesTests
{
    [Fact]
    public void Wishes_go_out_at_once_and_cost_a_pixel()
    {
        using var region = new TempRegion(32 << 20);
        using var mapped = Region.OpenFile(region.Path, RegionAccess.ReadWrite);
        using var producer = new RelayProducer(mapped, new ProducerOptions());
        var sources = new StillSources();
        var statistics = new AgentStatistics();
        using var session = new AgentSession(mapped, producer, sources, new SessionLimits(0, 0, FailFast: false, AllowResize: false), statistics,
            new GuestStatusReporter(new GuestStatus { Agent = "a", System = "s" }, statistics, _ => null), NullLogger.Instance);
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = region.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, sink);
        feed.Start();
        Eventually.True(() => sink.Frames > 0, AgentBed.Patience, "no first frame");
        Assert.Equal(FrameFlags.None, sink.Flags);

        sources.Wishes.Set(FrameFlags.BlockScreensaver);
        Eventually.True(() => sink.Flags == FrameFlags.BlockScreensaver, AgentBed.Patience, () => $"{sink.Flags}");

        // The second picture of the mailbox was captured whole for that; from here on both are.
        var pixels = statistics.CapturedPixels;
        sources.Wishes.Set(FrameFlags.BlockScreensaver | FrameFlags.RequestActivation);
        Eventually.True(() => sink.Flags == (FrameFlags.BlockScreensaver | FrameFlags.RequestActivation), AgentBed.Patience, () => $"{sink.Flags}");
        Eventually.True(() => sources.Wishes.Current == FrameFlags.BlockScreensaver, AgentBed.Patience, "the request was not taken as sent");
        sources.Wishes.Set(FrameFlags.None);
        Eventually.True(() => sink.Flags == FrameFlags.None, AgentBed.Patience, () => $"{sink.Flags}");
        Assert.InRange(statistics.CapturedPixels - pixels, 2, 40);
    }

    private sealed class StillSources : ICaptureSources
    {
        public Wishes Wishes { get; } = new();

        public IDesktopSignals Signals => Wishes;

        public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake) => new StillBackend(wake);

        public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => new NoCursor(wake);

        public void Resize(uint width, uint height, WakeFlag stop)
        {
        }
    }

    private sealed class Wishes : IDesktopSignals
    {
        private int _flags;

        public FrameFlags Current => (FrameFlags)Volatile.Read(ref _flags);

        public void Set(FrameFlags flags) => Volatile.Write(ref _flags, (int)flags);

        public void Sent(FrameFlags flags) => Interlocked.And(ref _flags, ~(int)(flags & FrameFlags.RequestActivation));
    }

    private sealed class StillBackend(WakeFlag wake) : ICaptureBackend
    {
        public string Name => "still";

        public CaptureMode Mode { get; } = new(FrameType.Bgra, 320, 200, 0, 0, FrameRotation.None, "head");

        public CaptureImage? TryCreateImage() => new(new PlainMemory(PixelBuffer.Allocate(320 * 200 * 4), 320 * 4), Mode);

        public CaptureOutcome Wait(long timeoutNs, DamageList changed)
        {
            _ = wake.Wait(timeoutNs);
            _ = wake.Lower();
            return CaptureOutcome.Unchanged;
        }

        public CaptureOutcome Capture(CaptureImage image, DamageList what) => CaptureOutcome.Changed;

        public void Dispose()
        {
        }
    }

    private sealed class NoCursor(WakeFlag wake) : ICursorSource
    {
        public CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor)
        {
            _ = wake.Wait(timeoutNs);
            _ = wake.Lower();
            return CaptureOutcome.Unchanged;
        }

        public void MoveTo(int x, int y)
        {
        }

        public void Dispose()
        {
        }
    }
}
