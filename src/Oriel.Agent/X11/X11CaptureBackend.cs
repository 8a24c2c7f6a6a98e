using Oriel.Agent.Capture;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.X11;

/// <summary>
/// Captures the root window of an X server, or one head of it. DAMAGE says what changed; MIT-SHM moves the pixels. With shared pixmaps (nearly always)
/// every rectangle is copied by its own request and one round trip collects them all; without, whole bands of rows are read.
/// The server's damage account is emptied before the pixels are read, so a change during the copy raises a new event: the last change always arrives.
/// </summary>
internal sealed class X11CaptureBackend : ICaptureBackend
{
    /// <summary>Rectangles taken from the server at once; beyond that their bounding box does.</summary>
    private const int MaxServerRects = 1024;

    private readonly XConnection _connection;
    private readonly WakeFlag _wake;
    private readonly string? _output;
    private readonly FrameType _type;
    private readonly bool _rowsOnly;
    private readonly DamageMerger _merger = new();
    private readonly XRect[] _serverRects = new XRect[MaxServerRects];
    private readonly DamageRect[] _clipped = new DamageRect[MaxServerRects];
    private XEvents _events;

    private X11CaptureBackend(XConnection connection, WakeFlag wake, string? output, FrameType type, CaptureMode mode, bool rowsOnly)
    {
        _rowsOnly = rowsOnly;
        _connection = connection;
        _wake = wake;
        _output = output;
        _type = type;
        Mode = mode;
    }

    /// <inheritdoc/>
    public string Name => "X11 MIT-SHM";

    /// <inheritdoc/>
    public CaptureMode Mode { get; private set; }

    /// <summary>Connects, checks the server and starts watching. Throws <see cref="OrielException"/>.</summary>
    /// <param name="display">Display name, null = from the environment.</param>
    /// <param name="output">Head by name or number; null = the whole screen.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="wake">Ends one wait when raised.</param>
    /// <param name="rowsOnly">Does as if the server had no shared pixmaps; for tests.</param>
    public static X11CaptureBackend Open(string? display, string? output, WakeFlag stop, WakeFlag wake, bool rowsOnly = false)
    {
        var connection = X11Display.Open(display, stop);
        try
        {
            X11Display.RequireCaptureExtensions(connection);
            X11Display.RefuseWayland(connection);
            var type = X11Display.FrameTypeOf(connection.Format);
            connection.WatchScreen();
            var mode = connection.TryWatchDamage() ? X11Display.ReadMode(connection, type, output) : null;
            return new X11CaptureBackend(connection, wake, output, type, mode ?? throw Vanished(display), rowsOnly);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public CaptureImage? TryCreateImage()
    {
        XSharedImage? image;
        try
        {
            image = _connection.TryCreateImage(Mode.Width, Mode.Height);
        }
        catch (IOException error)
        {
            throw new OrielException(AgentErrors.SharedMemoryRefused, error.Message, $"memory for two pictures of {Mode.Width}x{Mode.Height}", "free some memory", error);
        }

        if (image is null && !_connection.IsLost)
        {
            throw new OrielException(AgentErrors.SharedMemoryRefused, $"X error {_connection.LastError} for an image of {Mode.Width}x{Mode.Height}",
                "a server that maps the memory file we pass to it", "use a local X server; remote and forwarded ones cannot");
        }

        return image is null ? null : new CaptureImage(new X11ImageMemory(image), Mode);
    }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        if ((_events & ~XEvents.Woken) == XEvents.None)
        {
            _events = _connection.Wait(_wake, timeoutNs);
        }

        if (_connection.IsLost)
        {
            return CaptureOutcome.Lost;
        }

        if ((_events & (XEvents.Screen | XEvents.Error)) != 0)
        {
            _events &= ~(XEvents.Screen | XEvents.Error);
            if (ReadModeAgain() is var outcome && outcome != CaptureOutcome.Unchanged)
            {
                return outcome;
            }
        }

        if ((_events & XEvents.Damage) == 0)
        {
            _events = XEvents.None;
            return CaptureOutcome.Unchanged;
        }

        _events = XEvents.None;
        if (!_connection.TryTakeDamage(_serverRects, out var count))
        {
            return _connection.IsLost ? CaptureOutcome.Lost : ReadModeAgain();
        }

        var clipped = 0;
        for (var i = 0; i < count; i++)
        {
            if (TryClip(_serverRects[i], out var rect))
            {
                _clipped[clipped++] = rect;
            }
        }

        _merger.Add(changed, _clipped.AsSpan(0, clipped));
        return clipped > 0 ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
    }

    /// <inheritdoc/>
    public CaptureOutcome Capture(CaptureImage image, DamageList what)
    {
        var shared = ((X11ImageMemory)image.Memory).Image;
        var complete = shared.HasPixmap && !_rowsOnly ? CopyRects(shared, what) : CopyBands(shared, what);

        // Everything the server knew before it answered is in the queue now: a mode change cannot hide behind this picture.
        _events |= _connection.TakeEvents();
        if (_connection.IsLost)
        {
            return CaptureOutcome.Lost;
        }

        if (complete && (_events & (XEvents.Screen | XEvents.Error)) == 0)
        {
            return CaptureOutcome.Changed;
        }

        var refused = !complete || (_events & XEvents.Error) != 0;
        _events &= ~(XEvents.Screen | XEvents.Error);
        return ReadModeAgain() switch
        {
            // Heads moved, but not ours: the picture is good.
            CaptureOutcome.Unchanged when !refused => CaptureOutcome.Changed,

            // Refused although the mode is the same: our objects in the server are not what we think. A new connection makes new ones.
            CaptureOutcome.Unchanged => CaptureOutcome.Lost,
            var outcome => outcome,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static OrielException Vanished(string? display) => new(AgentErrors.NoDisplay, $"the X server at '{display}' ended while we connected", "a running X server",
        "wait until the desktop session is up");

    private bool CopyRects(XSharedImage image, DamageList what)
    {
        if (what.IsEverything)
        {
            _connection.CopyArea(image, Mode.OriginX, Mode.OriginY, 0, 0, image.Width, image.Height);
        }
        else
        {
            foreach (ref readonly var r in what.Rects)
            {
                _connection.CopyArea(image, Mode.OriginX, Mode.OriginY, (int)r.X, (int)r.Y, (int)r.Width, (int)r.Height);
            }
        }

        return _connection.TrySynchronise();
    }

    /// <summary>Reads bands of whole rows that hold the rectangles, from the top down, joining those that touch.</summary>
    private bool CopyBands(XSharedImage image, DamageList what)
    {
        if (what.IsEverything)
        {
            return _connection.TryCopyRows(image, Mode.OriginX, Mode.OriginY, 0, image.Height);
        }

        var next = 0;
        while (TryFindBand(what, next, out var first, out var end))
        {
            if (!_connection.TryCopyRows(image, Mode.OriginX, Mode.OriginY, first, end - first))
            {
                return false;
            }

            next = end;
        }

        return true;
    }

    /// <summary>The topmost run of damaged rows at or below a row.</summary>
    private static bool TryFindBand(DamageList what, int from, out int first, out int end)
    {
        first = int.MaxValue;
        foreach (ref readonly var r in what.Rects)
        {
            if (r.Y + r.Height > from)
            {
                first = Math.Min(first, Math.Max((int)r.Y, from));
            }
        }

        end = first;
        for (var grown = first != int.MaxValue; grown;)
        {
            grown = false;
            foreach (ref readonly var r in what.Rects)
            {
                if (r.Y <= end && r.Y + r.Height > end)
                {
                    end = (int)(r.Y + r.Height);
                    grown = true;
                }
            }
        }

        return first != int.MaxValue;
    }

    private CaptureOutcome ReadModeAgain()
    {
        // The damage account may have been emptied for a picture that is void now: have it read again.
        _events |= XEvents.Damage;
        try
        {
            if (X11Display.ReadMode(_connection, _type, _output) is not { } mode)
            {
                return CaptureOutcome.Lost;
            }

            if (mode == Mode)
            {
                return CaptureOutcome.Unchanged;
            }

            Mode = mode;
            return CaptureOutcome.ModeChanged;
        }
        catch (OrielException)
        {
            // The chosen head was unplugged: opening again says so, and waits for it.
            return CaptureOutcome.Lost;
        }
    }

    private bool TryClip(XRect rect, out DamageRect clipped)
    {
        var (x, y) = (Math.Max(rect.X - Mode.OriginX, 0), Math.Max(rect.Y - Mode.OriginY, 0));
        var right = Math.Min(rect.X - Mode.OriginX + rect.Width, Mode.Width);
        var bottom = Math.Min(rect.Y - Mode.OriginY + rect.Height, Mode.Height);
        clipped = right > x && bottom > y ? new DamageRect((uint)x, (uint)y, (uint)(right - x), (uint)(bottom - y)) : default;
        return clipped.Width != 0;
    }
}
