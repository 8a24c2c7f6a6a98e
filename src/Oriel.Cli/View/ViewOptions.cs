using Oriel.Cli.Guest;
using Oriel.Cli.Input;
using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>When the window takes the size of the guest's picture.</summary>
internal enum FollowMode
{
    /// <summary>Until the user chose a size himself, by option or by hand.</summary>
    Auto,

    /// <summary>With every change of the guest's mode.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>When the host's screen is kept on.</summary>
internal enum KeepAwake
{
    /// <summary>While the guest wishes it: a film plays there.</summary>
    Guest,

    /// <summary>As long as the window is open.</summary>
    Always,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>What <c>oriel view</c> was asked to do with a window.</summary>
internal sealed record ViewOptions
{
    /// <summary>The region to show.</summary>
    public required string Source { get; init; }

    /// <summary>The VM's SPICE server; null = none.</summary>
    public GuestOptions? Guest { get; init; }

    /// <summary>How the window starts.</summary>
    public WindowOptions Window { get; init; } = new();

    /// <summary>The renderer's choices.</summary>
    public RenderOptions Render { get; init; } = new();

    /// <summary>When the window follows the guest's mode.</summary>
    public FollowMode Follow { get; init; }

    /// <summary>The user named a window size: <see cref="FollowMode.Auto"/> then leaves it alone.</summary>
    public bool SizeGiven { get; init; }

    /// <summary>Ask the guest for a mode of the window's size when the user resizes it, where its agent can.</summary>
    public bool ResizeGuest { get; init; }

    /// <summary>When the host's screen is kept on.</summary>
    public KeepAwake KeepAwake { get; init; }

    /// <summary>Mark the window when a window of the guest wants attention.</summary>
    public bool PassAttention { get; init; } = true;

    /// <summary>The window's close button and Alt+F4 do nothing; only the viewer's own key ends it.</summary>
    public bool IgnoreClose { get; init; }

    /// <summary>Keyboard and mouse.</summary>
    public InputOptions Input { get; init; } = new();

    /// <summary>Where the settings came from, and where they may be saved.</summary>
    public ViewProfile Profile { get; init; } = new();

    /// <summary>End this long after the start; null = when the user closes it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Puts something between feed and renderer that looks at what passes, on the feed thread; null = nothing, as when nothing is measured.</summary>
    public Func<IFrameSink, IFrameSink>? Tap { get; init; }

    /// <summary>Called on the render thread with the times of each shown frame; must neither block nor allocate.</summary>
    public Action<FrameTimes>? FramePresented { get; init; }
}
