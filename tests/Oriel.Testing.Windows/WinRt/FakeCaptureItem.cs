using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>IGraphicsCaptureItem.</summary>
internal sealed unsafe class FakeCaptureItem : FakeObject
{
    private static readonly void** s_table = Table();
    private readonly FakeGraphicsCapture _system;
    private readonly FakeEventSource _closed;

    public FakeCaptureItem(FakeGraphicsCapture system)
        : base(system.Machine, "item", (nint)s_table)
    {
        _system = system;
        _closed = new FakeEventSource(system.Machine, WinRtIds.ClosedHandler);
    }

    public void Fire() => _closed.Fire();

    protected override int FacetOf(in Guid id) => id == WinRtIds.IGraphicsCaptureItem ? 0 : -1;

    protected override void OnLastRelease()
    {
        if (_closed.HasListener)
        {
            Windows.Complain("an item went while somebody listens");
        }
    }

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IGraphicsCaptureItem.Slot.get_Size] = (delegate* unmanaged<void*, SizeInt32*, int>)&GetSize;
        table[IGraphicsCaptureItem.Slot.add_Closed] = (delegate* unmanaged<void*, void*, long*, int>)&AddClosed;
        table[IGraphicsCaptureItem.Slot.remove_Closed] = (delegate* unmanaged<void*, long, int>)&RemoveClosed;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int GetSize(void* self, SizeInt32* size)
    {
        var system = From<FakeCaptureItem>(self)._system;
        *size = new SizeInt32 { Width = system.Width, Height = system.Height };
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int AddClosed(void* self, void* handler, long* token) => From<FakeCaptureItem>(self)._closed.Add(handler, token);

    [UnmanagedCallersOnly]
    private static int RemoveClosed(void* self, long token) => From<FakeCaptureItem>(self)._closed.Remove(token);
}
