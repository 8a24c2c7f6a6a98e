using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>The factories of items and pools in one.</summary>
internal sealed unsafe class FakeCaptureFactory : FakeObject
{
    private static readonly void** s_table = Table();
    private readonly FakeGraphicsCapture _system;

    public FakeCaptureFactory(FakeGraphicsCapture system)
        : base(system.Machine, "factory", (nint)s_table)
    {
        _system = system;
    }

    protected override int FacetOf(in Guid id) => -1;

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IGraphicsCaptureItemInterop.Slot.CreateForWindow] = (delegate* unmanaged<void*, nint, Guid*, void**, int>)&CreateForWindow;
        table[IGraphicsCaptureItemInterop.Slot.CreateForMonitor] = (delegate* unmanaged<void*, nint, Guid*, void**, int>)&CreateForMonitor;
        table[IDirect3D11CaptureFramePoolStatics2.Slot.CreateFreeThreaded] = (delegate* unmanaged<void*, void*, int, int, SizeInt32, void**, int>)&CreateFreeThreaded;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int CreateForWindow(void* self, nint window, Guid* id, void** item) =>
        From<FakeCaptureFactory>(self).CreateItem(isWindow: true, window == FakeGraphicsCapture.Window && *id == WinRtIds.IGraphicsCaptureItem, item);

    [UnmanagedCallersOnly]
    private static int CreateForMonitor(void* self, nint monitor, Guid* id, void** item) =>
        From<FakeCaptureFactory>(self).CreateItem(isWindow: false, *id == WinRtIds.IGraphicsCaptureItem, item);

    [UnmanagedCallersOnly]
    private static int CreateFreeThreaded(void* self, void* device, int format, int buffers, SizeInt32 size, void** pool)
    {
        var system = From<FakeCaptureFactory>(self)._system;
        *pool = null;
        if (system.PoolAnswer < 0)
        {
            return system.PoolAnswer;
        }

        *pool = (system.Pool = new FakeCapturePool(system, size, buffers)).Reference;
        return HResultCodes.Ok;
    }

    private int CreateItem(bool isWindow, bool isKnown, void** item)
    {
        *item = null;
        if (_system.ItemAnswer < 0 || !isKnown)
        {
            return isKnown ? _system.ItemAnswer : HResultCodes.InvalidArgument;
        }

        _system.IsWindow = isWindow;
        *item = (_system.Item = new FakeCaptureItem(_system)).Reference;
        return HResultCodes.Ok;
    }
}
