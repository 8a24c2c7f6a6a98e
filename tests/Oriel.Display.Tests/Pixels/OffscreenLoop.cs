using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Pixels;

/// <summary>A started off-screen render loop with a double of the feed in front of it. Skips the test where EGL is not there.</summary>
internal sealed class OffscreenLoop : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public OffscreenLoop(ViewSettings? settings = null, bool mapped = true, Action<RenderLoop>? configure = null, bool showSourceNotices = true, UploadPath? upload = null)
    {
        Loop = new RenderLoop(new RenderOptions { Settings = settings ?? new ViewSettings(), Upload = upload ?? (mapped ? UploadPath.Mapped : UploadPath.Plain), ShowSourceNotices = showSourceNotices }, surface: null);
        configure?.Invoke(Loop);
        try
        {
            Loop.Start();
        }
        catch (OrielException missing) when (missing.Code == DisplayErrors.EglMissing || missing.Code == DisplayErrors.NoEglDisplay)
        {
            Loop.Dispose();
            Assert.Skip($"no EGL here: {missing.Seen}");
        }

        Feed = new FeedDouble(Loop.Sink);
        Loop.Sink.UpdateStatus(Live);
    }

    public static RelayStatus Live { get; } = new(RelayState.Live, "/dev/shm/test", "frames arrive");

    public RenderLoop Loop { get; }

    public FeedDouble Feed { get; }

    /// <summary>The picture once everything sent so far is in it.</summary>
    public RgbImage Capture()
    {
        var picture = Loop.CaptureAsync().WaitAsync(s_patience).GetAwaiter().GetResult();
        return new RgbImage(picture.Width, picture.Height, picture.Rgb);
    }

    public void SetCursor(ReferenceCursor cursor, bool isVisible = true)
    {
        Loop.Sink.UpdateCursor(new CursorUpdate
        {
            HasPosition = true, X = (short)cursor.X, Y = (short)cursor.Y, HasVisibility = true, Visible = isVisible, HasShape = true, Type = cursor.Type,
            Width = (uint)cursor.Width, Height = (uint)(cursor.Type == CursorType.Monochrome ? cursor.VisibleHeight * 2 : cursor.VisibleHeight), PitchBytes = (uint)cursor.Pitch,
        }, cursor.Data);
    }

    public void Dispose() => Loop.Dispose();
}
