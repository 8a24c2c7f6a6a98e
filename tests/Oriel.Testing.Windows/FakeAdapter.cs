using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Testing.Windows;

/// <summary>IDXGIAdapter1.</summary>
internal sealed unsafe class FakeAdapter(FakeWindows windows, FakeGpu gpu, int index) : FakeObject(windows, "adapter", (nint)s_table)
{
    private static readonly void** s_table = Table();

    protected override int FacetOf(in Guid id) => id == DxgiIds.IDXGIAdapter || id == DxgiIds.IDXGIAdapter1 ? 0 : -1;

    private static void** Table()
    {
        var table = MakeObjectTable();
        table[IDXGIAdapter1.Slot.EnumOutputs] = (delegate* unmanaged<void*, uint, void**, int>)&EnumOutputs;
        table[IDXGIAdapter1.Slot.GetDesc1] = (delegate* unmanaged<void*, DXGI_ADAPTER_DESC1*, int>)&GetDesc1;
        return table;
    }

    private DXGI_ADAPTER_DESC1 Describe()
    {
        var description = new DXGI_ADAPTER_DESC1
        {
            VendorId = gpu.Vendor,
            DeviceId = 0x1234,
            DedicatedVideoMemory = 1 << 30,
            AdapterLuid = new LUID { LowPart = 0x1000 + (uint)index },
            Flags = gpu.IsSoftware ? DxgiConstants.SoftwareAdapter : 0,
        };
        gpu.Name.AsSpan().CopyTo(new Span<char>(description.Description, 127));
        return description;
    }

    [UnmanagedCallersOnly]
    private static int GetDesc1(void* self, DXGI_ADAPTER_DESC1* description)
    {
        *description = From<FakeAdapter>(self).Describe();
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int EnumOutputs(void* self, uint output, void** answer)
    {
        var adapter = From<FakeAdapter>(self);
        return adapter.Enumerate((int)output, answer);
    }

    private int Enumerate(int output, void** answer)
    {
        if (Windows.Count(FakeCall.EnumOutputs, out var refused))
        {
            return refused;
        }

        if (output >= gpu.Screens.Count)
        {
            return HResultCodes.NotFound;
        }

        *answer = new FakeOutput(Windows, gpu.Screens[output]).Reference;
        return HResultCodes.Ok;
    }
}
