using Oriel.Cli.Guest;
using Oriel.Display;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Headless;

/// <summary>What a run without a window should do.</summary>
internal sealed record HeadlessOptions
{
    /// <summary>Region to show.</summary>
    public required string Source { get; init; }

    /// <summary>The VM's SPICE server, for the emulated screen while the relay has no picture; null = none. Its sound and clipboard are left alone.</summary>
    public GuestOptions? Guest { get; init; }

    /// <summary>Renderer's choices. The picture is drawn at its own size.</summary>
    public RenderOptions Render { get; init; } = new();

    /// <summary>End after this many drawn frames; 0 = not by frames.</summary>
    public long Frames { get; init; }

    /// <summary>End this long after the first frame; zero = not by time.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long to wait for the first frame, and, when <see cref="Frames"/> is given, for each next one.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Save the last picture here; null = do not, "-" = standard output.</summary>
    public string? Screenshot { get; init; }

    /// <summary>Puts something between feed and renderer that looks at what passes, on the feed thread; null = nothing.</summary>
    public Func<IFrameSink, IFrameSink>? Tap { get; init; }

    /// <summary>Called on the render thread with the times of each shown frame; must neither block nor allocate.</summary>
    public Action<FrameTimes>? FramePresented { get; init; }
}
