using System.CommandLine;
using Oriel.Cli.Help;
using Oriel.Cli.Input;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Commands;

/// <summary>The options of keyboard and mouse and what they mean. One set for each command. Names follow the <c>input:</c> settings people know.</summary>
internal sealed class InputSwitches
{
    private readonly Option<KeyChord> _escapeKey = new("--escape-key", "-m")
    {
        HelpName = "KEY[+KEY]",
        Description = "Key that is the viewer's: a tap captures, held it shows and gives commands. Any key or keys together: RightCtrl, Pause, Ctrl+Alt (default ScrollLock)",
        DefaultValueFactory = _ => KeyChord.Of(PhysicalKey.ScrollLock),
        CustomParser = result =>
        {
            if (!KeyChord.TryParse(result.Tokens[0].Value, out var keys, out var problem))
            {
                result.AddError(problem);
            }

            return keys;
        },
    };

    private readonly Option<KeyBindings> _bind = new("--bind")
    {
        HelpName = "KEY=COMMAND",
        Description = "What a key means while the escape key is held, for example Shift+F=fullscreen, Q=none. May be given several times; commands as in docs/viewer.md",
        Arity = new ArgumentArity(1, 100),
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => KeyBindings.Default,
        CustomParser = result =>
        {
            var table = KeyBindings.Default;
            foreach (var token in result.Tokens)
            {
                if (table.With(token.Value, out var problem) is { } next)
                {
                    table = next;
                }
                else
                {
                    result.AddError(problem);
                }
            }

            return table;
        },
    };

    private readonly Option<int> _helpDelay = new Option<int>("--help-delay")
    {
        HelpName = "MS",
        Description = "How long the escape key is held before the help is shown (default 200)",
        DefaultValueFactory = _ => 200,
    }.AtLeast(1);

    private readonly Option<bool> _captureOnly = new("--capture-only") { Description = "Send nothing to the guest unless captured" };
    private readonly Option<bool> _captureOnFocus = new("--capture-on-focus") { Description = "Capture whenever the window gets the focus" };
    private readonly Option<bool> _captureOnStart = new("--capture-on-start") { Description = "Capture when the window first gets the focus" };

    private readonly Option<bool> _autoCapture = new("--auto-capture")
    {
        Description = "Take the desktop's shortcuts while the pointer is over the picture, and capture while the guest hides its pointer, as games do",
    };

    private readonly Option<OnOff> _grabKeyboard = Choice.Of(
        "--grab-keyboard", "Capture takes the desktop's shortcuts too (Super, Alt+Tab)", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<bool> _grabOnFocus = new("--grab-keyboard-on-focus") { Description = "Take the desktop's shortcuts whenever the window has the focus" };
    private readonly Option<bool> _ignoreSuper = new("--ignore-windows-keys") { Description = "Never send Super (Windows) keys to the guest" };

    private readonly Option<MousePreference> _mouse = Choice.Of(
        "--mouse",
        "Outside capture; auto: absolute positions where the VM has a tablet or agent, else relative motion kept in step with the guest's pointer",
        ("auto", MousePreference.Auto), ("absolute", MousePreference.Absolute), ("relative", MousePreference.Relative));

    private readonly Option<OnOff> _rawMouse = Choice.Of(
        "--raw-mouse", "Captured motion as the device sends it; off: with the desktop's acceleration (X11 only)", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<int> _sensitivity = new("--mouse-sens")
    {
        HelpName = "-9..9",
        Description = "Captured motion: three steps double or halve it (default 0)",
    };

    private readonly Option<OnOff> _smoothing = Choice.Of(
        "--mouse-smoothing", "Spread motion that is scaled and not raw", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<OnOff> _hideCursor = Choice.Of(
        "--hide-cursor", "Hide the host's pointer over the picture, where the guest's own is to be seen", ("on", OnOff.On), ("off", OnOff.Off));

    private readonly Option<bool> _hostCursor = new("--host-cursor", "--always-show-cursor") { Description = "Never hide the host's pointer" };

    private readonly Option<LockSync> _locks = Choice.Of(
        "--lock-keys",
        "Caps and Num Lock; to-guest: the guest gets the host's with the focus. Both: the host's lights follow the guest too (X11). Off: each its own",
        ("to-guest", LockSync.ToGuest), ("both", LockSync.Both), ("off", LockSync.Off));

    /// <summary>The options by subject.</summary>
    public IReadOnlyList<HelpGroup> Groups =>
    [
        new("Keyboard and mouse", [_escapeKey, _bind, _helpDelay, _captureOnly, _captureOnFocus, _captureOnStart, _autoCapture, _grabKeyboard, _grabOnFocus, _ignoreSuper, _mouse, _rawMouse, _sensitivity, _smoothing, _hideCursor, _hostCursor, _locks]),
    ];

    /// <summary>Adds the checks of values to a command.</summary>
    public void AddChecks(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(_sensitivity) is < -MotionScale.Most or > MotionScale.Most)
        {
            result.AddError($"--mouse-sens must be from -{MotionScale.Most} to {MotionScale.Most}");
        }
    });

    /// <summary>What was asked for.</summary>
    public InputOptions Options(ParseResult parsed) => new()
    {
        EscapeKey = parsed.GetValue(_escapeKey)!,
        Bindings = parsed.GetValue(_bind)!,
        HelpDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_helpDelay)),
        CaptureOnly = parsed.GetValue(_captureOnly),
        CaptureOnFocus = parsed.GetValue(_captureOnFocus),
        CaptureOnStart = parsed.GetValue(_captureOnStart),
        AutoCapture = parsed.GetValue(_autoCapture),
        GrabKeyboard = parsed.GetValue(_grabKeyboard) == OnOff.On,
        GrabKeyboardOnFocus = parsed.GetValue(_grabOnFocus),
        IgnoreWindowsKeys = parsed.GetValue(_ignoreSuper),
        Mouse = parsed.GetValue(_mouse),
        RawMouse = parsed.GetValue(_rawMouse) == OnOff.On,
        Sensitivity = parsed.GetValue(_sensitivity),
        Smoothing = parsed.GetValue(_smoothing) == OnOff.On,
        HideCursor = parsed.GetValue(_hideCursor) == OnOff.On,
        AlwaysShowCursor = parsed.GetValue(_hostCursor),
        Locks = parsed.GetValue(_locks),
    };
}
