using Oriel.Protocol.Kvmfr;

namespace Oriel.Display;

/// <summary>How the picture is fitted into the window.</summary>
public enum ScaleMode
{
    /// <summary>As large as fits, aspect kept (letterbox).</summary>
    Fit,

    /// <summary>Fills the window, aspect ignored.</summary>
    Stretch,

    /// <summary>The largest whole factor that fits; below 1 falls back to <see cref="Fit"/>.</summary>
    Integer,

    /// <summary>One guest pixel is one device pixel, centred, cropped when too large.</summary>
    OneToOne,
}

/// <summary>How pixels are sampled when the picture is scaled.</summary>
public enum ScaleFilter
{
    /// <summary>Nearest at whole factors, linear otherwise.</summary>
    Auto,

    /// <summary>Nearest neighbour.</summary>
    Nearest,

    /// <summary>Bilinear.</summary>
    Linear,
}

/// <summary>Whom a change of colours is to help.</summary>
public enum ColorAid
{
    /// <summary>Nobody: colours as the guest sent them.</summary>
    Off,

    /// <summary>Eyes without receptors for long waves (protanopia).</summary>
    Protanopia,

    /// <summary>Eyes without receptors for middle waves (deuteranopia).</summary>
    Deuteranopia,

    /// <summary>Eyes without receptors for short waves (tritanopia).</summary>
    Tritanopia,
}

/// <summary>Everything the user can change about the picture while it runs; an immutable snapshot handed to the render thread.</summary>
public sealed record ViewSettings
{
    /// <summary>Fitting.</summary>
    public ScaleMode Scale { get; init; } = ScaleMode.Fit;

    /// <summary>Sampling.</summary>
    public ScaleFilter Filter { get; init; } = ScaleFilter.Auto;

    /// <summary>Never scale above 1:1 (with <see cref="ScaleMode.Fit"/>).</summary>
    public bool NoUpscale { get; init; }

    /// <summary>Additional rotation chosen by the user, on top of the guest's.</summary>
    public FrameRotation Rotation { get; init; }

    /// <summary>Draw the guest's picture; false shows black.</summary>
    public bool ShowPicture { get; init; } = true;

    /// <summary>Draw the guest's cursor.</summary>
    public bool ShowCursor { get; init; } = true;

    /// <summary>Show notices: short words over the picture about what just happened. Words in place of a picture, help and marks are always shown.</summary>
    public bool ShowNotices { get; init; } = true;

    /// <summary>Colours changed for eyes that tell some of them apart badly.</summary>
    public ColorAid ColorAid { get; init; }

    /// <summary>Highest <see cref="NightVision"/>.</summary>
    public const int MaxNightVision = 2;

    /// <summary>Make the picture brighter: each step doubles every channel, which shows what is hidden in dark corners and burns out what is bright. 0 = as it is.</summary>
    public int NightVision { get; init; }

    /// <summary>Draw the times of the last frames, stage by stage, as a graph.</summary>
    public bool ShowTimings { get; init; }

    /// <summary>Draw the figures (FPS, UPS, stage times, drops).</summary>
    public bool ShowHud { get; init; }

    /// <summary>Swap interval: 0 = present on arrival, 1 = wait for the display, -1 = adaptive.</summary>
    public int SwapInterval { get; init; }

    /// <summary>Begin each picture as late as it can still be shown at the display's next refresh, so that it holds the newest frame; false = on arrival. Without a known refresh: on arrival.</summary>
    public bool JustInTime { get; init; }

    /// <summary>Show the last picture again so that at least this many are shown each second; 0 = only what changed, -1 = as many as the display shows.</summary>
    public int MinimumRate { get; init; }

    /// <summary>In full screen, ask for a refresh that follows the pictures and for a way past the compositor (X11 properties; Wayland compositors decide alone).</summary>
    public bool VariableRefresh { get; init; } = true;

    /// <summary>Peak luminance HDR content is mapped to, nits.</summary>
    public int PeakLuminanceNits { get; init; } = 250;
}
