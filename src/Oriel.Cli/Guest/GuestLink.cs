using Microsoft.Extensions.Logging;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Fallback;
using Oriel.Cli.Input;
using Oriel.Cli.Sound;
using Oriel.Cli.Spice;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Display.Clipboard;
using Oriel.Display.Windowing;
using Oriel.Interop.Linux;
using Oriel.Sound.Devices;
using Oriel.Spice;
using Oriel.Spice.Picture;

namespace Oriel.Cli.Guest;

/// <summary>
/// The viewer's other line to the guest: the SPICE session and everything that hangs on it. Made and used by the window role; what arrives on other threads is kept until
/// <see cref="TakeStatus"/> asks, and the window is woken.
/// </summary>
internal sealed class GuestLink : IDisposable
{
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(2);

    private readonly GuestOptions _options;
    private readonly RenderLoop _render;
    private readonly ILogger _log;
    private readonly string _takeBack;
    private readonly OwnershipStack _owned = new();
    private readonly FallbackFeed? _fallback;
    private readonly FileDrop _files;
    private readonly ClipboardBridge? _clipboard;
    private SpiceStatus? _posted;
    private SpiceStatus _status = new();
    private int _locks = -1;
    private int _ready = -1;
    private int _marksChanged;
    private bool _isDisposed;

    /// <summary>Prepares everything; nothing is connected before <see cref="Start"/>.</summary>
    /// <param name="options">The server, and what to do with it.</param>
    /// <param name="render">The renderer, started.</param>
    /// <param name="surface">Of the window, for the clipboard of its display; null = there is none.</param>
    /// <param name="wake">Wakes the window role; any thread.</param>
    /// <param name="takeBack">The keys that take a session back from another client, for messages.</param>
    /// <param name="log">Where to write.</param>
    public GuestLink(GuestOptions options, RenderLoop render, NativeSurface? surface, Action wake, string takeBack, ILogger log)
    {
        (_options, _render, _takeBack, _log) = (options, render, takeBack, log);
        var handlers = new List<IChannelHandler>();
        DisplayChannel? display = null;
        CursorChannel? cursor = null;
        if (options.ShowFallback)
        {
            handlers.Add(display = new DisplayChannel());
            handlers.Add(cursor = new CursorChannel());
        }

        if (options.Sound.Enabled)
        {
            Sound = _owned.Add(new SoundBridge(options.Sound, options.Server, new SdlAudioBackend()));
            Sound.Changed = () => Post(ref _marksChanged, 1, wake);
            handlers.AddRange(Sound.Handlers);
        }

        Session = new SpiceSession(options.Server, handlers)
        {
            StatusChanged = status =>
            {
                Volatile.Write(ref _posted, status);
                wake();
            },
            Logged = text => ViewerLog.Spice(log, text),
        };
        Session.Inputs.LocksChanged = locks => Post(ref _locks, (int)locks, wake);
        Session.Inputs.ReadyChanged = ready => Post(ref _ready, ready ? 1 : 0, wake);
        Sound?.Attach(Session.SetWanted);
        _files = new FileDrop(Session.Agent, options.Clipboard, render.ShowNotice) { ActivityChanged = () => Post(ref _marksChanged, 1, wake) };
        if (OpenClipboard(surface) is { } clipboard)
        {
            _clipboard = new ClipboardBridge(Session.Agent, clipboard, options.Clipboard, render.ShowNotice) { ActivityChanged = () => Post(ref _marksChanged, 1, wake) };
        }

        if (display is not null)
        {
            _fallback = _owned.Add(new FallbackFeed(display, cursor!, new StatusTap(render.FallbackSink, null, Pointer), wanted => Session.SetWanted(display, wanted)));
        }
    }

    /// <summary>The session.</summary>
    public SpiceSession Session { get; }

    /// <summary>Where keyboard and mouse go.</summary>
    public IGuestInput Input => new SpiceGuestInput(Session, PlacePointer);

    /// <summary>The guest's pointer on the emulated screen.</summary>
    public GuestPointer Pointer { get; } = new(TimeProvider.System);

    /// <summary>Sound and microphone; null when switched off.</summary>
    public SoundBridge? Sound { get; }

    /// <summary>The server as the user would write it.</summary>
    public string Address => SpiceAddress.Write(_options.Server);

    /// <summary>Begins.</summary>
    public void Start()
    {
        _fallback?.Start();
        ShowSource(_render.ShownSource);
        Session.Start();
    }

    /// <summary>The picture comes from somewhere else now. Any thread.</summary>
    public void ShowSource(ShownSource source) => _fallback?.SetWanted(source != ShownSource.Relay);

    /// <summary>The latest status not taken yet, after the words on the screen follow it; null when there is none.</summary>
    public SpiceStatus? TakeStatus()
    {
        if (Interlocked.Exchange(ref _posted, null) is not { } status)
        {
            return null;
        }

        var before = _status;
        _status = status;
        if (status.MouseMode != MouseModes.Client)
        {
            _fallback?.PlacePointer(null);
        }

        if (status.State != before.State || status.Detail != before.Detail)
        {
            ViewerLog.SpiceStatus(_log, status.State, Address, status.Detail);
        }

        _render.SetStatusNote(GuestWords.Note(status, Address, _options.IsGiven, _takeBack));
        if (GuestWords.Notice(before, status, _options.IsGiven, _takeBack) is { } notice)
        {
            _render.ShowNotice(notice);
        }

        return status;
    }

    /// <summary>Whether the inputs became ready or were lost since the last call; null = neither.</summary>
    public bool? TakeReady() => Interlocked.Exchange(ref _ready, -1) is >= 0 and var ready ? ready == 1 : null;

    /// <summary>The guest's locks, when they changed since the last call.</summary>
    public KeyLocks? TakeLocks() => Interlocked.Exchange(ref _locks, -1) is >= 0 and var locks ? (KeyLocks)locks : null;

    /// <summary>True when something that stays on the screen while it lasts changed since the last call: the microphone, a transfer.</summary>
    public bool TakeMarksChanged() => Interlocked.Exchange(ref _marksChanged, 0) != 0;

    /// <summary>Transfers that are running, in words; null = none.</summary>
    public string? Transfers => (_files.Activity, _clipboard?.Activity) is ({ } files, { } clip) ? $"{files}; {clip}" : _files.Activity ?? _clipboard?.Activity;

    /// <summary>Stops every transfer; false when there is none.</summary>
    public bool CancelTransfers() => _files.Cancel() | (_clipboard?.CancelTransfers() ?? false);

    /// <summary>Sees what the window reports: its focus decides about the clipboard, and files may be dropped on it.</summary>
    public void Take(in WindowEvent e)
    {
        if (e.Kind is WindowEventKind.FocusGained or WindowEventKind.FocusLost)
        {
            _clipboard?.SetFocus(e.Kind == WindowEventKind.FocusGained);
        }

        _files.Take(e);
    }

    private IHostClipboard? OpenClipboard(NativeSurface? surface)
    {
        try
        {
            return _options.Clipboard.IsEnabled ? HostClipboards.Open(surface) : null;
        }
        catch (OrielException error)
        {
            // Everything else works without it.
            ViewerLog.Failed(_log, error.Code.Id, error.Code.Title, error.Seen);
            _render.ShowNotice($"The clipboard is not shared: {error.Seen}");
            return null;
        }
    }

    // In client mode the server does not tell where the pointer is: it is where we put it (spice.md section 11.2).
    private void PlacePointer(int x, int y)
    {
        if (_render.ShownSource != ShownSource.Relay)
        {
            _fallback?.PlacePointer((x, y));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _clipboard?.Dispose();
        _files.Dispose();

        // Then the session: keys that are down go up while the server still listens. It bounds itself; the limit here is for a pool that is stuck.
        var ended = Task.Run(async () => await Session.DisposeAsync());
        if (!ended.Wait(s_endPatience))
        {
            ViewerLog.Spice(_log, "the session did not end in time");
        }

        _owned.Dispose();
    }

    private static void Post(ref int slot, int value, Action wake)
    {
        Volatile.Write(ref slot, value);
        wake();
    }
}
