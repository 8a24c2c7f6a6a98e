using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Capture;
using Oriel.Agent.Configuration;
using Oriel.Agent.Session;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Agent.Tests.Windows.Service;

/// <summary>The machine is kept awake exactly while somebody watches.</summary>
public sealed class WakeLockTests
{
    [Fact]
    public void Is_held_while_a_viewer_is_there_and_let_go_when_it_goes_or_the_session_ends()
    {
        using var region = new TempRegion();
        using var stop = new WakeFlag();
        var wakeLock = new Recorder();
        var options = new AgentOptions { Region = region.Path, CreateBytes = 16 << 20 };
        var runner = new AgentRunner(options, new NothingToCapture(), NullLogger.Instance, stop, wakeLock);
        var thread = new Thread(runner.Run);
        thread.Start();
        try
        {
            using (var sink = new ScreenSink())
            {
                using var feed = new FeedLoop(new FeedOptions { Source = region.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, sink);
                feed.Start();
                Eventually.True(() => wakeLock.IsHeld, AgentBed.Patience, "held");
            }

            Eventually.True(() => !wakeLock.IsHeld, AgentBed.Patience, "let go when the viewer went");

            using var again = new ScreenSink();
            using var second = new FeedLoop(new FeedOptions { Source = region.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, again);
            second.Start();
            Eventually.True(() => wakeLock.IsHeld, AgentBed.Patience, "held again");
            stop.Raise();
            Assert.True(thread.Join(AgentBed.Patience));
            Assert.False(wakeLock.IsHeld);
            Assert.Equal(2, wakeLock.Times);
        }
        finally
        {
            stop.Raise();
            thread.Join();
        }
    }

    private sealed class Recorder : IWakeLock
    {
        private volatile bool _isHeld;

        public bool IsHeld => _isHeld;

        public int Times { get; private set; }

        public void Hold(bool watched)
        {
            Times += watched && !_isHeld ? 1 : 0;
            _isHeld = watched;
        }
    }

    private sealed class NothingToCapture : ICaptureSources
    {
        public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake) => throw new OrielException(AgentErrors.NoSuchOutput, "nothing", "something", "none");

        public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => throw new OrielException(AgentErrors.NoSuchOutput, "nothing", "something", "none");

        public void Resize(uint width, uint height, WakeFlag stop)
        {
        }
    }
}
