using System.Collections.Concurrent;
using Oriel.Interop.Linux;

namespace Oriel.Display.Windowing;

/// <summary>
/// A window nobody sees: no surface, so the renderer works off-screen. It keeps what was asked of it, and its events are those given to <see cref="Inject"/>,
/// which makes it the twin that <c>--headless</c> and the tests run the viewer with.
/// </summary>
public sealed partial class HeadlessWindow : IWindowSystem
{
    private readonly BlockingCollection<WindowEvent> _events = [];
    private int _wakePending;

    /// <summary>Opens it.</summary>
    public HeadlessWindow(WindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Size = (options.Width, options.Height);
        Title = options.Title;
        IsFullScreen = options.FullScreen;
        IsBorderless = options.Borderless;
        IsCursorVisible = options.ShowCursor;
    }

    /// <inheritdoc/>
    public NativeSurface? Surface => null;

    /// <inheritdoc/>
    public string Description => "headless";

    /// <inheritdoc/>
    public (int Width, int Height) Size { get; private set; }

    /// <inheritdoc/>
    public bool IsFullScreen { get; private set; }

    /// <inheritdoc/>
    public bool IsSizeHeld { get; set; }

    /// <inheritdoc/>
    public bool IsBorderless { get; private set; }

    /// <inheritdoc/>
    public (int Width, int Height)? LargestSize { get; set; }

    /// <summary>The caption last set.</summary>
    public string Title { get; private set; }

    /// <summary>Whether <see cref="Show"/> was called.</summary>
    public bool IsShown { get; private set; }

    /// <inheritdoc/>
    public void Show() => IsShown = true;

    /// <summary>How often <see cref="RequestAttention"/> was called.</summary>
    public int AttentionRequests { get; private set; }

    /// <inheritdoc/>
    public bool RequestAttention()
    {
        AttentionRequests++;
        return true;
    }

    /// <summary>Lets something happen to the window. From any thread.</summary>
    public void Inject(in WindowEvent e) => _events.Add(e);

    /// <inheritdoc/>
    public bool TryWait(TimeSpan? limit, out WindowEvent e)
    {
        if (!_events.TryTake(out e, limit ?? Timeout.InfiniteTimeSpan))
        {
            return false;
        }

        if (e.Kind == WindowEventKind.Woken)
        {
            Volatile.Write(ref _wakePending, 0);
        }
        else if (e.Kind == WindowEventKind.Resized)
        {
            Size = (e.Width, e.Height);
        }
        else if (e.Kind is WindowEventKind.FocusGained or WindowEventKind.FocusLost)
        {
            IsFocused = e.Kind == WindowEventKind.FocusGained;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            _events.Add(new WindowEvent(WindowEventKind.Woken));
        }
    }

    /// <inheritdoc/>
    public void SetTitle(string title) => Title = title;

    /// <inheritdoc/>
    public void RequestSize(int width, int height)
    {
        if ((width, height) != Size)
        {
            Inject(new WindowEvent(WindowEventKind.Resized) { Width = width, Height = height });
        }
    }

    /// <inheritdoc/>
    public bool SetFullScreen(bool on)
    {
        IsFullScreen = on;
        return true;
    }

    /// <inheritdoc/>
    public void SetBorderless(bool on) => IsBorderless = on;

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();
}
