using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Capture;
using Oriel.Agent.Session;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Testing;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>The agent's own loops over the fakes, into a region, with a consumer: what happens to the desktop never ends the session.</summary>
public sealed class SessionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Lost_access_mode_changes_and_gpu_resets_keep_the_session()
    {
        using var windows = FakeWindows.WithScreen(160, 120);
        windows.StillDrawingAnswers = 2;
        var screen = windows.Gpus[0].Screens[0];
        using var file = new TempRegion(16 << 20);
        using var region = Region.Open(file.Path, RegionAccess.ReadWrite);
        using (var producer = new RelayProducer(region, new ProducerOptions()))
        {
            var id = producer.SessionId;
            var statistics = new AgentStatistics();
            using var session = new AgentSession(region, producer, new Sources(windows), new SessionLimits(0, 0, FailFast: false, AllowResize: false), statistics,
                new GuestStatusReporter(new GuestStatus { Agent = "a", System = "s" }, statistics, _ => null), NullLogger.Instance);
            using var sink = new ScreenSink();
            using var feed = new FeedLoop(new FeedOptions { Source = file.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, sink);
            feed.Start();
            screen.ShapePointer(new PointerShape(PointerShapeKind.MaskedColor, 4, 4, 16, 1, 1), new byte[64]);
            screen.PlacePointer(30, 40, visible: true);
            WaitUntilEqual(screen, sink);
            for (var i = 0; i < 40; i++)
            {
                screen.Paint(new PixelRect(i, i, i + 30, i + 20), i);
                screen.Move(i, 2, new PixelRect(3, i, 33, i + 40));
            }

            WaitUntilEqual(screen, sink);
            screen.LoseAccess();
            screen.Paint(new PixelRect(0, 0, 50, 50), 77);
            WaitUntilEqual(screen, sink);
            screen.ChangeMode(200, 90);
            screen.Paint(new PixelRect(0, 0, 150, 80), 78);
            WaitUntilEqual(screen, sink);
            windows.RemovedReason = HResultCodes.DeviceReset;
            screen.LoseAccess();
            var opens = statistics.SourceOpens;
            Eventually.True(() => windows.Calls(FakeCall.CreateDevice) > 1, s_patience, () => "no new device");
            windows.RemovedReason = 0;
            screen.Paint(new PixelRect(10, 10, 150, 80), 79);
            WaitUntilEqual(screen, sink);
            Assert.True(statistics.SourceOpens > 1 && statistics.ModeChanges >= 1, $"{statistics.SourceOpens} opens, {statistics.ModeChanges} mode changes");
            Assert.Equal(id, producer.SessionId);
            Assert.Null(session.Failure);
            Eventually.True(() => sink.Cursor is { Visible: true, Type: CursorType.MaskedColor, X: 30, Y: 40 }, s_patience, () => $"{sink.Cursor}");
        }

        Assert.Empty(windows.Live);
        Assert.Empty(windows.Violations);
    }

    /// <summary>The system tells when it showed a picture, and that is what viewers get; a whole picture that somebody asked for again was captured then.</summary>
    [Fact]
    public void A_frame_was_captured_when_the_system_presented_it()
    {
        using var windows = FakeWindows.WithScreen(160, 120);
        var screen = windows.Gpus[0].Screens[0];
        using var file = new TempRegion(16 << 20);
        using var region = Region.Open(file.Path, RegionAccess.ReadWrite);
        using var producer = new RelayProducer(region, new ProducerOptions { ReportsTimes = true });
        var statistics = new AgentStatistics();
        using var session = new AgentSession(region, producer, new Sources(windows), new SessionLimits(0, 0, FailFast: false, AllowResize: false), statistics,
            new GuestStatusReporter(new GuestStatus { Agent = "a", System = "s" }, statistics, _ => null), NullLogger.Instance);
        using var sink = new ScreenSink();
        using var feed = new FeedLoop(new FeedOptions { Source = file.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, sink);
        feed.Start();
        WaitUntilEqual(screen, sink);
        for (var i = 1; i < 20; i++)
        {
            screen.Paint(new PixelRect(i, i, i + 30, i + 20), 100 + i);
            Eventually.True(() => sink.LastTimes.CapturedNs == FrameTimes.FromTicks(screen.PresentedAt), s_patience, () => $"presented at {screen.PresentedAt}: {sink.LastTimes}");
            Assert.True(sink.LastTimes.CapturedNs < sink.LastTimes.PublishedNs, sink.LastTimes.ToString());
        }

        feed.StartOver();
        var asked = FrameTimes.Now();
        Eventually.True(() => sink.LastTimes.SeenNs > asked, s_patience, () => $"{feed.Status}");
        Assert.True(sink.LastTimes.CapturedNs == FrameTimes.Unknown || sink.LastTimes.CapturedNs > FrameTimes.FromTicks(screen.PresentedAt), $"presented at {screen.PresentedAt}: {sink.LastTimes}");
    }

    private static void WaitUntilEqual(FakeScreen screen, ScreenSink sink) => Eventually.True(() => IsEqual(screen, sink), s_patience, () => $"{sink.Frames} frames, {sink.Size}, status {sink.Status}");

    private static bool IsEqual(FakeScreen screen, ScreenSink sink)
    {
        if (sink.Picture() is not { } picture || picture.Width != screen.Width || picture.Height != screen.Height)
        {
            return false;
        }

        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var at = ((y * screen.Width) + x) * 4;
                if (picture[x, y] != ((screen.Pixels[at + 2] << 16) | (screen.Pixels[at + 1] << 8) | screen.Pixels[at]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private sealed class Sources(FakeWindows windows) : ICaptureSources
    {
        private readonly PointerSlot _pointer = new();

        public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake) =>
            new StagingBackend(DuplicationCapture.OpenSource(new FakeGpuSystem(windows), new DuplicationOptions(), _pointer, stop, wake, NullLogger.Instance));

        public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => new DuplicationCursorSource(_pointer, (_, _) => { }, stop, wake);

        public void Resize(uint width, uint height, WakeFlag stop)
        {
        }
    }
}
