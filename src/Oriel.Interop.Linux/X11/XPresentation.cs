using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

/// <summary>
/// When pictures of one window were shown, by the Present extension. Events come over a connection of its own, so that nobody takes another's; a request that must keep
/// its place behind drawing goes over the connection that draws. Everything belongs to the thread that draws. A dead server is <see cref="IsLost"/>, never an exception.
/// </summary>
public sealed unsafe class XPresentation : IDisposable
{
    private const int AnswerMilliseconds = 2000;
    private readonly nint _drawing;
    private readonly uint _window;
    private nint _c;
    private uint _id;
    private byte _opcode;

    private XPresentation(nint c, nint drawing, uint window) => (_c, _drawing, _window) = (c, drawing, window);

    /// <summary>The socket, for waiting until something arrives.</summary>
    public int Descriptor => _c == 0 ? -1 : Xcb.xcb_get_file_descriptor(_c);

    /// <summary>The connection broke.</summary>
    public bool IsLost => _c == 0 || Xcb.xcb_connection_has_error(_c) != 0;

    /// <summary>Connects to the server of $DISPLAY. Null with the reason, one clause, when it cannot tell.</summary>
    /// <param name="display">The Xlib connection that draws.</param>
    /// <param name="window">The window.</param>
    /// <param name="problem">Why not.</param>
    public static XPresentation? TryOpen(nint display, nint window, out string problem)
    {
        XPresentation? made = null;
        try
        {
            made = new XPresentation(Xcb.xcb_connect(null, null), XcbPresent.XGetXCBConnection(display), (uint)window);
            problem = made.Start();
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            problem = "libxcb-present.so.0 or libX11-xcb.so.1 is missing";
        }

        if (problem.Length == 0)
        {
            return made;
        }

        made?.Dispose();
        return null;
    }

    /// <summary>Asks for a <see cref="XPresented"/> at the display's next refresh.</summary>
    /// <param name="serial">Comes back with it.</param>
    public void RequestRefresh(uint serial)
    {
        _ = XcbPresent.xcb_present_notify_msc(_c, _window, serial, 0, 1, 0);
        _ = Xcb.xcb_flush(_c);
    }

    /// <summary>Asks, behind everything drawn so far, for a <see cref="XPresented"/> once the server has worked that off.</summary>
    /// <param name="serial">Comes back with it.</param>
    public void Mark(uint serial)
    {
        _ = XcbPresent.xcb_present_notify_msc(_drawing, _window, serial, 0, 0, 0);
        _ = Xcb.xcb_flush(_drawing);
    }

    /// <summary>Sets a property of the window to one number, or removes it with null. Off the frame path.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    public void SetProperty(ReadOnlySpan<byte> name, uint? value)
    {
        fixed (byte* p = name)
        {
            var atom = (xcb_intern_atom_reply_t*)Await(Xcb.xcb_intern_atom(_c, 0, (ushort)name.Length, p));
            if (atom is null)
            {
                return;
            }

            var number = value ?? 0;
            _ = value is null
                ? Xcb.xcb_delete_property(_c, _window, atom->atom)
                : Xcb.xcb_change_property(_c, Xcb.XCB_PROP_MODE_REPLACE, _window, atom->atom, XcbPresent.XCB_ATOM_CARDINAL, 32, 1, &number);
            Libc.free(atom);
            _ = Xcb.xcb_flush(_c);
        }
    }

    /// <summary>Reads what has arrived; false when that is all. Does not wait.</summary>
    /// <param name="presented">What it told.</param>
    public bool TryTake(out XPresented presented)
    {
        // SAFETY: an event is at least 32 bytes, one of XGE 36 and the bytes its length promises; XCB has them all. It is ours and freed once.
        for (var e = Poll(); e is not null; e = Poll())
        {
            var isOurs = IsComplete(e);
            presented = isOurs ? Read((xcb_present_complete_notify_event_t*)e) : default;
            Libc.free(e);
            if (isOurs)
            {
                return true;
            }
        }

        presented = default;
        return false;
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

    private static XPresented Read(xcb_present_complete_notify_event_t* e) => new(
        e->kind == XcbPresent.XCB_PRESENT_COMPLETE_KIND_PIXMAP,
        e->mode == XcbPresent.XCB_PRESENT_COMPLETE_MODE_SKIP && e->kind == XcbPresent.XCB_PRESENT_COMPLETE_KIND_PIXMAP,
        e->serial,
        e->ust > long.MaxValue / 1000 ? long.MaxValue : (long)e->ust * 1000,
        e->msc);

    // Smaller ones are not what they claim to be: the fields lie behind the 32 bytes every event has.
    private bool IsComplete(xcb_generic_event_t* e)
    {
        const uint words = 2;
        var native = (xcb_present_complete_notify_event_t*)e;
        return (e->response_type & 0x7F) == Xcb.XCB_GE_GENERIC && native->extension == _opcode && native->event_type == XcbPresent.XCB_PRESENT_COMPLETE_NOTIFY
            && native->length >= words && native->window == _window && native->@event == _id;
    }

    private string Start()
    {
        if (Xcb.xcb_connection_has_error(_c) != 0)
        {
            return "the X server took no further connection";
        }

        fixed (byte* name = "Present"u8)
        {
            var found = (xcb_query_extension_reply_t*)Await(Xcb.xcb_query_extension(_c, 7, name));
            var isThere = found is not null && found->present != 0;
            _opcode = isThere ? found->major_opcode : (byte)0;
            Libc.free(found);
            if (!isThere)
            {
                return "the X server has no Present extension";
            }
        }

        XFrameCalls.Bind();
        NativeBinding.Bind(typeof(XcbPresent), nameof(XcbPresent.xcb_present_notify_msc));
        _id = Xcb.xcb_generate_id(_c);
        _ = XcbPresent.xcb_present_select_input(_c, _id, _window, XcbPresent.XCB_PRESENT_EVENT_MASK_COMPLETE_NOTIFY);

        // The answer comes after the selection took effect: without it a mark on the other connection could be there sooner.
        var version = Await(XcbPresent.xcb_present_query_version(_c, 1, 0));
        Libc.free(version);
        return version is null || !TryFirst() ? "the X server does not answer about this window" : "";
    }

    // Both kinds of request once, and their events read: proof that they work.
    private bool TryFirst()
    {
        const uint mark = uint.MaxValue;
        RequestRefresh(mark - 1);
        Mark(mark);
        var deadline = Environment.TickCount64 + AnswerMilliseconds;
        while (!IsLost && Environment.TickCount64 < deadline)
        {
            while (TryTake(out var presented))
            {
                if (presented.Serial == mark)
                {
                    return true;
                }
            }

            WaitUntil(deadline);
        }

        return false;
    }

    private void* Await(uint sequence)
    {
        var deadline = Environment.TickCount64 + AnswerMilliseconds;
        _ = Xcb.xcb_flush(_c);
        while (Environment.TickCount64 < deadline)
        {
            void* reply = null;
            xcb_generic_error_t* error = null;

            // SAFETY: XCB stores owned pointers or nothing; the error is freed here, the reply by the caller.
            if (Xcb.xcb_poll_for_reply(_c, sequence, &reply, &error) != 0)
            {
                Libc.free(error);
                return reply;
            }

            WaitUntil(deadline);
        }

        return null;
    }

    private xcb_generic_event_t* Poll() => _c == 0 ? null : Xcb.xcb_poll_for_event(_c);

    private void WaitUntil(long deadline)
    {
        var entry = new Libc.PollEntry { fd = Xcb.xcb_get_file_descriptor(_c), events = Libc.POLLIN };
        _ = Libc.Poll(&entry, 1, Math.Max(0, deadline - Environment.TickCount64) * 1_000_000);
    }
}
