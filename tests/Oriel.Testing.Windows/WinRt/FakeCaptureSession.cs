using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>IGraphicsCaptureSession and what newer systems add to it.</summary>
internal sealed unsafe class FakeCaptureSession : FakeObject
{
    private static readonly void** s_table = Table();
    private static readonly void** s_pointer = PointerTable();
    private static readonly void** s_border = BorderTable();
    private static readonly void** s_closable = ClosableTable();
    private readonly FakeGraphicsCapture _system;
    private readonly FakeCapturePool _pool;

    public FakeCaptureSession(FakeGraphicsCapture system, FakeCapturePool pool)
        : base(system.Machine, "session", (nint)s_table, (nint)s_pointer, (nint)s_border, (nint)s_closable)
    {
        (_system, _pool) = (system, pool);
    }

    protected override int FacetOf(in Guid id) =>
        id == WinRtIds.IGraphicsCaptureSession ? 0
        : id == WinRtIds.IGraphicsCaptureSession2 && _system.IsNew ? 1
        : id == WinRtIds.IGraphicsCaptureSession3 && _system.IsNew ? 2
        : id == WinRtIds.IClosable ? 3
        : -1;

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IGraphicsCaptureSession.Slot.StartCapture] = (delegate* unmanaged<void*, int>)&StartCapture;
        return table;
    }

    private static void** PointerTable()
    {
        var table = MakeObjectTable();
        table[IGraphicsCaptureSession2.Slot.put_IsCursorCaptureEnabled] = (delegate* unmanaged<void*, byte, int>)&SetPointer;
        return table;
    }

    private static void** BorderTable()
    {
        var table = MakeObjectTable();
        table[IGraphicsCaptureSession3.Slot.put_IsBorderRequired] = (delegate* unmanaged<void*, byte, int>)&SetBorder;
        return table;
    }

    private static void** ClosableTable()
    {
        var table = MakeObjectTable();
        table[IClosable.Slot.Close] = (delegate* unmanaged<void*, int>)&Close;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int StartCapture(void* self)
    {
        var session = From<FakeCaptureSession>(self);
        if (session._system.StartAnswer < 0)
        {
            return session._system.StartAnswer;
        }

        session._pool.IsStarted = true;
        session._pool.Arrive();
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int SetPointer(void* self, byte value)
    {
        From<FakeCaptureSession>(self)._system.HasPointer = value != 0;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int SetBorder(void* self, byte value)
    {
        From<FakeCaptureSession>(self)._system.HasBorder = value != 0;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Close(void* self)
    {
        From<FakeCaptureSession>(self)._pool.IsStarted = false;
        return HResultCodes.Ok;
    }
}
