using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Sdl;

namespace Oriel.Display.Windowing;

/// <summary>
/// The window on SDL2, X11 or Wayland. SDL owns window and events; the GL context is the renderer's, made with our own EGL on the native handles.
/// One per process, because SDL is. The thread that makes it is the window role for good.
/// </summary>
public sealed partial class SdlWindow : IWindowSystem
{
    private static readonly Version s_oldestSdl = new(2, 26, 0);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Action<OrielException> _connectionLost;
    private readonly SdlWindowHandle _window;
    private readonly uint _wakeEvent;
    private readonly nint _renderConnection;
    private int _wakePending;
    private (int Width, int Height) _reported;
    private bool _isPlaced;
    private bool _disposed;

    /// <summary>
    /// Opens the window, not yet visible. Throws <see cref="OrielException"/> (ORL350 to ORL353).
    /// </summary>
    /// <param name="options">How it starts.</param>
    /// <param name="connectionLost">
    /// Called at most once, on any thread, when the X server or compositor went away. Neither SDL nor EGL can be used or closed any more, and threads that
    /// talk to them may be stuck: the receiver ends the process with <see cref="ProcessEnd.Now"/>.
    /// </param>
    public SdlWindow(WindowOptions options, Action<OrielException> connectionLost)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connectionLost = connectionLost;
        StartVideo(options);
        var done = false;
        try
        {
            _wakeEvent = SdlApi.RegisterEvent();
            ChooseEvents();
            _window = MakeWindow(options);
            _isPlaced = options.Position is not null;
            Surface = MakeSurface(out _renderConnection);
            _reported = _window.SizeInPixels;
            SetCursorVisible(options.ShowCursor);
            done = true;
        }
        finally
        {
            if (!done)
            {
                _window?.Dispose();
                SdlApi.Quit();
            }
        }
    }

    /// <inheritdoc/>
    public NativeSurface? Surface { get; }

    /// <inheritdoc/>
    public string Description
    {
        get
        {
            var dpi = SdlApi.GetDpi(Math.Max(_window.DisplayIndex, 0));
            return $"SDL {SdlApi.GetVersion()} on {SdlApi.GetCurrentVideoDriver()}, {(dpi > 0 ? $"{dpi:0} dpi, " : "")}scale {Scale:0.##}";
        }
    }

    /// <inheritdoc/>
    public (int Width, int Height) Size => _window.SizeInPixels;

    /// <inheritdoc/>
    public bool IsFullScreen => (_window.Flags & SdlConstants.FlagFullscreen) != 0;

    /// <inheritdoc/>
    public bool IsSizeHeld => (_window.Flags & (SdlConstants.FlagMaximized | SdlConstants.FlagMinimized)) != 0;

    /// <inheritdoc/>
    public bool IsBorderless => (_window.Flags & SdlConstants.FlagBorderless) != 0;

    /// <inheritdoc/>
    public (int Width, int Height)? LargestSize
    {
        get
        {
            if (!SdlApi.TryGetUsableBounds(Math.Max(_window.DisplayIndex, 0), out var bounds))
            {
                return null;
            }

            // Only the title bar counts: a frame of a few pixels may hang over the edge, shrinking a picture by as much would blur all of it.
            var titleBar = IsBorderless ? 0 : _window.GetBorders().Top;
            return ToPixels(bounds.w, bounds.h - titleBar);
        }
    }

    // Device pixels per SDL unit: 1 on X11, the output's scale on Wayland.
    private double Scale => _window.Size.Width is > 0 and var units ? (double)_window.SizeInPixels.Width / units : 1;

    /// <inheritdoc/>
    public void Show()
    {
        AssertThread();
        _window.Show();
    }

    /// <inheritdoc/>
    public void Wake()
    {
        // One queued event is enough; a full queue leaves the flag down, so that the next call tries again.
        if (Interlocked.Exchange(ref _wakePending, 1) == 0 && !SdlApi.Push(_wakeEvent))
        {
            Volatile.Write(ref _wakePending, 0);
        }
    }

    /// <inheritdoc/>
    public void SetTitle(string title)
    {
        AssertThread();
        _window.SetTitle(title);
    }

    /// <inheritdoc/>
    public bool RequestAttention()
    {
        AssertThread();
        return _window.Flash();
    }

    /// <inheritdoc/>
    public void RequestSize(int width, int height)
    {
        AssertThread();
        var scale = Scale;

        // Rounded up: a drawable one pixel too large shows the whole picture, one too small would cut it.
        var size = (Width: Math.Max(1, (int)Math.Ceiling(width / scale)), Height: Math.Max(1, (int)Math.Ceiling(height / scale)));
        _window.Size = size;
        Place(size.Width, size.Height);
    }

    /// <inheritdoc/>
    public bool SetFullScreen(bool on)
    {
        AssertThread();
        return _window.SetFullScreen(on);
    }

    /// <inheritdoc/>
    public void SetBorderless(bool on)
    {
        AssertThread();
        _window.SetBordered(!on);
    }

    /// <summary>Closes the window and SDL. The renderer must have ended.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        AssertThread();
        _disposed = true;
        LetGo();
        if (_renderConnection != 0)
        {
            XConnections.Close(_renderConnection);
        }

        _window.Dispose();
        SdlApi.Quit();
    }

    // A window grows from its corner, and would grow over the screen's edge. The first size is centred (unless a place was asked for), later ones only pushed inside.
    private void Place(int width, int height)
    {
        if (!SdlApi.TryGetUsableBounds(Math.Max(_window.DisplayIndex, 0), out var bounds))
        {
            return;
        }

        var (x, y) = _window.Position;
        var titleBar = IsBorderless ? 0 : _window.GetBorders().Top;
        var (top, free) = (bounds.y + titleBar, (Width: bounds.w - width, Height: bounds.h - titleBar - height));
        var place = _isPlaced
            ? (X: Math.Max(bounds.x, Math.Min(x, bounds.x + free.Width)), Y: Math.Max(top, Math.Min(y, top + free.Height)))
            : (X: bounds.x + Math.Max(0, free.Width / 2), Y: top + Math.Max(0, free.Height / 2));
        _isPlaced = true;
        if (place != (x, y))
        {
            _window.Position = place;
        }
    }

    private (int Width, int Height) ToPixels(int width, int height) => ((int)(width * Scale), (int)(height * Scale));

    [System.Diagnostics.Conditional("DEBUG")]
    private void AssertThread() =>
        System.Diagnostics.Debug.Assert(Environment.CurrentManagedThreadId == _thread, "window commands belong to the thread that made the window");
}
