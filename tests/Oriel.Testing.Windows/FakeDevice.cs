using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3D12;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Testing.Windows;

/// <summary>ID3D11Device.</summary>
internal sealed unsafe class FakeDevice : FakeObject
{
    private static readonly void** s_table = DeviceTable();
    private static readonly void** s_dxgi = DxgiTable();
    private static readonly void** s_fences = FenceTable();
    private readonly FakeContext _context;

    public FakeDevice(FakeWindows windows)
        : base(windows, "device", (nint)s_table, (nint)s_dxgi, (nint)s_fences)
    {
        _context = new FakeContext(windows);
    }

    protected override int FacetOf(in Guid id) => id == D3D11Ids.ID3D11Device ? 0 : id == DxgiIds.IDXGIDevice ? 1 : id == D3D12Ids.ID3D11Device5 && Windows.HasFences ? 2 : -1;

    protected override void OnLastRelease() => _ = _context.GiveBack();

    private static void** DeviceTable()
    {
        var table = MakeObjectTable();
        table[ID3D11Device.Slot.CreateTexture2D] = (delegate* unmanaged<void*, D3D11_TEXTURE2D_DESC*, void*, void**, int>)&CreateTexture2D;
        table[ID3D11Device.Slot.GetImmediateContext] = (delegate* unmanaged<void*, void**, void>)&GetImmediateContext;
        table[ID3D11Device.Slot.GetDeviceRemovedReason] = (delegate* unmanaged<void*, int>)&GetDeviceRemovedReason;
        table[ID3D11Device.Slot.GetFeatureLevel] = (delegate* unmanaged<void*, uint>)&GetFeatureLevel;
        table[ID3D11Device.Slot.CreateVertexShader] = (delegate* unmanaged<void*, void*, nuint, void*, void**, int>)&CreateShader;
        table[ID3D11Device.Slot.CreatePixelShader] = (delegate* unmanaged<void*, void*, nuint, void*, void**, int>)&CreateShader;
        table[ID3D11Device.Slot.CreateQuery] = (delegate* unmanaged<void*, D3D11_QUERY_DESC*, void**, int>)&CreateQuery;
        table[ID3D11Device.Slot.CreateSamplerState] = (delegate* unmanaged<void*, D3D11_SAMPLER_DESC*, void**, int>)&CreateSamplerState;
        table[ID3D11Device.Slot.CreateShaderResourceView] = (delegate* unmanaged<void*, void*, void*, void**, int>)&CreateView;
        table[ID3D11Device.Slot.CreateRenderTargetView] = (delegate* unmanaged<void*, void*, void*, void**, int>)&CreateView;
        return table;
    }

    private static void** DxgiTable()
    {
        var table = MakeObjectTable();
        table[IDXGIDevice.Slot.SetGPUThreadPriority] = (delegate* unmanaged<void*, int, int>)&SetGPUThreadPriority;
        return table;
    }

    private static void** FenceTable()
    {
        var table = MakeObjectTable();
        table[ID3D11Device5.Slot.CreateFence] = (delegate* unmanaged<void*, ulong, uint, Guid*, void**, int>)&CreateFence;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int CreateFence(void* self, ulong value, uint flags, Guid* id, void** answer)
    {
        var windows = From<FakeDevice>(self).Windows;
        var fence = new FakeFence12(windows, value);
        windows.Watch(fence);
        *answer = fence.NewReference(1);
        _ = fence.GiveBack();
        return (flags & D3D12Constants.SharedFenceFlag) != 0 && *id == D3D12Ids.ID3D11Fence ? HResultCodes.Ok : HResultCodes.InvalidArgument;
    }

    [UnmanagedCallersOnly]
    private static int CreateTexture2D(void* self, D3D11_TEXTURE2D_DESC* description, void* data, void** answer)
    {
        var windows = From<FakeDevice>(self).Windows;
        *answer = null;
        if (windows.Count(FakeCall.CreateTexture, out var refused))
        {
            return refused;
        }

        if (windows.RemovedReason != 0)
        {
            return HResultCodes.DeviceRemoved;
        }

        var staging = description->Usage == D3D11Constants.UsageStaging;
        if (description->Width == 0 || description->Height == 0 || description->Width > 16384 || description->Height > 16384 || description->SampleDesc.Count != 1
            || (staging && (description->BindFlags != 0 || description->CPUAccessFlags == 0)) || (!staging && description->CPUAccessFlags != 0))
        {
            return HResultCodes.InvalidArgument;
        }

        *answer = new FakeTexture(windows, (int)description->Width, (int)description->Height, (PixelFormat)description->Format, staging, "texture", *description).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static void GetImmediateContext(void* self, void** answer) => *answer = From<FakeDevice>(self)._context.NewReference();

    [UnmanagedCallersOnly]
    private static int GetDeviceRemovedReason(void* self) => From<FakeDevice>(self).Windows.RemovedReason;

    [UnmanagedCallersOnly]
    private static uint GetFeatureLevel(void* self) => D3D11Constants.FeatureLevel11_0;

    [UnmanagedCallersOnly]
    private static int SetGPUThreadPriority(void* self, int priority) => priority is < -7 or > 7 ? HResultCodes.InvalidArgument : HResultCodes.Ok;

    [UnmanagedCallersOnly]
    private static int CreateShader(void* self, void* code, nuint bytes, void* linkage, void** answer)
    {
        var windows = From<FakeDevice>(self).Windows;
        *answer = null;
        if (windows.Count(FakeCall.CreateShader, out var refused))
        {
            return refused;
        }

        *answer = new FakePart(windows, "shader", System.Text.Encoding.ASCII.GetString((byte*)code, (int)bytes), null).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CreateQuery(void* self, D3D11_QUERY_DESC* description, void** answer)
    {
        *answer = null;
        if (description->Query != D3D11Constants.QueryEvent)
        {
            return HResultCodes.NotImplemented;
        }

        *answer = new FakePart(From<FakeDevice>(self).Windows, "query", "", null).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CreateSamplerState(void* self, D3D11_SAMPLER_DESC* description, void** answer)
    {
        *answer = new FakePart(From<FakeDevice>(self).Windows, "sampler", "", null).Reference;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int CreateView(void* self, void* resource, void* description, void** answer)
    {
        var windows = From<FakeDevice>(self).Windows;
        *answer = null;
        if (windows.Count(FakeCall.CreateView, out var refused))
        {
            return refused;
        }

        *answer = new FakePart(windows, "view", "", From<FakeTexture>(resource)).Reference;
        return HResultCodes.Ok;
    }
}
