using System.Text;

namespace Oriel.Interop.Linux.X11;

/// <content>Selections: a window of ours that owns and asks for them, properties, and the events around them (ICCCM section 2). No policy.</content>
public sealed unsafe partial class XConnection
{
    private const int MaxSelectionEvents = 4096;
    private const uint ReadWords = 1 << 18;

    private readonly Queue<XSelectionEvent> _selectionEvents = new();

    /// <summary>Largest data one <see cref="SetProperty(uint, uint, uint, ReadOnlySpan{byte}, bool)"/> can carry, bytes.</summary>
    public long MaxPropertyBytes => _c == 0 ? 0 : Math.Max(0, (4L * Xcb.xcb_get_maximum_request_length(_c)) - 64);

    /// <summary>Number of a name; 0 when the connection was lost.</summary>
    public uint InternAtom(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);

        // SAFETY: the name is only read during the call.
        fixed (byte* p = bytes)
        {
            using var reply = WaitReply(Xcb.xcb_intern_atom(_c, 0, (ushort)bytes.Length, p));
            return reply.IsEmpty ? 0 : reply.As<xcb_intern_atom_reply_t>()->atom;
        }
    }

    /// <summary>A window nobody sees whose property changes are reported.</summary>
    public uint CreateHiddenWindow()
    {
        var window = Xcb.xcb_generate_id(_c);
        var mask = Xcb.XCB_EVENT_MASK_PROPERTY_CHANGE;
        _ = Xcb.xcb_create_window(_c, 0, window, _root, -1, -1, 1, 1, 0, Xcb.XCB_WINDOW_CLASS_INPUT_ONLY, 0, Xcb.XCB_CW_EVENT_MASK, &mask);
        return window;
    }

    /// <summary>Reports every change of a selection's owner to a window of ours. False without XFIXES.</summary>
    public bool TryWatchOwner(uint window, uint selection)
    {
        if (Extensions.XFixesVersion == 0)
        {
            return false;
        }

        _ = Xcb.xcb_xfixes_select_selection_input(_c, window, selection,
            Xcb.XCB_XFIXES_SELECTION_EVENT_MASK_SET_SELECTION_OWNER | Xcb.XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_WINDOW_DESTROY | Xcb.XCB_XFIXES_SELECTION_EVENT_MASK_SELECTION_CLIENT_CLOSE);
        return true;
    }

    /// <summary>Reports property changes and the end of somebody else's window, or stops to. A window that is gone already reports nothing.</summary>
    public void WatchWindow(uint window, bool on)
    {
        var mask = on ? Xcb.XCB_EVENT_MASK_PROPERTY_CHANGE | Xcb.XCB_EVENT_MASK_STRUCTURE_NOTIFY : 0;
        _ = Xcb.xcb_change_window_attributes(_c, window, Xcb.XCB_CW_EVENT_MASK, &mask);
    }

    /// <summary>Takes a selection (or with window 0 gives it up) as of a server time.</summary>
    public void SetSelectionOwner(uint window, uint selection, uint time) => _ = Xcb.xcb_set_selection_owner(_c, window, selection, time);

    /// <summary>Window that owns a selection; 0 = nobody.</summary>
    public uint GetSelectionOwner(uint selection)
    {
        using var reply = WaitReply(Xcb.xcb_get_selection_owner(_c, selection));
        return reply.IsEmpty ? 0 : reply.As<xcb_get_selection_owner_reply_t>()->owner;
    }

    /// <summary>Asks the owner of a selection to put its content into a property of ours.</summary>
    public void ConvertSelection(uint window, uint selection, uint target, uint property, uint time) =>
        _ = Xcb.xcb_convert_selection(_c, window, selection, target, property, time);

    /// <summary>Sets a property of bytes, or appends to it.</summary>
    public void SetProperty(uint window, uint property, uint type, ReadOnlySpan<byte> data, bool append = false)
    {
        // SAFETY: XCB copies or sends the bytes before it returns.
        fixed (byte* p = data)
        {
            _ = Xcb.xcb_change_property(_c, append ? Xcb.XCB_PROP_MODE_APPEND : Xcb.XCB_PROP_MODE_REPLACE, window, property, type, 8, (uint)data.Length, p);
        }
    }

    /// <summary>Sets a property of 32-bit words.</summary>
    public void SetProperty(uint window, uint property, uint type, ReadOnlySpan<uint> words)
    {
        // SAFETY: as above.
        fixed (uint* p = words)
        {
            _ = Xcb.xcb_change_property(_c, Xcb.XCB_PROP_MODE_REPLACE, window, property, type, 32, (uint)words.Length, p);
        }
    }

    /// <summary>Removes a property.</summary>
    public void DeleteProperty(uint window, uint property) => _ = Xcb.xcb_delete_property(_c, window, property);

    /// <summary>
    /// Reads a whole property of any type. False when it does not exist, is larger than <paramref name="maxBytes"/> (then <paramref name="size"/> says how large), or the
    /// connection was lost.
    /// </summary>
    public bool TryReadProperty(uint window, uint property, bool delete, long maxBytes, out uint type, out int format, out byte[] data, out long size)
    {
        type = 0;
        format = 0;
        data = [];
        size = 0;
        var at = 0;
        while (true)
        {
            // The server deletes only when this read reaches the end.
            using var reply = WaitReply(Xcb.xcb_get_property(_c, delete ? (byte)1 : (byte)0, window, property, 0, (uint)at / 4, ReadWords));
            if (reply.IsEmpty || reply.As<xcb_get_property_reply_t>()->type == 0)
            {
                return false;
            }

            var header = reply.As<xcb_get_property_reply_t>();
            var bytes = Math.Min((long)header->value_len * (header->format / 8), header->length * 4L);
            (type, format) = (header->type, header->format);
            if (at == 0)
            {
                size = bytes + header->bytes_after;
                if (size > maxBytes)
                {
                    return false;
                }

                data = new byte[size];
            }

            // SAFETY: the reply holds 32 + 4 * length bytes, and bytes is at most that; a property that changed size meanwhile is cut.
            var part = new ReadOnlySpan<byte>((byte*)header + sizeof(xcb_get_property_reply_t), (int)Math.Min(bytes, data.Length - at));
            part.CopyTo(data.AsSpan(at));
            at += part.Length;
            if (header->bytes_after == 0 || part.IsEmpty || at == data.Length)
            {
                data = at == data.Length ? data : data[..at];
                return true;
            }
        }
    }

    /// <summary>Tells a requestor that its conversion is done (property 0: refused).</summary>
    public void SendSelectionNotify(uint requestor, uint selection, uint target, uint property, uint time)
    {
        // The event on the wire is 32 bytes; the structure is shorter.
        var bytes = stackalloc byte[32];
        new Span<byte>(bytes, 32).Clear();
        *(xcb_selection_notify_event_t*)bytes = new xcb_selection_notify_event_t
        {
            response_type = Xcb.XCB_SELECTION_NOTIFY,
            time = time,
            requestor = requestor,
            selection = selection,
            target = target,
            property = property,
        };
        _ = Xcb.xcb_send_event(_c, 0, requestor, 0, bytes);
    }

    /// <summary>The next event around selections, in order of arrival; read so far, no waiting.</summary>
    public bool TryTakeSelectionEvent(out XSelectionEvent e) => _selectionEvents.TryDequeue(out e);

    private bool IsSelectionEvent(int type, xcb_generic_event_t* e)
    {
        XSelectionEvent? seen = type switch
        {
            Xcb.XCB_SELECTION_REQUEST when (xcb_selection_request_event_t*)e is var r =>
                new(XSelectionEventKind.Requested, r->requestor, r->selection, r->target, r->property, r->time),
            Xcb.XCB_SELECTION_NOTIFY when (xcb_selection_notify_event_t*)e is var n =>
                new(XSelectionEventKind.Converted, n->requestor, n->selection, n->target, n->property, n->time),
            Xcb.XCB_SELECTION_CLEAR when (xcb_selection_clear_event_t*)e is var c =>
                new(XSelectionEventKind.Cleared, c->owner, c->selection, 0, 0, c->time),
            Xcb.XCB_PROPERTY_NOTIFY when (xcb_property_notify_event_t*)e is var p =>
                new(p->state == Xcb.XCB_PROPERTY_DELETE ? XSelectionEventKind.PropertyDeleted : XSelectionEventKind.PropertySet, p->window, 0, 0, p->atom, p->time),
            Xcb.XCB_DESTROY_NOTIFY when (xcb_destroy_notify_event_t*)e is var d =>
                new(XSelectionEventKind.WindowDestroyed, d->window, 0, 0, 0, 0),
            _ when _fixesEvent > 0 && type == _fixesEvent + Xcb.XCB_XFIXES_SELECTION_NOTIFY && (xcb_xfixes_selection_notify_event_t*)e is var f =>
                new(XSelectionEventKind.OwnerChanged, f->owner, f->selection, 0, 0, f->timestamp),
            _ => null,
        };
        if (seen is { } known && _selectionEvents.Count < MaxSelectionEvents)
        {
            _selectionEvents.Enqueue(known);
        }

        return seen is not null;
    }
}
