using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Oriel.Interop.Linux.X11;
using static Oriel.Interop.Linux.Wayland.WaylandNative;

namespace Oriel.Interop.Linux.Wayland;

/// <content>What the compositor says.</content>
public sealed unsafe partial class WaylandSelections
{
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Dispatch(nint implementation, nint target, uint opcode, nint message, wl_argument* arguments)
    {
        try
        {
            ((WaylandSelections)GCHandle.FromIntPtr(implementation).Target!).OnEvent(target, opcode, arguments);
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
            if (opcode == RegistryGlobal)
            {
                OnGlobal(a[0].u, Marshal.PtrToStringUTF8(a[1].p) ?? "", a[2].u);
            }
        }
        else if (target == _seat)
        {
            if (opcode == SeatCapabilities)
            {
                OnCapabilities(a[0].u);
            }
        }
        else if (target == _keyboard)
        {
            OnKeyboard(opcode, a);
        }
        else if (target == _device)
        {
            OnDevice(opcode, a);
        }
        else if (target == _source)
        {
            OnSource(opcode, a);
        }
        else if (opcode == OfferType && _offers.TryGetValue(target, out var types) && types.Count < MaxTypes
            && Marshal.PtrToStringUTF8(a[0].p) is { Length: > 0 and <= MaxTypeLength } type)
        {
            types.Add(type);
        }
        else if (opcode == SourceSend && !_offers.ContainsKey(target))
        {
            // A source that was replaced while somebody asked: the pipe is ours to close all the same.
            _ = Libc.close(a[1].i);
        }
    }

    private void OnGlobal(uint name, string type, uint version)
    {
        switch (type)
        {
            // The first seat; several keyboards with a focus each are not for a viewer.
            case "wl_seat" when _seat == 0:
                _seat = Bind(name, type, Math.Min(version, SeatVersion));
                Listen(_seat);
                break;
            case "wl_data_device_manager" when _manager == 0:
                _manager = Bind(name, type, Math.Min(version, ManagerVersion));
                break;
            default:
                break;
        }
    }

    private nint Bind(uint name, string type, uint version)
    {
        fixed (byte* p = Encoding.UTF8.GetBytes(type + '\0'))
        {
            return Request(_registry, WL_REGISTRY_BIND, type + "_interface", version,
                new wl_argument { u = name }, new wl_argument { p = (nint)p }, new wl_argument { u = version }, new wl_argument());
        }
    }

    // A keyboard of our own on the same seat: its events carry the serials that setting the selection needs.
    private void OnCapabilities(uint capabilities)
    {
        if ((capabilities & SeatHasKeyboard) != 0 && _keyboard == 0)
        {
            _keyboard = Request(_seat, WL_SEAT_GET_KEYBOARD, "wl_keyboard_interface", wl_proxy_get_version(_seat), new wl_argument());
            Listen(_keyboard);
        }
        else if ((capabilities & SeatHasKeyboard) == 0)
        {
            Drop(ref _keyboard, WL_KEYBOARD_RELEASE, since: 3);
        }
    }

    private void OnKeyboard(uint opcode, wl_argument* a)
    {
        switch (opcode)
        {
            case KeyboardKeymap:
                _ = Libc.close(a[1].i);
                break;
            case KeyboardEnter or KeyboardKey:
                _serial = a[0].u;
                SetSelection();
                break;
            default:
                break;
        }
    }

    private void OnDevice(uint opcode, wl_argument* a)
    {
        switch (opcode)
        {
            case DeviceDataOffer:
                _offers[a[0].p] = [];
                Listen(a[0].p);
                break;
            case DeviceEnter:
                // Drag and drop is SDL's; its offers only have to be let go, but not while SDL still reads from the same source: some compositors take that for a refusal.
                DropOffer(_drag);
                (_drag, _isDropped) = (a[4].p, false);
                break;
            case DeviceDrop:
                _isDropped = true;
                break;
            case DeviceLeave when !_isDropped:
                DropOffer(_drag);
                _drag = 0;
                break;
            case DeviceSelection:
                OnSelection(a[0].p);
                break;
            default:
                break;
        }
    }

    private void OnSelection(nint offer)
    {
        if (_offer != offer)
        {
            DropOffer(_offer);
        }

        List<string> types = offer != 0 && _offers.TryGetValue(offer, out var known) ? known : [];
        if (types.Contains(_mark))
        {
            // Our own offer, told to us like to everybody.
            DropOffer(offer);
            _offer = 0;
            return;
        }

        _offer = offer;
        _events.Enqueue(new WaylandSelectionEvent(WaylandSelectionEventKind.Offered, types, "", null));
    }

    private void OnSource(uint opcode, wl_argument* a)
    {
        switch (opcode)
        {
            case SourceSend:
                _events.Enqueue(new WaylandSelectionEvent(WaylandSelectionEventKind.Wanted, [], Marshal.PtrToStringUTF8(a[0].p) ?? "", MakePipe(a[1].i, isWriter: true)));
                break;
            case SourceCancelled:
                DropSource();
                _events.Enqueue(new WaylandSelectionEvent(WaylandSelectionEventKind.Replaced, [], "", null));
                break;
            default:
                break;
        }
    }
}
