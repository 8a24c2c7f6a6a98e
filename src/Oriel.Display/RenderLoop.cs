using Oriel.Interop.Linux;
using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <summary>
/// Owns the render thread: the EGL context, the upload ring and everything drawn. With a surface it presents to a window; without one it draws off-screen
/// at the frame's own size (the headless twin). Public members may be called from any thread; none waits for the GPU except <see cref="CaptureAsync"/>'s result.
/// </summary>
public sealed partial class RenderLoop : IDisposable
{
    /// <summary>Prepares a loop. <paramref name="surface"/> null = off-screen.</summary>
    public RenderLoop(RenderOptions options, NativeSurface? surface) => throw new NotImplementedException();

    /// <summary>What the feed fills. Valid once <see cref="Start"/> returned.</summary>
    public IFrameSink Sink => throw new NotImplementedException();

    /// <summary>Figures, refreshed about twice a second and readable from any thread.</summary>
    public RenderStatistics Statistics => throw new NotImplementedException();

    /// <summary>Called on the render thread when the picture's displayed size or rotation changed (pixels after rotation). Set it before Start; it must only post elsewhere.</summary>
    public Action<int, int>? PictureSizeChanged { get; set; }

    /// <summary>Creates the context on the render thread. Throws <see cref="OrielException"/> here, on the caller, when EGL or GL is missing something.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>The window's drawable changed size (device pixels).</summary>
    public void Resize(int width, int height) => throw new NotImplementedException();

    /// <summary>Takes new settings with the next drawing.</summary>
    public void Apply(ViewSettings settings) => throw new NotImplementedException();

    /// <summary>Draws again although nothing changed (window exposed).</summary>
    public void Invalidate() => throw new NotImplementedException();

    /// <summary>The host's counters to show in the HUD.</summary>
    public void AttachCounters(RelayCounters counters) => throw new NotImplementedException();

    /// <summary>Shows a short notice over the picture for some seconds.</summary>
    public void ShowNotice(string text) => throw new NotImplementedException();

    /// <summary>The next drawn picture as RGB rows, top first: the window's content (with a surface) or the off-screen picture at 1:1.</summary>
    public Task<CapturedPicture> CaptureAsync(CancellationToken cancel = default) => throw new NotImplementedException();

    /// <summary>Maps a point in window device pixels to guest desktop pixels; false outside the picture.</summary>
    public bool TryMapToGuest(int windowX, int windowY, out int guestX, out int guestY) => throw new NotImplementedException();

    /// <summary>Stops the thread and frees the context.</summary>
    public void Dispose() => throw new NotImplementedException();
}
