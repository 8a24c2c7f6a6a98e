using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12CommandQueue.</summary>
internal sealed unsafe class FakeQueue12 : FakeObject
{
    private static readonly void** s_table = QueueTable();
    private readonly FakeDirect3D12 _library;

    public FakeQueue12(FakeDirect3D12 library)
        : base(library.Windows, "queue", (nint)s_table)
    {
        _library = library;
    }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12CommandQueue ? 0 : -1;

    private static void** QueueTable()
    {
        var table = MakeObjectTable();
        table[ID3D12CommandQueue.Slot.ExecuteCommandLists] = (delegate* unmanaged<void*, uint, void**, void>)&ExecuteCommandLists;
        table[ID3D12CommandQueue.Slot.Signal] = (delegate* unmanaged<void*, void*, ulong, int>)&Signal;
        table[ID3D12CommandQueue.Slot.Wait] = (delegate* unmanaged<void*, void*, ulong, int>)&Wait;
        return table;
    }

    [UnmanagedCallersOnly]
    private static void ExecuteCommandLists(void* self, uint count, void** lists)
    {
        var gpu = From<FakeQueue12>(self)._library.Gpu;
        for (var i = 0; i < count; i++)
        {
            var list = From<FakeList12>(lists[i]);
            list.Submitted();
            gpu.Submit(new FakeGpuThread.Step(FakeGpuThread.StepKind.Execute, list, null, 0));
        }
    }

    [UnmanagedCallersOnly]
    private static int Signal(void* self, void* fence, ulong value)
    {
        From<FakeQueue12>(self)._library.Gpu.Submit(new FakeGpuThread.Step(FakeGpuThread.StepKind.Signal, null, From<FakeFence12>(fence), value));
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Wait(void* self, void* fence, ulong value)
    {
        From<FakeQueue12>(self)._library.Gpu.Submit(new FakeGpuThread.Step(FakeGpuThread.StepKind.Wait, null, From<FakeFence12>(fence), value));
        return HResultCodes.Ok;
    }
}
