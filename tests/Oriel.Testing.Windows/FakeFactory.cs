using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Testing.Windows;

/// <summary>IDXGIFactory1.</summary>
internal sealed unsafe class FakeFactory : FakeObject
{
    private static readonly void** s_table = Table();
    private readonly int _generation;

    public FakeFactory(FakeWindows windows)
        : base(windows, "factory", (nint)s_table)
    {
        _generation = windows.Generation;
    }

    protected override int FacetOf(in Guid id) => id == DxgiIds.IDXGIFactory1 ? 0 : -1;

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDXGIFactory1.Slot.EnumAdapters1] = (delegate* unmanaged<void*, uint, void**, int>)&EnumAdapters1;
        table[IDXGIFactory1.Slot.IsCurrent] = (delegate* unmanaged<void*, int>)&IsCurrent;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int EnumAdapters1(void* self, uint index, void** answer)
    {
        var windows = From<FakeFactory>(self).Windows;
        if (windows.Count(FakeCall.EnumAdapters, out var refused))
        {
            return refused;
        }

        if (index >= windows.Gpus.Count)
        {
            return HResultCodes.NotFound;
        }

        *answer = new FakeAdapter(windows, windows.Gpus[(int)index], (int)index).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int IsCurrent(void* self)
    {
        var factory = From<FakeFactory>(self);
        return factory._generation == factory.Windows.Generation ? 1 : 0;
    }
}
