using System.Runtime.InteropServices;
using System.Text;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using static Oriel.Interop.Linux.Wayland.WaylandNative;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>
/// A compositor's clipboard (wl_data_device) on the connection of somebody else, SDL's: only a client whose surface has the keyboard sees and sets the selection, so a
/// connection of our own would get nothing. Everything lives on a private event queue; SDL does not notice. Owned by one thread, which may be another than SDL's: libwayland
/// is made for that. Must be gone before the connection is.
/// </summary>
public sealed unsafe partial class WaylandSelections : IDisposable
{
    private const uint SeatVersion = 5;
    private const uint ManagerVersion = 3;
    private const int MaxTypes = 64;
    private const int MaxTypeLength = 256;
    private const int MaxPipes = 64;
    private const short PollIn = 1;
    private const short PollOut = 4;

    private readonly nint _display;
    private readonly nint _queue;
    private readonly nint _library;
    private readonly WakeFlag _stop;
    private readonly GCHandle _self;
    private readonly string _mark = $"application/x-oriel-{Guid.NewGuid():N}";
    private readonly Queue<WaylandSelectionEvent> _events = new();
    private readonly Dictionary<nint, List<string>> _offers = [];
    private nint _registry;
    private nint _seat;
    private nint _manager;
    private nint _keyboard;
    private nint _device;
    private nint _source;
    private nint _offer;
    private nint _drag;
    private uint _serial;
    private bool _mustSet;
    private bool _isDropped;

    private WaylandSelections(nint display, WakeFlag stop)
    {
        _display = display;
        _stop = stop;
        _library = NativeLibrary.Load(Libraries.WaylandClient);
        _queue = wl_display_create_queue(display);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The connection broke.</summary>
    public bool IsLost => wl_display_get_error(_display) != 0;

    /// <summary>Finds seat and clipboard of a compositor. Null with the reason when there is none.</summary>
    /// <param name="display">SDL's <c>wl_display</c>.</param>
    /// <param name="stop">Ends every wait once raised.</param>
    /// <param name="problem">Why not, one clause.</param>
    public static WaylandSelections? TryOpen(nint display, WakeFlag stop, out string problem)
    {
        var made = new WaylandSelections(display, stop);
        problem = made.Start();
        if (problem.Length == 0)
        {
            return made;
        }

        made.Dispose();
        return null;
    }

    /// <summary>
    /// Waits for events, for the wake or stop descriptor, for one of the pipes, or for the time-out in nanoseconds (negative = without limit). False when stopped or lost.
    /// </summary>
    public bool Wait(WakeFlag wake, IReadOnlyList<PipeEnd> pipes, long timeoutNs)
    {
        while (wl_display_prepare_read_queue(_display, _queue) != 0)
        {
            _ = wl_display_dispatch_queue_pending(_display, _queue);
        }

        _ = wl_display_flush(_display);
        var count = Math.Min(pipes.Count, MaxPipes);
        var entries = stackalloc Libc.PollEntry[3 + MaxPipes];
        entries[0] = new Libc.PollEntry { fd = wl_display_get_fd(_display), events = PollIn };
        entries[1] = new Libc.PollEntry { fd = _stop.Descriptor, events = PollIn };
        entries[2] = new Libc.PollEntry { fd = wake.Descriptor, events = PollIn };
        for (var i = 0; i < count; i++)
        {
            entries[3 + i] = new Libc.PollEntry { fd = pipes[i].Descriptor, events = pipes[i].IsWriter ? PollOut : PollIn };
        }

        _ = Libc.Poll(entries, 3 + count, _events.Count > 0 ? 0 : timeoutNs);
        if (entries[0].revents != 0)
        {
            _ = wl_display_read_events(_display);
        }
        else
        {
            wl_display_cancel_read(_display);
        }

        for (var i = 0; i < count; i++)
        {
            pipes[i].IsReady = entries[3 + i].revents != 0;
        }

        _ = wake.Lower();
        _ = wl_display_dispatch_queue_pending(_display, _queue);
        return entries[1].revents == 0 && !IsLost;
    }

    /// <summary>The next event, in order of arrival.</summary>
    public bool TryTakeEvent(out WaylandSelectionEvent? e) => _events.TryDequeue(out e);

    /// <summary>Offers content of these MIME types. Where the compositor wants to see a key first, as soon as it has.</summary>
    public void Offer(IReadOnlyList<string> types)
    {
        DropSource();
        _source = Request(_manager, WL_DATA_DEVICE_MANAGER_CREATE_DATA_SOURCE, "wl_data_source_interface", wl_proxy_get_version(_manager), new wl_argument());
        Listen(_source);
        foreach (var type in (IEnumerable<string>)[.. types, _mark])
        {
            Text(_source, WL_DATA_SOURCE_OFFER, type);
        }

        _mustSet = true;
        SetSelection();
    }

    /// <summary>Takes our offer back, if it still stands.</summary>
    public void Withdraw()
    {
        if (_source != 0)
        {
            DropSource();
            if (_serial != 0)
            {
                _ = Request(_device, WL_DATA_DEVICE_SET_SELECTION, null, 0, new wl_argument(), new wl_argument { u = _serial });
            }
        }
    }

    /// <summary>Asks for the content on offer; null when nothing is, or there is no pipe to be had.</summary>
    public PipeEnd? Receive(string type)
    {
        const int CloseOnExec = 0x80000;
        if (_offer == 0)
        {
            return null;
        }

        var ends = stackalloc int[2];
        if (pipe2(ends, CloseOnExec) != 0)
        {
            return null;
        }

        var reader = MakePipe(ends[0], isWriter: false);
        fixed (byte* name = Encoding.UTF8.GetBytes(type + '\0'))
        {
            _ = Request(_offer, WL_DATA_OFFER_RECEIVE, null, 0, new wl_argument { p = (nint)name }, new wl_argument { i = ends[1] });
        }

        // libwayland duplicated the writing end; ours must go, or the end never comes.
        _ = Libc.close(ends[1]);
        _ = wl_display_flush(_display);
        return reader;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var offer in _offers.Keys.ToArray())
        {
            DropOffer(offer);
        }

        DropSource();
        Drop(ref _device, WL_DATA_DEVICE_RELEASE, since: 2);
        Drop(ref _keyboard, WL_KEYBOARD_RELEASE, since: 3);
        Drop(ref _seat, WL_SEAT_RELEASE, since: 5);
        Drop(ref _manager, 0, since: uint.MaxValue);
        Drop(ref _registry, 0, since: uint.MaxValue);
        _ = wl_display_flush(_display);
        while (_events.TryDequeue(out var e))
        {
            e.Pipe?.Dispose();
        }

        wl_event_queue_destroy(_queue);
        _self.Free();
    }

    internal static PipeEnd MakePipe(int fd, bool isWriter)
    {
        const int SetFlags = 4;
        const int NonBlocking = 0x800;
        _ = fcntl(fd, SetFlags, NonBlocking);
        return new PipeEnd(fd, isWriter);
    }

    private string Start()
    {
        var wrapper = wl_proxy_create_wrapper(_display);
        wl_proxy_set_queue(wrapper, _queue);
        _registry = Request(wrapper, WL_DISPLAY_GET_REGISTRY, "wl_registry_interface", 1, new wl_argument());
        wl_proxy_wrapper_destroy(wrapper);
        Listen(_registry);
        if (wl_display_roundtrip_queue(_display, _queue) < 0 || _seat == 0 || _manager == 0)
        {
            return IsLost ? "the connection broke" : _seat == 0 ? "the compositor has no seat" : "the compositor has no clipboard";
        }

        _device = Request(_manager, WL_DATA_DEVICE_MANAGER_GET_DATA_DEVICE, "wl_data_device_interface", wl_proxy_get_version(_manager), new wl_argument(), new wl_argument { p = _seat });
        Listen(_device);
        return wl_display_roundtrip_queue(_display, _queue) < 0 ? "the connection broke" : "";
    }

    private void SetSelection()
    {
        if (_mustSet && _serial != 0 && _source != 0)
        {
            _mustSet = false;
            _ = Request(_device, WL_DATA_DEVICE_SET_SELECTION, null, 0, new wl_argument { p = _source }, new wl_argument { u = _serial });
            _ = wl_display_flush(_display);
        }
    }

    private void DropSource()
    {
        _mustSet = false;
        Drop(ref _source, WL_DATA_SOURCE_DESTROY, since: 1);
    }

    private void DropOffer(nint offer)
    {
        if (_offers.Remove(offer))
        {
            Drop(ref offer, WL_DATA_OFFER_DESTROY, since: 1);
        }
    }

    // Older versions of an object have no request for its end: then only our side forgets it.
    private static void Drop(ref nint proxy, uint request, uint since)
    {
        if (proxy != 0)
        {
            if (wl_proxy_get_version(proxy) >= since)
            {
                _ = wl_proxy_marshal_array_flags(proxy, request, 0, wl_proxy_get_version(proxy), WL_MARSHAL_FLAG_DESTROY, null);
            }
            else
            {
                wl_proxy_destroy(proxy);
            }

            proxy = 0;
        }
    }

    private nint Request(nint proxy, uint opcode, string? makes, uint version, params ReadOnlySpan<wl_argument> arguments)
    {
        var made = makes is null ? 0 : NativeLibrary.GetExport(_library, makes);

        // SAFETY: the arguments match the request's signature (see WaylandNative); the library copies them before it returns.
        fixed (wl_argument* p = arguments)
        {
            return wl_proxy_marshal_array_flags(proxy, opcode, made, made == 0 ? wl_proxy_get_version(proxy) : version, 0, p);
        }
    }

    private void Text(nint proxy, uint opcode, string text)
    {
        fixed (byte* p = Encoding.UTF8.GetBytes(text + '\0'))
        {
            _ = Request(proxy, opcode, null, 0, new wl_argument { p = (nint)p });
        }
    }

    private void Listen(nint proxy) => _ = wl_proxy_add_dispatcher(proxy, &Dispatch, GCHandle.ToIntPtr(_self), 0);
}
