using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12CommandAllocator.</summary>
internal sealed unsafe class FakeAllocator12 : FakeObject
{
    private static readonly void** s_table = AllocatorTable();
    private int _executing;

    public FakeAllocator12(FakeDirect3D12 library)
        : base(library.Windows, "allocator", (nint)s_table)
    {
    }

    /// <summary>Lists that were submitted and have not ended.</summary>
    public int Executing => Volatile.Read(ref _executing);

    public void Begin() => Interlocked.Increment(ref _executing);

    public void End() => Interlocked.Decrement(ref _executing);

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12CommandAllocator ? 0 : -1;

    private static void** AllocatorTable()
    {
        var table = MakeObjectTable();
        table[ID3D12CommandAllocator.Slot.Reset] = (delegate* unmanaged<void*, int>)&Reset;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int Reset(void* self)
    {
        var allocator = From<FakeAllocator12>(self);
        if (allocator.Executing != 0)
        {
            allocator.Windows.Complain("an allocator was reset while its list executes");
            return HResultCodes.Failed;
        }

        return HResultCodes.Ok;
    }
}
