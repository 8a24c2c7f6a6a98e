using System.Runtime.InteropServices;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12Heap over memory that exists.</summary>
internal sealed unsafe class FakeHeap12 : FakeObject
{
    private static readonly void** s_table = HeapTable();
    private readonly uint _alignment;

    public FakeHeap12(FakeDirect3D12 library, byte* address)
        : base(library.Windows, "heap", (nint)s_table)
    {
        Address = address;
        _alignment = library.HeapAlignment;
        Bytes = library.HeapBytes;
    }

    public byte* Address { get; }

    public ulong Bytes { get; }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12Heap ? 0 : -1;

    private static void** HeapTable()
    {
        var table = MakeObjectTable();
        table[ID3D12Heap.Slot.GetDesc] = (delegate* unmanaged<void*, D3D12_HEAP_DESC*, D3D12_HEAP_DESC*>)&GetDesc;
        return table;
    }

    /// <summary>A struct too large for registers: the caller passes where it goes, and gets that address back.</summary>
    [UnmanagedCallersOnly]
    private static D3D12_HEAP_DESC* GetDesc(void* self, D3D12_HEAP_DESC* result)
    {
        var heap = From<FakeHeap12>(self);
        *result = new D3D12_HEAP_DESC { SizeInBytes = heap.Bytes, Alignment = heap._alignment, Flags = D3D12Constants.HeapFlagSharedCrossAdapter | 1 };
        return result;
    }
}
