using System.Text;
using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

/// <summary>
/// One connection to an X server. A dead server never raises a signal, exits the process or throws: <see cref="IsLost"/> becomes true and every
/// query says false. A server that does not answer is waited for until the stop descriptor is raised. Owned by one thread.
/// </summary>
public sealed unsafe partial class XConnection : IDisposable
{
    private readonly WakeFlag _stop;
    private readonly uint _root;
    private nint _c;
    private XEvents _pending;
    private int _damageEvent = -1;
    private int _fixesEvent = -1;
    private int _randrEvent = -1;

    private XConnection(nint c, xcb_screen_t* screen, XScreenFormat format, WakeFlag stop)
    {
        _c = c;
        _stop = stop;
        _root = screen->root;
        Format = format;
    }

    /// <summary>Pixel storage of the root window.</summary>
    public XScreenFormat Format { get; }

    /// <summary>Extensions found by <see cref="TryQueryExtensions"/>.</summary>
    public XExtensions Extensions { get; private set; }

    /// <summary>Protocol error code of the last refused request; 0 = none yet.</summary>
    public int LastError { get; private set; }

    /// <summary>The connection is dead or was given up.</summary>
    public bool IsLost => _c == 0 || (_pending & (XEvents.Lost | XEvents.Stopped)) != 0;

    /// <summary>Connects to a display (null = the one in DISPLAY). Null with the reason when that fails.</summary>
    /// <param name="display">For example <c>:0</c>.</param>
    /// <param name="stop">Ends every wait on this connection once raised.</param>
    /// <param name="failure">Why not.</param>
    public static XConnection? TryOpen(string? display, WakeFlag stop, out XConnectFailure failure)
    {
        var screenNumber = 0;
        var name = display is null ? null : Encoding.UTF8.GetBytes(display + '\0');
        nint c;

        // SAFETY: the name is zero-terminated and only read during the call; null means the environment's display.
        fixed (byte* p = name)
        {
            c = Xcb.xcb_connect(p, &screenNumber);
        }

        failure = Xcb.xcb_connection_has_error(c) switch
        {
            0 => XConnectFailure.None,
            Xcb.XCB_CONN_CLOSED_PARSE_ERR => XConnectFailure.BadDisplayName,
            Xcb.XCB_CONN_CLOSED_INVALID_SCREEN => XConnectFailure.NoSuchScreen,
            _ => XConnectFailure.Unreachable,
        };

        var screen = failure == XConnectFailure.None ? FindScreen(c, screenNumber) : null;
        if (screen is null)
        {
            Xcb.xcb_disconnect(c);
            failure = failure == XConnectFailure.None ? XConnectFailure.NoSuchScreen : failure;
            return null;
        }

        return new XConnection(c, screen, ReadFormat(c, screen), stop);
    }

    /// <summary>Asks which extensions there are and remembers where their events start. False when the connection was lost meanwhile.</summary>
    public bool TryQueryExtensions()
    {
        _ = TryFindExtension("MIT-SHM"u8, out var shm);
        _ = TryFindExtension("DAMAGE"u8, out _damageEvent);
        _ = TryFindExtension("XFIXES"u8, out _fixesEvent);
        _ = TryFindExtension("RANDR"u8, out _randrEvent);
        _ = TryFindExtension("XInputExtension"u8, out var input);

        var (shmVersion, pixmaps) = shm >= 0 ? ShmVersion() : (0, false);
        Extensions = new XExtensions(
            shmVersion,
            pixmaps,
            _damageEvent >= 0 ? Version(Xcb.xcb_damage_query_version(_c, 1, 1)) : 0,
            _fixesEvent >= 0 ? Version(Xcb.xcb_xfixes_query_version(_c, 5, 0)) : 0,
            _randrEvent >= 0 ? Version(Xcb.xcb_randr_query_version(_c, 1, 5)) : 0,
            input >= 0 ? XInputVersion() : 0);
        return !IsLost;
    }

    /// <summary>
    /// Waits for events, for <paramref name="wake"/> (which is then lowered), for the stop descriptor, or for the time-out in nanoseconds
    /// (negative = without limit). Returns at once when events are pending; clears what it returns, except <see cref="XEvents.Lost"/>.
    /// </summary>
    public XEvents Wait(WakeFlag? wake, long timeoutNs)
    {
        if (_c == 0)
        {
            return XEvents.Lost;
        }

        _ = Xcb.xcb_flush(_c);
        Drain();
        if (_pending == XEvents.None)
        {
            PollOnce(wake, timeoutNs);
        }

        return TakeEvents();
    }

    /// <summary>What arrived so far, without waiting. Clears what it returns, except <see cref="XEvents.Lost"/>.</summary>
    public XEvents TakeEvents()
    {
        Drain();
        var events = _pending;
        _pending &= XEvents.Lost | XEvents.Stopped;
        return events;
    }

    /// <summary>Waits until the server has worked off everything sent so far. False when the connection was lost or stopped.</summary>
    public bool TrySynchronise()
    {
        using var reply = WaitReply(Xcb.xcb_get_input_focus(_c));
        return !reply.IsEmpty;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var c = _c;
        _c = 0;
        if (c != 0)
        {
            Xcb.xcb_disconnect(c);
        }
    }

    private static xcb_screen_t* FindScreen(nint c, int number)
    {
        // SAFETY: XCB validated the setup block; the iterator stays inside it while rem > 0.
        var i = Xcb.xcb_setup_roots_iterator(Xcb.xcb_get_setup(c));
        for (; i.rem > 0; Xcb.xcb_screen_next(&i))
        {
            if (number-- == 0)
            {
                return (xcb_screen_t*)i.data;
            }
        }

        return null;
    }

    private static XScreenFormat ReadFormat(nint c, xcb_screen_t* screen)
    {
        // SAFETY: all pointers lie in the setup block that XCB validated and keeps until the connection is closed.
        var setup = Xcb.xcb_get_setup(c);
        int bits = 0, pad = 0;
        var formats = Xcb.xcb_setup_pixmap_formats(setup);
        for (var i = 0; i < setup->pixmap_formats_len; i++)
        {
            if (formats[i].depth == screen->root_depth)
            {
                (bits, pad) = (formats[i].bits_per_pixel, formats[i].scanline_pad);
            }
        }

        for (var depths = Xcb.xcb_screen_allowed_depths_iterator(screen); depths.rem > 0; Xcb.xcb_depth_next(&depths))
        {
            var depth = (xcb_depth_t*)depths.data;
            var visuals = Xcb.xcb_depth_visuals(depth);
            for (var i = 0; i < depth->visuals_len; i++)
            {
                if (visuals[i].visual_id == screen->root_visual)
                {
                    return new XScreenFormat(screen->root_depth, bits, pad, setup->image_byte_order == Xcb.XCB_IMAGE_ORDER_LSB_FIRST,
                        visuals[i]._class == Xcb.XCB_VISUAL_CLASS_TRUE_COLOR, visuals[i].red_mask, visuals[i].green_mask, visuals[i].blue_mask);
                }
            }
        }

        return new XScreenFormat(screen->root_depth, bits, pad, LittleEndian: false, TrueColor: false, 0, 0, 0);
    }

    /// <summary>First event number of an extension, -1 when absent.</summary>
    private bool TryFindExtension(ReadOnlySpan<byte> name, out int firstEvent)
    {
        firstEvent = -1;
        fixed (byte* p = name)
        {
            using var reply = WaitReply(Xcb.xcb_query_extension(_c, (ushort)name.Length, p));
            if (reply.IsEmpty || reply.As<xcb_query_extension_reply_t>()->present == 0)
            {
                return false;
            }

            firstEvent = reply.As<xcb_query_extension_reply_t>()->first_event;
            return true;
        }
    }

    private (int Version, bool Pixmaps) ShmVersion()
    {
        using var reply = WaitReply(Xcb.xcb_shm_query_version(_c));
        if (reply.IsEmpty)
        {
            return (0, false);
        }

        var version = reply.As<xcb_shm_query_version_reply_t>();
        return ((version->major_version * 100) + version->minor_version,
            version->shared_pixmaps != 0 && version->pixmap_format == Xcb.XCB_IMAGE_FORMAT_Z_PIXMAP);
    }

    private int Version(uint sequence)
    {
        using var reply = WaitReply(sequence);
        return reply.IsEmpty ? 0 : (int)((reply.As<xcb_damage_query_version_reply_t>()->major_version * 100) + reply.As<xcb_damage_query_version_reply_t>()->minor_version);
    }

    private int XInputVersion()
    {
        try
        {
            // The reply has the 16-bit version words at the place of MIT-SHM's.
            using var reply = WaitReply(Xcb.xcb_input_xi_query_version(_c, 2, 2));
            return reply.IsEmpty
                ? 0
                : (reply.As<xcb_shm_query_version_reply_t>()->major_version * 100) + reply.As<xcb_shm_query_version_reply_t>()->minor_version;
        }
        catch (DllNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Waits for the reply of a request. Empty when the server refused it, died, or the stop descriptor was raised.</summary>
    private XReply WaitReply(uint sequence)
    {
        if (_c == 0)
        {
            return default;
        }

        _ = Xcb.xcb_flush(_c);
        while (true)
        {
            void* reply = null;
            xcb_generic_error_t* error = null;

            // SAFETY: XCB stores owned pointers or nothing; both are freed exactly once, the reply by XReply.
            if (Xcb.xcb_poll_for_reply(_c, sequence, &reply, &error) != 0)
            {
                if (error is not null)
                {
                    LastError = error->error_code;
                    Libc.free(error);
                }

                if (Xcb.xcb_connection_has_error(_c) != 0)
                {
                    _pending |= XEvents.Lost;
                }

                return new XReply(reply);
            }

            if (IsLost)
            {
                return default;
            }

            PollOnce(null, -1);
        }
    }

    /// <summary>Sleeps until the socket, the wake descriptor or the stop descriptor has something, then reads what is there.</summary>
    private void PollOnce(WakeFlag? wake, long timeoutNs)
    {
        var entries = stackalloc Libc.PollEntry[3];
        entries[0] = new Libc.PollEntry { fd = Xcb.xcb_get_file_descriptor(_c), events = Libc.POLLIN };
        entries[1] = new Libc.PollEntry { fd = _stop.Descriptor, events = Libc.POLLIN };
        entries[2] = new Libc.PollEntry { fd = wake?.Descriptor ?? -1, events = Libc.POLLIN };
        if (!Libc.Poll(entries, 3, timeoutNs))
        {
            return;
        }

        if (entries[1].revents != 0)
        {
            _pending |= XEvents.Stopped;
        }

        if (entries[2].revents != 0 && wake is not null && wake.Lower())
        {
            _pending |= XEvents.Woken;
        }

        Drain();
    }

    /// <summary>Reads all events that are there. Only this makes XCB read the socket, so replies depend on it too.</summary>
    private void Drain()
    {
        if (_c == 0)
        {
            _pending |= XEvents.Lost;
            return;
        }

        // SAFETY: an event is at least 32 bytes, owned by us, freed once.
        for (var e = Xcb.xcb_poll_for_event(_c); e is not null; e = Xcb.xcb_poll_for_event(_c))
        {
            Note(Classify(e));
            Libc.free(e);
        }

        if (Xcb.xcb_connection_has_error(_c) != 0)
        {
            _pending |= XEvents.Lost;
        }
    }

    private void Note(XEvents events)
    {
        // Of these two the last one counts.
        const XEvents rest = XEvents.Resting | XEvents.Used;
        _pending = ((events & rest) != 0 ? _pending & ~rest : _pending) | events;
    }

    private XEvents Classify(xcb_generic_event_t* e)
    {
        var type = e->response_type & 0x7F;
        if (type == 0)
        {
            LastError = ((xcb_generic_error_t*)e)->error_code;
            return XEvents.Error;
        }

        if (type == Xcb.XCB_GE_GENERIC)
        {
            return ((xcb_ge_generic_event_t*)e)->event_type == Xcb.XCB_INPUT_RAW_MOTION ? XEvents.PointerMotion : XEvents.None;
        }

        if (type == _damageEvent && _damageEvent > 0)
        {
            return XEvents.Damage;
        }

        if (type == _fixesEvent + Xcb.XCB_XFIXES_CURSOR_NOTIFY && _fixesEvent > 0)
        {
            return XEvents.CursorShape;
        }

        if (type == _syncEvent + XcbSync.XCB_SYNC_ALARM_NOTIFY && _syncEvent > 0)
        {
            return ClassifyAlarm((xcb_sync_alarm_notify_event_t*)e);
        }

        if (IsSelectionEvent(type, e))
        {
            return XEvents.Selection;
        }

        return _randrEvent > 0 && (type == _randrEvent + Xcb.XCB_RANDR_SCREEN_CHANGE_NOTIFY || type == _randrEvent + Xcb.XCB_RANDR_NOTIFY)
            ? XEvents.Screen
            : XEvents.None;
    }

    /// <summary>A reply that frees itself.</summary>
    private readonly ref struct XReply(void* memory)
    {
        private readonly void* _memory = memory;

        public bool IsEmpty => _memory is null;

        public T* As<T>()
            where T : unmanaged => (T*)_memory;

        public void Dispose() => Libc.free(_memory);
    }
}
