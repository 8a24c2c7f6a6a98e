using Oriel.Interop.Linux;

namespace Oriel.Display.Windowing;

/// <summary>
/// One window: events out, commands in, and the native surface the renderer draws on. Everything belongs to the window role (the process's main thread),
/// except <see cref="Wake"/>. All sizes are device pixels; a tenant that thinks in other units converts.
/// The window must outlive the renderer that draws on its surface.
/// </summary>
public interface IWindowSystem : IInputControl, IDisposable
{
    /// <summary>What the renderer draws on; null for a window that nobody sees (then the renderer works off-screen).</summary>
    NativeSurface? Surface { get; }

    /// <summary>Name of what lies below, for the log: driver and version.</summary>
    string Description { get; }

    /// <summary>Drawable size now.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Covers a whole display.</summary>
    bool IsFullScreen { get; }

    /// <summary>Maximised or minimised by the user: a size command would not do what it says.</summary>
    bool IsSizeHeld { get; }

    /// <summary>Decorations removed.</summary>
    bool IsBorderless { get; }

    /// <summary>Largest drawable that fits on the current display beside panels and below the title bar; null when unknown.</summary>
    (int Width, int Height)? LargestSize { get; }

    /// <summary>Makes it visible. Before a renderer draws on it: a Wayland surface must have its role before it has content.</summary>
    void Show();

    /// <summary>Waits for the next event, without using the processor. False when <paramref name="limit"/> passed; null waits for ever.</summary>
    bool TryWait(TimeSpan? limit, out WindowEvent e);

    /// <summary>Makes <see cref="TryWait"/> return <see cref="WindowEventKind.Woken"/>. From any thread; several calls before it is seen count as one.</summary>
    void Wake();

    /// <summary>Sets the caption.</summary>
    void SetTitle(string title);

    /// <summary>Asks the desktop to mark the window until it gets the focus (X11's urgency hint, Wayland's activation); false when that cannot be asked.</summary>
    bool RequestAttention();

    /// <summary>Asks for a drawable of this size. The answer is a <see cref="WindowEventKind.Resized"/>, with whatever the window manager allowed.</summary>
    void RequestSize(int width, int height);

    /// <summary>Enters or leaves full screen at the desktop's mode; false when refused.</summary>
    bool SetFullScreen(bool on);

    /// <summary>Removes or shows the decorations.</summary>
    void SetBorderless(bool on);
}
