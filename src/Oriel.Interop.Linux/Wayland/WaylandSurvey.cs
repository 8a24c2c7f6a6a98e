using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Oriel.Interop.Linux.X11;
using static Oriel.Interop.Linux.Wayland.WaylandNative;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>
/// What a compositor offers, asked over a connection of its own that opens no window: its interfaces with their versions, and its screens. Bounded in time and in what it keeps; for one thread.
/// </summary>
public sealed unsafe class WaylandSurvey : IDisposable
{
    private const int MostInterfaces = 512;
    private const int MostScreens = 16;
    private const int MostNameLength = 128;
    private const uint OutputVersion = 4;

    private readonly Dictionary<string, int> _interfaces = new(StringComparer.Ordinal);
    private readonly Dictionary<nint, WaylandScreen> _outputs = [];
    private readonly Dictionary<nint, WaylandScreen> _details = [];
    private readonly GCHandle _self;
    private readonly nint _library;
    private readonly nint _display;
    private readonly nint _queue;
    private nint _registry;
    private nint _manager;
    private nint _callback;
    private bool _isAnswered;

    private WaylandSurvey(nint library, nint display)
    {
        (_library, _display) = (library, display);
        _queue = wl_display_create_queue(display);
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Interfaces by name, with their versions.</summary>
    public IReadOnlyDictionary<string, int> Interfaces => _interfaces;

    /// <summary>Screens, in the compositor's order.</summary>
    public IReadOnlyList<WaylandScreen> Screens => [.. _outputs.Values];

    /// <summary>Asks the compositor of this session ($WAYLAND_DISPLAY). Null with the reason, one clause, when it does not answer.</summary>
    /// <param name="limit">How long it may take to answer.</param>
    /// <param name="problem">Why not.</param>
    public static WaylandSurvey? TryTake(TimeSpan limit, out string problem)
    {
        if (!NativeLibrary.TryLoad(Libraries.WaylandClient, out var library))
        {
            problem = $"{Libraries.WaylandClient} cannot be loaded";
            return null;
        }

        var display = wl_display_connect(null);
        if (display == 0)
        {
            problem = $"wl_display_connect failed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastSystemError())}";
            return null;
        }

        var survey = new WaylandSurvey(library, display);
        problem = survey.Ask(limit);
        if (problem.Length == 0)
        {
            return survey;
        }

        survey.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Every proxy goes before its queue; the compositor forgets the rest with the connection.
        foreach (var proxy in (nint[])[_callback, .. _details.Keys, .. _outputs.Keys, _manager, _registry])
        {
            if (proxy != 0)
            {
                wl_proxy_destroy(proxy);
            }
        }

        wl_event_queue_destroy(_queue);
        wl_display_disconnect(_display);
        _self.Free();
    }

    private string Ask(TimeSpan limit)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        var wrapper = wl_proxy_create_wrapper(_display);
        wl_proxy_set_queue(wrapper, _queue);
        try
        {
            _registry = Make(wrapper, WL_DISPLAY_GET_REGISTRY, "wl_registry_interface");

            // Once for the list, then for what the things in it say about themselves.
            for (var round = 0; round < 2; round++)
            {
                if (!RoundTrip(wrapper, deadline))
                {
                    return wl_display_get_error(_display) is var error and not 0 ? $"the connection broke ({Marshal.GetPInvokeErrorMessage(error)})" : $"no answer within {limit.TotalSeconds:0} s";
                }

                if (round == 0)
                {
                    AskOutputs();
                }
            }

            return "";
        }
        finally
        {
            wl_proxy_wrapper_destroy(wrapper);
        }
    }

    private void AskOutputs()
    {
        if (_manager == 0)
        {
            return;
        }

        var arguments = stackalloc wl_argument[2];
        arguments[0] = default;
        foreach (var (output, screen) in _outputs)
        {
            arguments[1] = new wl_argument { p = output };

            // SAFETY: the arguments match the signature "no"; libwayland copies them before it returns.
            var detail = wl_proxy_marshal_array_flags(_manager, XdgOutputInterfaces.ManagerGetXdgOutput, XdgOutputInterfaces.Output, 1, 0, arguments);
            if (detail != 0)
            {
                _details[detail] = screen;
                _ = wl_proxy_add_dispatcher(detail, &Dispatch, GCHandle.ToIntPtr(_self), 0);
            }
        }
    }

    private bool RoundTrip(nint wrapper, long deadline)
    {
        _isAnswered = false;
        _callback = Make(wrapper, WL_DISPLAY_SYNC, "wl_callback_interface");
        while (!_isAnswered)
        {
            if (wl_display_prepare_read_queue(_display, _queue) != 0)
            {
                _ = wl_display_dispatch_queue_pending(_display, _queue);
                continue;
            }

            _ = wl_display_flush(_display);
            var left = (long)((deadline - Stopwatch.GetTimestamp()) * (1e9 / Stopwatch.Frequency));
            var entry = new Libc.PollEntry { fd = wl_display_get_fd(_display), events = Libc.POLLIN };
            if (left <= 0 || !Libc.Poll(&entry, 1, left))
            {
                wl_display_cancel_read(_display);
                return false;
            }

            if (wl_display_read_events(_display) != 0 || wl_display_get_error(_display) != 0)
            {
                return false;
            }

            _ = wl_display_dispatch_queue_pending(_display, _queue);
        }

        wl_proxy_destroy(_callback);
        _callback = 0;
        return true;
    }

    // A request whose one argument is the new object.
    private nint Make(nint target, uint opcode, string symbol)
    {
        var argument = default(wl_argument);

        // SAFETY: signature "n" in both uses.
        var made = wl_proxy_marshal_array_flags(target, opcode, NativeLibrary.GetExport(_library, symbol), 1, 0, &argument);
        _ = wl_proxy_add_dispatcher(made, &Dispatch, GCHandle.ToIntPtr(_self), 0);
        return made;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Dispatch(nint implementation, nint target, uint opcode, nint message, wl_argument* arguments)
    {
        try
        {
            ((WaylandSurvey)GCHandle.FromIntPtr(implementation).Target!).OnEvent(target, opcode, arguments);
        }
        catch (Exception e) when (e is ArgumentException or OutOfMemoryException)
        {
            // An exception must not cross native frames; a text that is none changes nothing.
        }

        return 0;
    }

    private void OnEvent(nint target, uint opcode, wl_argument* a)
    {
        if (target == _registry)
        {
            if (opcode == RegistryGlobal && _interfaces.Count < MostInterfaces && Marshal.PtrToStringUTF8(a[1].p) is { Length: > 0 and <= MostNameLength } name)
            {
                OnGlobal(a[0].u, name, a[2].u);
            }
        }
        else if (target == _callback)
        {
            _isAnswered = true;
        }
        else if (_outputs.TryGetValue(target, out var screen))
        {
            OnOutput(screen, opcode, a);
        }
        else if (_details.TryGetValue(target, out screen) && opcode == XdgOutputInterfaces.EventLogicalSize)
        {
            screen.LogicalWidth = a[0].i;
        }
    }

    private void OnGlobal(uint id, string name, uint version)
    {
        _ = _interfaces.TryAdd(name, (int)Math.Min(version, 1000));
        if (name == "wl_output" && _outputs.Count < MostScreens)
        {
            var description = NativeLibrary.GetExport(_library, "wl_output_interface");

            // SAFETY: libwayland's own data; an older one knows fewer events, and may be sent no others.
            var bound = Bind(id, description, Math.Min(Math.Min(version, OutputVersion), (uint)((wl_interface*)description)->version));
            if (bound != 0)
            {
                _outputs[bound] = new WaylandScreen();
            }
        }
        else if (name == "zxdg_output_manager_v1" && _manager == 0)
        {
            _manager = Bind(id, XdgOutputInterfaces.Manager, 1);
        }
    }

    private nint Bind(uint id, nint description, uint version)
    {
        var arguments = stackalloc wl_argument[4];
        arguments[0] = new wl_argument { u = id };
        arguments[1] = new wl_argument { p = ((wl_interface*)description)->name };
        arguments[2] = new wl_argument { u = version };
        arguments[3] = default;

        // SAFETY: wl_registry.bind has the signature "usun".
        var bound = wl_proxy_marshal_array_flags(_registry, WL_REGISTRY_BIND, description, version, 0, arguments);
        if (bound != 0)
        {
            _ = wl_proxy_add_dispatcher(bound, &Dispatch, GCHandle.ToIntPtr(_self), 0);
        }

        return bound;
    }

    // Events of wl_output: geometry, mode, done, scale, name, description.
    private static void OnOutput(WaylandScreen screen, uint opcode, wl_argument* a)
    {
        const uint current = 1;
        switch (opcode)
        {
            case 0:
                screen.IsTurned = (a[7].i & 1) != 0;
                break;
            case 1 when (a[0].u & current) != 0:
                (screen.Width, screen.Height, screen.RefreshMilliHz) = (a[1].i, a[2].i, a[3].i);
                break;
            case 3:
                screen.Scale = a[0].i;
                break;
            case 4:
                screen.Name = Marshal.PtrToStringUTF8(a[0].p) is { Length: <= MostNameLength } name ? name : "";
                break;
        }
    }
}
