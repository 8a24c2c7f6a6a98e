using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>Windows.Graphics.Capture: the system's, or a test's. Only where factories and devices come from differs.</summary>
public abstract unsafe class GraphicsCaptureSystem
{
    private const string ItemClass = "Windows.Graphics.Capture.GraphicsCaptureItem";
    private const string PoolClass = "Windows.Graphics.Capture.Direct3D11CaptureFramePool";

    /// <summary>A monitor as something to capture.</summary>
    /// <param name="monitor">Monitor handle.</param>
    /// <param name="wake">Raised when the item ends.</param>
    /// <param name="item">The item, null on failure.</param>
    public HResult TryOpenMonitor(nint monitor, WakeFlag wake, out CaptureItem? item) => TryOpen(isWindow: false, monitor, wake, out item);

    /// <summary>A window as something to capture.</summary>
    /// <param name="window">Window handle.</param>
    /// <param name="wake">Raised when the item ends.</param>
    /// <param name="item">The item, null on failure.</param>
    public HResult TryOpenWindow(nint window, WakeFlag wake, out CaptureItem? item) => TryOpen(isWindow: true, window, wake, out item);

    /// <summary>A pool of frames of the item's size, not started.</summary>
    /// <param name="device">Whose textures the frames are.</param>
    /// <param name="item">What to capture.</param>
    /// <param name="format">Pixel storage.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="wake">Raised when a frame arrived.</param>
    /// <param name="pool">The pool, null on failure.</param>
    public HResult TryCreatePool(D3D11Device device, CaptureItem item, PixelFormat format, int width, int height, WakeFlag wake, out CaptureFramePool? pool)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(item);
        pool = null;
        var result = ComReference.QueryInterface(device.Pointer, DxgiIds.IDXGIDevice, out var dxgi);
        if (result.IsFailure)
        {
            return result;
        }

        result = WrapDevice(dxgi, out var wrapped);
        ComReference.Release(dxgi);
        if (result.IsFailure)
        {
            return result;
        }

        result = GetFactory(PoolClass, WinRtIds.IDirect3D11CaptureFramePoolStatics2, out var factory);
        void* made = null;
        if (result.IsSuccess)
        {
            // SAFETY: all references are ours; sizes go by value.
            result = ((IDirect3D11CaptureFramePoolStatics2*)factory)->CreateFreeThreaded(wrapped, (int)format, CaptureFramePool.Buffers, new SizeInt32 { Width = width, Height = height }, &made);
            ComReference.Release(factory);
        }

        if (result.IsFailure)
        {
            ComReference.Release(wrapped);
            return result;
        }

        pool = new CaptureFramePool(made, wrapped, item, format, wake);
        return result;
    }

    /// <summary>A top-level window by its exact title; 0 when there is none.</summary>
    public abstract nint FindWindow(string title);

    /// <summary>Where a window's corner is on the desktop.</summary>
    public abstract bool TryReadPlace(nint window, out int x, out int y);

    /// <summary>As RoGetActivationFactory.</summary>
    internal abstract HResult GetFactory(string className, in Guid id, out void* factory);

    /// <summary>As CreateDirect3D11DeviceFromDXGIDevice.</summary>
    internal abstract HResult WrapDevice(void* dxgiDevice, out void* device);

    private HResult TryOpen(bool isWindow, nint handle, WakeFlag wake, out CaptureItem? item)
    {
        item = null;
        var result = GetFactory(ItemClass, WinRtIds.IGraphicsCaptureItemInterop, out var factory);
        if (result.IsFailure)
        {
            return result;
        }

        // SAFETY: the factory's reference is ours; the result is a local.
        void* made = null;
        fixed (Guid* id = &WinRtIds.IGraphicsCaptureItem)
        {
            var interop = (IGraphicsCaptureItemInterop*)factory;
            result = isWindow ? interop->CreateForWindow(handle, id, &made) : interop->CreateForMonitor(handle, id, &made);
        }

        ComReference.Release(factory);
        item = result.IsSuccess ? new CaptureItem(made, wake) : null;
        return result;
    }
}
