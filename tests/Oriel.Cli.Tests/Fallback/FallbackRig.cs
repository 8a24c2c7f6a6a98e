using Oriel.Cli.Fallback;
using Oriel.Display;
using Oriel.Relay.Consumer;
using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Fallback;

/// <summary>An off-screen renderer with the fallback's feed before its second sink, wired as the viewer wires it.</summary>
internal sealed class FallbackRig : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public FallbackRig(DisplayChannel display, CursorChannel cursor, Action<bool>? link = null)
    {
        FallbackFeed? feed = null;
        Render = new RenderLoop(new RenderOptions { ShowSourceNotices = false }, surface: null)
        {
            ShownSourceChanged = source => Volatile.Read(ref feed)?.SetWanted(source != ShownSource.Relay),
        };
        try
        {
            Render.Start();
        }
        catch (OrielException error) when (error.Code.ExitCode == ExitCodes.Display)
        {
            Render.Dispose();
            Assert.Skip($"no off-screen renderer here: {error.Message}");
        }

        Feed = new FallbackFeed(display, cursor, Render.FallbackSink, link);
        Volatile.Write(ref feed, Feed);
        Feed.Start();
        Feed.SetWanted(isWanted: true);
    }

    public RenderLoop Render { get; }

    public FallbackFeed Feed { get; }

    public RgbImage See()
    {
        var picture = Render.CaptureAsync().WaitAsync(Patience).GetAwaiter().GetResult();
        return new RgbImage(picture.Width, picture.Height, picture.Rgb);
    }

    /// <summary>Waits until exactly this is shown.</summary>
    public void WaitFor(RgbImage expected, string what)
    {
        var differences = 0;
        Eventually.True(() => (differences = See().CountDifferences(expected)) == 0, Patience, () => $"{what}: {differences} bytes differ");
    }

    /// <summary>The relay shows a frame, or dies.</summary>
    public void SetRelay(bool isAlive)
    {
        if (isAlive)
        {
            var frame = Oriel.Protocol.Kvmfr.FrameHeader.ForBgra(64, 48, 1);
            Render.Sink.UpdateStatus(new RelayStatus(RelayState.WaitingForFrame, "test", "subscribed"));
            Assert.True(Render.Sink.TryLend(frame, out var slot));
            var everything = new Oriel.Protocol.Kvmfr.DamageList();
            everything.SetEverything();
            Render.Sink.Publish(slot!, frame, everything, new FrameTimes());
        }

        Render.Sink.UpdateStatus(new RelayStatus(isAlive ? RelayState.Live : RelayState.ProducerSilent, "test", "as the test says"));
    }

    public void Dispose()
    {
        Feed.Dispose();
        Render.Dispose();
    }
}
