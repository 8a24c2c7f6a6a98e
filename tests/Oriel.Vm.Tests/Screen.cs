using Oriel.Relay.Consumer;

namespace Oriel.Vm.Tests;

/// <summary>The relay seen by a consumer on the host.</summary>
internal sealed class Screen : IDisposable
{
    private readonly QemuGuest _guest;
    private readonly ScreenSink _sink = new() { WholeFrames = true };
    private readonly FeedLoop _feed;

    public Screen(QemuGuest guest)
    {
        _guest = guest;
        _feed = new FeedLoop(new FeedOptions { Source = guest.SharedMemory, RetryInterval = TimeSpan.FromMilliseconds(20) }, _sink);
        _feed.Start();
    }

    public ScreenSink Sink => _sink;

    /// <summary>How the guest's clock stands to ours.</summary>
    public ClockEstimate Clock => _feed.ClockEstimate;

    public RelayState State => _feed.Status.State;

    /// <summary>Where the guest's pointer points.</summary>
    public (int X, int Y) Pointer => (_sink.Cursor.X + _sink.Cursor.HotspotX, _sink.Cursor.Y + _sink.Cursor.HotspotY);

    /// <summary>
    /// Moves the pointer to the root window: the X server paints it into the emulated screen but not into what it gives to the agent, and only the root's own pointer
    /// can be made invisible. Tests of input before this one may have left it over a window.
    /// </summary>
    public void PutPointerOnRoot()
    {
        // The corner that no window of the guest's desktop covers.
        const int Place = 3;
        Eventually.True(
            () => Pointer == (Place, Place) || (_feed.TrySendCursorPosition(Place, Place) && Pointer == (Place, Place)),
            SharedGuest.Patience,
            () => $"the pointer is at {Pointer}; status {_feed.Status}\n{_guest.Diagnosis}");
    }

    public void WaitForFrame(long after = 0) =>
        Eventually.True(() => _sink.Frames > after, SharedGuest.Patience, () => $"a frame; status {_feed.Status}\n{_guest.Diagnosis}");

    public void WaitForState(Func<RelayState, bool> condition, string description) =>
        Eventually.True(() => condition(State), SharedGuest.Patience, () => $"{description}; status {_feed.Status}\n{_guest.Diagnosis}");

    /// <summary>Waits until the relayed picture and QEMU's own screendump of the emulated screen are the same: 0 differing bytes.</summary>
    public RgbImage WaitUntilEqual(TimeSpan? limit = null)
    {
        var differences = -2;
        RgbImage expected = new(0, 0, []);
        try
        {
            Eventually.True(
                () =>
                {
                    var (width, height, rgb) = _guest.Screendump();
                    expected = new RgbImage(width, height, rgb);
                    return _sink.Picture() is { } picture && (differences = expected.CountDifferences(picture)) == 0;
                },
                limit ?? SharedGuest.Patience,
                () => $"{differences} bytes differ (-1: other size, -2: no picture) from the screendump of {expected.Width}x{expected.Height}; status {_feed.Status}\n{_guest.Diagnosis}");
        }
        catch (TimeoutException)
        {
            Save("relay", _sink.Picture());
            Save("screendump", expected);
            throw;
        }

        return expected;
    }

    public void Dispose()
    {
        _feed.Dispose();
        _sink.Dispose();
    }

    /// <summary>Keeps a picture for people when ORIEL_TEST_PICTURES names a folder.</summary>
    public static void Save(string name, RgbImage? picture)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_TEST_PICTURES") is { Length: > 0 } folder)
        {
            picture?.SavePng(Path.Combine(folder, $"{TestContext.Current.TestMethod?.MethodName}-{name}.png"));
        }
    }
}
