using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;
using static Oriel.Interop.Linux.Wayland.PresentationInterfaces;
using static Oriel.Interop.Linux.Wayland.WaylandNative;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>
/// When pictures of a surface were shown (wp_presentation), on the connection of somebody else, SDL's, with an event queue of its own. Everything belongs to the thread
/// that draws, which may be another than SDL's. Must be gone before the connection is.
/// </summary>
public sealed unsafe class WaylandPresentation : IDisposable
{
    /// <summary>Most pictures whose fate is open at a time; further ones are not asked about.</summary>
    public const int MostOpen = 16;

    private const int Monotonic = 1;
    private const int MonotonicRaw = 4;
    private const int BootTime = 7;

    private readonly nint _display;
    private readonly nint _surface;
    private readonly nint _queue;
    private readonly GCHandle _self;
    private readonly (nint Proxy, uint Id)[] _open = new (nint, uint)[MostOpen];
    private readonly WaylandPresented[] _told = new WaylandPresented[MostOpen];
    private nint _registry;
    private nint _presentation;
    private int _first;
    private int _count;
    private bool _isPrepared;

    private WaylandPresentation(nint display, nint surface)
    {
        (_display, _surface) = (display, surface);
        _queue = wl_display_create_queue(display);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>The compositor's clock: 1 = CLOCK_MONOTONIC, 4 = CLOCK_MONOTONIC_RAW (Weston without hardware), 7 = CLOCK_BOOTTIME. Its times are converted when they arrive.</summary>
    public uint ClockId { get; private set; } = uint.MaxValue;

    /// <summary>The connection broke.</summary>
    public bool IsLost => wl_display_get_error(_display) != 0;

    /// <summary>Finds the compositor's protocol. Null with the reason, one clause, when there is none.</summary>
    /// <param name="display">SDL's <c>wl_display</c>.</param>
    /// <param name="surface">The window's <c>wl_surface</c>.</param>
    /// <param name="problem">Why not.</param>
    public static WaylandPresentation? TryOpen(nint display, nint surface, out string problem)
    {
        var made = new WaylandPresentation(display, surface);
        problem = made.Start();
        if (problem.Length == 0)
        {
            return made;
        }

        made.Dispose();
        return null;
    }

    /// <summary>Asks what becomes of the picture that is committed next. False when too many are open.</summary>
    /// <param name="id">Comes back with the answer.</param>
    public bool Request(uint id)
    {
        for (var i = 0; i < MostOpen; i++)
        {
            if (_open[i].Proxy == 0)
            {
                var arguments = stackalloc wl_argument[2];
                arguments[0] = new wl_argument { p = _surface };
                arguments[1] = default;

                // SAFETY: the arguments match the signature "on"; libwayland copies them before it returns.
                var proxy = wl_proxy_marshal_array_flags(_presentation, Feedback, FeedbackObject, 1, 0, arguments);
                if (proxy == 0)
                {
                    return false;
                }

                _open[i] = (proxy, id);
                _ = wl_proxy_add_dispatcher(proxy, &Dispatch, GCHandle.ToIntPtr(_self), 0);
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins a wait: the descriptor to wait for, or -1 when answers are there already. <see cref="EndWait"/> must follow at once after the wait.</summary>
    public int BeginWait()
    {
        if (_isPrepared || wl_display_prepare_read_queue(_display, _queue) != 0)
        {
            return -1;
        }

        _isPrepared = true;
        _ = wl_display_flush(_display);
        return wl_display_get_fd(_display);
    }

    /// <summary>Ends a wait and takes in what has arrived.</summary>
    /// <param name="isReadable">The descriptor is readable.</param>
    public void EndWait(bool isReadable)
    {
        if (_isPrepared)
        {
            _isPrepared = false;

            // Reading waits for every thread that is prepared; each of them was woken by the same bytes. Without bytes it would wait for ever.
            if (isReadable)
            {
                _ = wl_display_read_events(_display);
            }
            else
            {
                wl_display_cancel_read(_display);
            }
        }

        _ = wl_display_dispatch_queue_pending(_display, _queue);
    }

    /// <summary>The next answer, in order of arrival.</summary>
    /// <param name="presented">What it told.</param>
    public bool TryTake(out WaylandPresented presented)
    {
        presented = _told[_first];
        if (_count == 0)
        {
            return false;
        }

        _first = (_first + 1) % MostOpen;
        _count--;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        EndWait(isReadable: false);
        for (var i = 0; i < MostOpen; i++)
        {
            if (_open[i].Proxy != 0)
            {
                wl_proxy_destroy(_open[i].Proxy);
            }
        }

        if (_presentation != 0)
        {
            _ = wl_proxy_marshal_array_flags(_presentation, Destroy, 0, 1, WL_MARSHAL_FLAG_DESTROY, null);
            _presentation = 0;
        }

        if (_registry != 0)
        {
            wl_proxy_destroy(_registry);
            _registry = 0;
        }

        _ = wl_display_flush(_display);
        wl_event_queue_destroy(_queue);
        _self.Free();
    }

    private string Start()
    {
        var library = NativeLibrary.Load(Libraries.WaylandClient);
        var wrapper = wl_proxy_create_wrapper(_display);
        wl_proxy_set_queue(wrapper, _queue);
        var argument = default(wl_argument);

        // SAFETY: one new object, signature "n".
        _registry = wl_proxy_marshal_array_flags(wrapper, WL_DISPLAY_GET_REGISTRY, NativeLibrary.GetExport(library, "wl_registry_interface"), 1, 0, &argument);
        wl_proxy_wrapper_destroy(wrapper);
        _ = wl_proxy_add_dispatcher(_registry, &Dispatch, GCHandle.ToIntPtr(_self), 0);
        if (wl_display_roundtrip_queue(_display, _queue) < 0)
        {
            return "the connection broke";
        }

        if (_presentation == 0)
        {
            return "the compositor has no presentation feedback";
        }

        // A second time for the clock, which is told to whoever binds the protocol. Waiting once shows that it works.
        var isLost = wl_display_roundtrip_queue(_display, _queue) < 0;
        EndWait(DescriptorIsReadable(BeginWait()));
        BindFrameCalls();
        _ = ToMonotonic(0);
        return isLost ? "the connection broke" : ClockId is Monotonic or MonotonicRaw or BootTime ? "" : $"the compositor's times are of clock {ClockId}, which is none of a steady kind";
    }

    private static void BindFrameCalls()
    {
        NativeBinding.Bind(
            typeof(WaylandNative),
            nameof(wl_proxy_marshal_array_flags),
            nameof(wl_proxy_add_dispatcher),
            nameof(wl_proxy_destroy),
            nameof(wl_display_get_error),
            nameof(wl_display_prepare_read_queue),
            nameof(wl_display_flush),
            nameof(wl_display_get_fd),
            nameof(wl_display_read_events),
            nameof(wl_display_cancel_read),
            nameof(wl_display_dispatch_queue_pending));
        NativeBinding.Bind(typeof(Libc), nameof(Libc.ppoll), nameof(Libc.clock_gettime));
    }

    // Both clocks now: they run apart by parts of a thousand, and the time lies a refresh or two back.
    private long ToMonotonic(long ns) => ClockId == Monotonic ? ns : ns + (Now(Monotonic) - Now((int)ClockId));

    private static long Now(int clock)
    {
        Libc.TimeSpec time;
        return Libc.clock_gettime(clock, &time) == 0 ? (time.tv_sec * 1_000_000_000) + time.tv_nsec : 0;
    }

    private static bool DescriptorIsReadable(int descriptor)
    {
        var entry = new Libc.PollEntry { fd = descriptor, events = Libc.POLLIN };
        return Libc.Poll(&entry, 1, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Dispatch(nint implementation, nint target, uint opcode, nint message, wl_argument* arguments)
    {
        // Nothing in here throws: an exception must not cross native frames.
        if (GCHandle.FromIntPtr(implementation).Target is WaylandPresentation me)
        {
            me.OnEvent(target, opcode, arguments);
        }

        return 0;
    }

    private void OnEvent(nint target, uint opcode, wl_argument* a)
    {
        if (target == _registry)
        {
            if (opcode == RegistryGlobal && _presentation == 0 && MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)a[1].p).SequenceEqual("wp_presentation"u8))
            {
                Bind(a[0].u);
            }
        }
        else if (target == _presentation)
        {
            ClockId = opcode == EventClockId ? a[0].u : ClockId;
        }
        else if (opcode is EventPresented or EventDiscarded)
        {
            Close(target, opcode, a);
        }
    }

    private void Bind(uint name)
    {
        var arguments = stackalloc wl_argument[4];
        fixed (byte* type = "wp_presentation\0"u8)
        {
            arguments[0] = new wl_argument { u = name };
            arguments[1] = new wl_argument { p = (nint)type };
            arguments[2] = new wl_argument { u = 1 };
            arguments[3] = default;

            // SAFETY: the arguments match the signature "usun".
            _presentation = wl_proxy_marshal_array_flags(_registry, WL_REGISTRY_BIND, Presentation, 1, 0, arguments);
        }

        _ = wl_proxy_add_dispatcher(_presentation, &Dispatch, GCHandle.ToIntPtr(_self), 0);
    }

    // Either event is the object's last.
    private void Close(nint target, uint opcode, wl_argument* a)
    {
        for (var i = 0; i < MostOpen; i++)
        {
            if (_open[i].Proxy != target)
            {
                continue;
            }

            var presented = new WaylandPresented(_open[i].Id, opcode == EventPresented, 0, 0, 0);
            if (presented.IsShown)
            {
                var seconds = ((ulong)a[0].u << 32) | a[1].u;
                presented = presented with
                {
                    TimeNs = seconds > long.MaxValue / 2_000_000_000 || a[2].u >= 1_000_000_000 ? long.MaxValue : ToMonotonic(((long)seconds * 1_000_000_000) + a[2].u),
                    RefreshNs = a[3].u,
                    Sequence = ((ulong)a[4].u << 32) | a[5].u,
                };
            }

            _open[i] = default;
            wl_proxy_destroy(target);

            // As many answers as open questions: a full list has been left unread through all of them, and the oldest is of no use any more.
            if (_count == MostOpen)
            {
                _first = (_first + 1) % MostOpen;
                _count--;
            }

            _told[(_first + _count) % MostOpen] = presented;
            _count++;
            return;
        }
    }
}
