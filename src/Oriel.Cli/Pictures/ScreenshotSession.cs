using Oriel.Cli.Headless;
using Oriel.Display;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Pictures;

/// <summary>Takes one picture of the guest's desktop, without a renderer: what the guest sent, turned, with the pointer. One use; the thread that runs it only waits.</summary>
internal sealed class ScreenshotSession : IDisposable
{
    // A producer sends the pointer when it sees a new subscriber, in a queue of its own: it may come after the first frame, on a busy guest some time after. Where none ever comes this is lost once.
    private static readonly TimeSpan s_cursorPatience = TimeSpan.FromSeconds(1);
    private readonly PictureStore _store = new(keepsAll: false);
    private readonly FeedLoop _feed;

    /// <summary>Prepares one.</summary>
    public ScreenshotSession(string source) => _feed = new FeedLoop(new FeedOptions { Source = source }, _store);

    /// <summary>Waits for a frame; throws <see cref="OrielException"/> when none comes in time.</summary>
    /// <param name="patience">How long.</param>
    /// <param name="withCursor">Also for the pointer, briefly.</param>
    public StoredPicture Take(TimeSpan patience, bool withCursor)
    {
        var began = FrameTimes.Now();
        _feed.Start();
        StoredPicture? picture;
        while ((picture = _store.Take()) is null)
        {
            var left = patience - TimeSpan.FromTicks((FrameTimes.Now() - began) / 100);
            if (left <= TimeSpan.Zero)
            {
                throw HeadlessSession.WhyNoPicture(_feed.Status, "", 0, patience);
            }

            _store.News.WaitOne(left);
        }

        if (withCursor)
        {
            SpinWait.SpinUntil(() => _store.Cursors > 0, s_cursorPatience);
        }

        return picture;
    }

    /// <summary>Saves a picture: 10 and 16 bits as 16 bits, unless they are to be mapped.</summary>
    /// <param name="path">File; - = standard output.</param>
    /// <param name="picture">What <see cref="Take"/> gave.</param>
    /// <param name="withCursor">Paint the pointer.</param>
    /// <param name="isSdr">8 bits, as a viewer shows it.</param>
    public void Save(string path, StoredPicture picture, bool withCursor, bool isSdr)
    {
        var cursor = _store.Cursor.Read();
        cursor = withCursor ? cursor : cursor with { IsVisible = false };
        if (RowDecoder.IsDeep(picture.Frame) && !isSdr)
        {
            HeadlessSession.Save(path, DeepPicture.Make(picture, cursor));
            return;
        }

        var size = DesktopSize.Of(picture.Frame);
        var rgb = new byte[size.Width * size.Height * 3];
        var at = 0;
        new PictureComposer(0, 0, PictureColor.Sdr8, new ViewSettings().PeakLuminanceNits).Compose(picture, cursor, piece =>
        {
            for (var i = 0; i < piece.Length; i += 4, at += 3)
            {
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (piece[i + 2], piece[i + 1], piece[i]);
            }
        });
        HeadlessSession.Save(path, new CapturedPicture(size.Width, size.Height, rgb));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Dispose();
        _store.Dispose();
    }
}
