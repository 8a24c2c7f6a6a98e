using System.Text;

namespace Oriel.Interop.Linux.X11;

public sealed unsafe partial class XConnection
{
    /// <summary>Asks for <see cref="XEvents.Screen"/> whenever size, heads or rotation change.</summary>
    public void WatchScreen()
    {
        if (Extensions.RandRVersion > 0)
        {
            _ = Xcb.xcb_randr_select_input(_c, _root,
                Xcb.XCB_RANDR_NOTIFY_MASK_SCREEN_CHANGE | Xcb.XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE | Xcb.XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE);
        }
    }

    /// <summary>Current size of the root window.</summary>
    public bool TryGetSize(out int width, out int height)
    {
        using var reply = WaitReply(Xcb.xcb_get_geometry(_c, _root));
        (width, height) = reply.IsEmpty ? (0, 0) : (reply.As<xcb_get_geometry_reply_t>()->width, reply.As<xcb_get_geometry_reply_t>()->height);
        return !reply.IsEmpty;
    }

    /// <summary>The heads, in the server's order; empty without RANDR 1.5. Null when the connection was lost.</summary>
    public IReadOnlyList<XMonitor>? TryGetMonitors()
    {
        if (Extensions.RandRVersion < 105)
        {
            return IsLost ? null : [];
        }

        using var reply = WaitReply(Xcb.xcb_randr_get_monitors(_c, _root, 1));
        if (reply.IsEmpty)
        {
            return IsLost ? null : [];
        }

        var header = reply.As<xcb_randr_get_monitors_reply_t>();
        var monitors = new List<XMonitor>();

        // SAFETY: the reply holds 32 + 4 * length bytes; every entry is checked against that before it is read.
        var at = (byte*)header + sizeof(xcb_randr_get_monitors_reply_t);
        var end = at + (4L * header->length);
        for (var i = 0u; i < header->nMonitors && end - at >= sizeof(xcb_randr_monitor_info_t); i++)
        {
            var info = (xcb_randr_monitor_info_t*)at;
            monitors.Add(new XMonitor(AtomName(info->name) ?? $"monitor-{i}", info->primary != 0, info->x, info->y, info->width, info->height));
            at += sizeof(xcb_randr_monitor_info_t) + (4 * info->nOutput);
        }

        return monitors;
    }

    /// <summary>
    /// Switches the screen to the largest listed size that is not larger than asked for in either direction. False when there is none, when it is
    /// the current one, or when the server refuses.
    /// </summary>
    public bool TryResize(uint width, uint height)
    {
        if (Extensions.RandRVersion == 0)
        {
            return false;
        }

        using var reply = WaitReply(Xcb.xcb_randr_get_screen_info(_c, _root));
        if (reply.IsEmpty)
        {
            return false;
        }

        var info = reply.As<xcb_randr_get_screen_info_reply_t>();

        // SAFETY: the sizes follow the fixed part; their number is bounded by the length of the reply.
        var sizes = (xcb_randr_screen_size_t*)((byte*)info + sizeof(xcb_randr_get_screen_info_reply_t));
        var count = Math.Min(info->nSizes, info->length * 4L / sizeof(xcb_randr_screen_size_t));
        var best = -1;
        for (var i = 0; i < count; i++)
        {
            if (sizes[i].width <= width && sizes[i].height <= height
                && (best < 0 || (long)sizes[i].width * sizes[i].height > (long)sizes[best].width * sizes[best].height))
            {
                best = i;
            }
        }

        if (best < 0 || best == info->sizeID)
        {
            return false;
        }

        using var result = WaitReply(Xcb.xcb_randr_set_screen_config(_c, _root, 0, info->config_timestamp, (ushort)best, info->rotation, 0));
        return !result.IsEmpty && result.As<xcb_randr_set_screen_config_reply_t>()->status == 0;
    }

    private string? AtomName(uint atom)
    {
        using var reply = WaitReply(Xcb.xcb_get_atom_name(_c, atom));
        if (reply.IsEmpty)
        {
            return null;
        }

        var header = reply.As<xcb_get_atom_name_reply_t>();
        var bytes = Math.Min(header->name_len, header->length * 4);

        // SAFETY: the name follows the 32-byte reply and is at most 4 * length bytes.
        return Encoding.UTF8.GetString((byte*)header + sizeof(xcb_get_atom_name_reply_t), (int)bytes);
    }
}
