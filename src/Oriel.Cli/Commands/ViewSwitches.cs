using System.CommandLine;
using Oriel.Cli.Headless;
using Oriel.Cli.Help;
using Oriel.Cli.Input;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Commands;

/// <summary>The options of everything that shows a picture (<c>view</c>, <c>demo</c>) and what they mean. One set for each command.</summary>
/// <param name="hasOwnEnd">The command has options of its own for what happens without a window and when it ends.</param>
internal sealed class ViewSwitches(bool hasOwnEnd = false)
{
    private const int LeastFont = 8;
    private const int MostFont = 40;

    private readonly InputSwitches _input = new();
    private readonly Option<bool> _fullScreen = new("--fullscreen", "-F") { Description = "Start in full screen" };
    private readonly Option<bool> _borderless = new("--borderless", "-d") { Description = "No title bar, no frame" };
    private readonly Option<bool> _maximize = new("--maximize", "-T") { Description = "Start maximised" };

    private readonly Option<(int Width, int Height)?> _size =
        Choice.Size("--size", "Size of the window's content in device pixels; the window then keeps it (default: the guest's mode, 1024x768 until it is known)", 64);

    private readonly Option<(int X, int Y)?> _position = Choice.Position("--position", "Where the window opens (default: centred)");

    private readonly Option<FollowMode> _follow = Choice.Of(
        "--follow-guest",
        "Window takes the size of the guest's mode, also when it changes; auto: until you resize the window or give --size",
        ("auto", FollowMode.Auto), ("on", FollowMode.On), ("off", FollowMode.Off));

    private readonly Option<bool> _resizeGuest = new("--resize-guest")
    {
        Description = "Ask the guest for a mode of the window's size when you resize the window, where its agent can do that",
    };

    private readonly Option<string> _title = new("--title") { HelpName = "TEXT", Description = "Window title (default Oriel)", DefaultValueFactory = _ => "Oriel" };

    private readonly Option<bool> _noResize = new("--no-resize") { Description = "The window cannot be resized by hand" };

    private readonly Option<bool> _minimize = new("--minimize-on-focus-loss") { Description = "In full screen, minimise when the focus goes elsewhere" };

    private readonly Option<bool> _ignoreClose = new("--ignore-quit") { Description = "The close button and Alt+F4 do nothing; Scroll Lock + Q ends the viewer" };

    private readonly Option<KeepAwake> _keepAwake = Choice.Of(
        "--keep-awake", "Keep the host's screen on: while the guest asks for it (a film plays there), always, or never", ("guest", KeepAwake.Guest), ("always", KeepAwake.Always), ("off", KeepAwake.Off));

    private readonly Option<OnOff> _attention = Choice.Of("--attention", "Mark the window when a window of the guest wants attention", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<string> _appId = new("--app-id")
    {
        HelpName = "NAME",
        Description = $"Name the desktop knows the window by: Wayland's app id, X11's class (default {WindowOptions.DefaultAppId})",
        DefaultValueFactory = _ => WindowOptions.DefaultAppId,
    };

    private readonly Option<WindowDriver> _driver = Choice.Of(
        "--driver", "Window system; auto: Wayland in a Wayland session, else X11", ("auto", WindowDriver.Auto), ("x11", WindowDriver.X11), ("wayland", WindowDriver.Wayland));

    private readonly Option<ScaleMode> _scale = Choice.Of(
        "--scale",
        "Fit: as large as possible, shape kept. Stretch: fill the window. Integer: whole factors only. 1:1: one guest pixel is one device pixel",
        ("fit", ScaleMode.Fit), ("stretch", ScaleMode.Stretch), ("integer", ScaleMode.Integer), ("1:1", ScaleMode.OneToOne));

    private readonly Option<ScaleFilter> _filter = Choice.Of(
        "--filter", "Sampling when scaled; auto: nearest at whole factors, else linear", ("auto", ScaleFilter.Auto), ("nearest", ScaleFilter.Nearest), ("linear", ScaleFilter.Linear));

    private readonly Option<bool> _noUpscale = new("--no-upscale") { Description = "Never show the picture larger than 1:1" };

    private readonly Option<FrameRotation> _rotate = Choice.Of(
        "--rotate", "Turn the picture clockwise", ("0", FrameRotation.None), ("90", FrameRotation.Clockwise90), ("180", FrameRotation.Half), ("270", FrameRotation.Clockwise270));

    private readonly Option<int> _vsync = Choice.Of(
        "--vsync", "Off: show a frame the moment it arrives. On: wait for the display. Adaptive: wait unless late", ("off", 0), ("on", 1), ("adaptive", -1));

    private readonly Option<bool> _jit = new("--jit") { Description = "Draw just before the display's next refresh, with the newest frame (without a known refresh: when it arrives)" };

    private readonly Option<int> _fpsMin = new Option<int>("--fps-min")
    {
        HelpName = "N",
        Description = "Show the last picture again, at least N times a second; 0: only what changed (default), -1: as often as the display",
    }.AtLeast(-1);

    private readonly Option<OnOff> _vrr = Choice.Of(
        "--vrr", "In full screen on X11: ask for variable refresh, and for a way past the compositor", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<int> _nightVision = Choice.Of(
        "--night-vision", "Start with a brighter picture: twice or four times as bright", ("0", 0), ("1", 1), ("2", 2));

    private readonly Option<ColorAid> _colorAid = Choice.Of(
        "--color-aid", "Change colours for eyes that tell some of them apart badly",
        ("off", ColorAid.Off), ("protanopia", ColorAid.Protanopia), ("deuteranopia", ColorAid.Deuteranopia), ("tritanopia", ColorAid.Tritanopia));

    private readonly Option<int> _peak = new Option<int>("--peak-luminance")
    {
        HelpName = "NITS",
        Description = "Brightest the display can show; HDR pictures are mapped to it (default 250)",
        DefaultValueFactory = _ => 250,
    }.AtLeast(1);

    private readonly Option<OnOff> _notices = Choice.Of("--notices", "Short words over the picture about what just happened", ("on", OnOff.On), ("off", OnOff.Off));
    private readonly Option<string?> _font = new("--ui-font") { HelpName = "NAME", Description = "Font of words and figures over the picture (default: the desktop's monospace)" };

    private readonly Option<int> _fontSize = new("--ui-size")
    {
        HelpName = "PIXELS",
        Description = "Its height, 8 to 40; 0: by the window's height (default)",
    };

    private readonly Option<bool> _hud = new("--hud", "-k") { Description = "Show figures: frames per second, times of each stage, drops" };
    private readonly Option<bool> _noCursor = new("--no-cursor") { Description = "Do not draw the guest's cursor" };

    private readonly Option<bool> _headless = new("--headless") { Description = "No window: draw off-screen, print figures as JSON at the end" };

    private readonly Option<long> _frames = new Option<long>("--frames") { HelpName = "N", Description = "With --headless: end after N drawn frames" }.AtLeast(1);

    private readonly Option<double> _seconds = new Option<double>("--seconds")
    {
        HelpName = "S",
        Description = "End after S seconds; with --headless counted from the first frame",
    }.AtLeast(0.001);

    private readonly Option<string?> _screenshot = new("--screenshot") { HelpName = "FILE.png", Description = "With --headless: save the last picture" };

    private readonly Option<UploadPath> _upload = Choice.Of(
        "--upload",
        "How frames get to the GPU; auto: measured. Mapped: GL buffers the feed writes to. Plain: private memory. Dmabuf: the GPU reads the guest's memory, where that is proven to work",
        ("auto", UploadPath.Auto), ("mapped", UploadPath.Mapped), ("plain", UploadPath.Plain), ("dmabuf", UploadPath.DmaBuf));

    private readonly Option<bool> _noPersistent = new("--no-persistent-upload") { Description = "As --upload plain" };
    private readonly Option<string?> _log = new("--log") { HelpName = "FILE", Description = "Append a log to this file" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Log everything, and to standard error too" };

    /// <summary>The options by subject.</summary>
    public IReadOnlyList<HelpGroup> Groups =>
    [
        new("Window", [_fullScreen, _borderless, _maximize, _size, _position, _noResize, _follow, _resizeGuest, _title, _appId, _driver]),
        new("Desktop", [_keepAwake, _attention, _minimize, _ignoreClose]),
        new("Picture", [_scale, _filter, _noUpscale, _rotate, _vsync, _jit, _fpsMin, _vrr, _noCursor, _nightVision, _colorAid, _peak]),
        new("Words and figures", [_hud, _notices, _font, _fontSize]),
        .. _input.Groups,
        .. hasOwnEnd ? (HelpGroup[])[] : [new("Without a window", [_headless, _frames, _seconds, _screenshot])],
        new("Finding faults", [_log, _verbose, _upload, _noPersistent]),
    ];

    /// <summary>Keys in the window, for help texts.</summary>
    public static (string Title, IReadOnlyList<(string Left, string Right)> Rows) Keys =>
        ("Keys, while Scroll Lock is held", [.. HelpLines.For(new InputOptions()).Skip(1).Select(line => line.Split('\t')).Select(words => (words[0], words[1]))]);

    /// <summary>Adds every option, and the check that they fit together, to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Groups.SelectMany(group => group.Options))
        {
            command.Options.Add(option);
        }

        _input.AddChecks(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_fontSize) is not (0 or (>= LeastFont and <= MostFont)) and var pixels)
            {
                result.AddError($"--ui-size must be {LeastFont} to {MostFont}, or 0, not {pixels}");
            }
        });
        if (hasOwnEnd)
        {
            return;
        }

        command.Validators.Add(result =>
        {
            if (!result.GetValue(_headless) && (result.GetResult(_frames) is { Implicit: false } || result.GetResult(_screenshot) is { Implicit: false }))
            {
                result.AddError("--frames and --screenshot need --headless");
            }
        });
    }

    /// <summary>True for a run without a window.</summary>
    public bool IsHeadless(ParseResult parsed) => parsed.GetValue(_headless);

    /// <summary>Where the log goes.</summary>
    public (string? File, bool Verbose) Log(ParseResult parsed) => (parsed.GetValue(_log), parsed.GetValue(_verbose));

    /// <summary>The run without a window that was asked for.</summary>
    public HeadlessOptions Headless(ParseResult parsed, string source) => new()
    {
        Source = source,
        Render = Render(parsed),
        Frames = parsed.GetValue(_frames),
        Duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
        Screenshot = parsed.GetValue(_screenshot),
    };

    /// <summary>The window that was asked for.</summary>
    public ViewOptions View(ParseResult parsed, string source)
    {
        var window = new WindowOptions();
        var size = parsed.GetValue(_size);
        return new ViewOptions
        {
            Source = source,
            Window = window with
            {
                Title = parsed.GetValue(_title)!,
                Width = size?.Width ?? window.Width,
                Height = size?.Height ?? window.Height,
                Position = parsed.GetValue(_position),
                FullScreen = parsed.GetValue(_fullScreen),
                Borderless = parsed.GetValue(_borderless),
                Maximized = parsed.GetValue(_maximize),
                ShowCursor = true,
                Driver = parsed.GetValue(_driver),
                Resizable = !parsed.GetValue(_noResize),
                MinimizeOnFocusLoss = parsed.GetValue(_minimize),
                AppId = parsed.GetValue(_appId)!,
            },
            Render = Render(parsed),
            Follow = parsed.GetValue(_follow),
            SizeGiven = size is not null,
            ResizeGuest = parsed.GetValue(_resizeGuest),
            KeepAwake = parsed.GetValue(_keepAwake),
            PassAttention = parsed.GetValue(_attention) == OnOff.On,
            IgnoreClose = parsed.GetValue(_ignoreClose),
            Input = _input.Options(parsed),
            Duration = parsed.GetValue(_seconds) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private RenderOptions Render(ParseResult parsed) => new()
    {
        Upload = parsed.GetValue(_noPersistent) ? UploadPath.Plain : parsed.GetValue(_upload),
        FontName = parsed.GetValue(_font),
        FontPixels = parsed.GetValue(_fontSize),
        Settings = new ViewSettings
        {
            Scale = parsed.GetValue(_scale),
            Filter = parsed.GetValue(_filter),
            NoUpscale = parsed.GetValue(_noUpscale),
            Rotation = parsed.GetValue(_rotate),
            SwapInterval = parsed.GetValue(_vsync),
            JustInTime = parsed.GetValue(_jit),
            MinimumRate = parsed.GetValue(_fpsMin),
            VariableRefresh = parsed.GetValue(_vrr) == OnOff.On,
            NightVision = parsed.GetValue(_nightVision),
            ColorAid = parsed.GetValue(_colorAid),
            PeakLuminanceNits = parsed.GetValue(_peak),
            ShowNotices = parsed.GetValue(_notices) == OnOff.On,
            ShowHud = parsed.GetValue(_hud),
            ShowCursor = !parsed.GetValue(_noCursor),
        },
    };
}
