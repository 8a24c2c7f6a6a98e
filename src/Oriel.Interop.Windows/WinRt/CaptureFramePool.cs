using System.Diagnostics;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>
/// The frames of one capture. At most one is out at a time: taken, copied, given back. Owned by the capture thread, except for the event, which only raises a flag. Allocates
/// nothing per frame.
/// </summary>
public sealed unsafe class CaptureFramePool : ComReference
{
    /// <summary>One is copied while the system fills the other.</summary>
    internal const int Buffers = 2;

    private readonly void* _device;
    private readonly PixelFormat _format;
    private readonly CaptureEventHandler _arrived;
    private readonly CaptureItem _item;
    private readonly long _token;
    private readonly bool _listens;
    private void* _session;
    private void* _frame;
    private void* _texture;

    internal CaptureFramePool(void* pool, void* device, CaptureItem item, PixelFormat format, WakeFlag wake)
        : base(pool)
    {
        _device = device;
        _item = item;
        _format = format;
        _arrived = new CaptureEventHandler(WinRtIds.FrameArrivedHandler, wake);

        // SAFETY: as in CaptureItem.
        long token = 0;
        _listens = ((IDirect3D11CaptureFramePool*)pool)->add_FrameArrived(_arrived.Pointer, &token) >= 0;
        _token = token;
    }

    /// <summary>The border could be switched off.</summary>
    public bool IsBorderOff { get; private set; }

    /// <summary>The pointer could be kept out of the picture.</summary>
    public bool IsPointerOff { get; private set; }

    /// <summary>When the frame taken last was composed, Stopwatch ticks (both are the performance counter); 0 when the system does not say.</summary>
    public long FrameAt { get; private set; }

    /// <summary>Starts capturing without border and without pointer, as far as this system can.</summary>
    public HResult TryStart()
    {
        // SAFETY: the session made is ours.
        void* session = null;
        HResult result = ((IDirect3D11CaptureFramePool*)Pointer)->CreateCaptureSession(_item.Pointer, &session);
        if (result.IsFailure)
        {
            return result;
        }

        _session = session;
        if (QueryInterface(session, WinRtIds.IGraphicsCaptureSession2, out var second).IsSuccess)
        {
            IsPointerOff = ((IGraphicsCaptureSession2*)second)->put_IsCursorCaptureEnabled(0) >= 0;
            Release(second);
        }

        if (QueryInterface(session, WinRtIds.IGraphicsCaptureSession3, out var third).IsSuccess)
        {
            IsBorderOff = ((IGraphicsCaptureSession3*)third)->put_IsBorderRequired(0) >= 0;
            Release(third);
        }

        return ((IGraphicsCaptureSession*)session)->StartCapture();
    }

    /// <summary>Takes the newest frame there is, giving older ones back. False when there is none.</summary>
    /// <param name="width">Width of what was captured: other than the pool's when the item changed its size.</param>
    /// <param name="height">Rows.</param>
    public bool TryTakeNewest(out int width, out int height)
    {
        (width, height) = (0, 0);
        GiveBack();
        while (true)
        {
            void* next = null;
            if (((IDirect3D11CaptureFramePool*)Pointer)->TryGetNextFrame(&next) < 0 || next == null)
            {
                break;
            }

            GiveBack();
            _frame = next;
        }

        if (_frame == null)
        {
            return false;
        }

        SizeInt32 size = default;
        if (((IDirect3D11CaptureFrame*)_frame)->get_ContentSize(&size) < 0 || !TryOpenTexture())
        {
            GiveBack();
            return false;
        }

        long composed = 0;
        FrameAt = ((IDirect3D11CaptureFrame*)_frame)->get_SystemRelativeTime(&composed) >= 0 ? (long)(composed * (Stopwatch.Frequency / 1e7)) : 0;
        (width, height) = (size.Width, size.Height);
        return true;
    }

    /// <summary>Copies the frame taken last.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="target">A texture of the pool's format.</param>
    /// <param name="width">Pixels to copy, from the left.</param>
    /// <param name="height">Rows to copy, from the top.</param>
    public void CopyTo(D3D11Context context, D3D11Texture target, int width, int height)
    {
        if (_texture != null)
        {
            // SAFETY: the frame is ours until it is given back; the box lies inside pool and target, which have the same size.
            var box = new D3D11_BOX { right = (uint)width, bottom = (uint)height, back = 1 };
            ((ID3D11DeviceContext*)context.Pointer)->CopySubresourceRegion(target.Pointer, 0, 0, 0, 0, _texture, 0, &box);
        }
    }

    /// <summary>Gives the frame taken last back to the pool.</summary>
    public void GiveBack()
    {
        Release(_texture);
        _texture = null;
        Close(ref _frame);
    }

    /// <summary>Has frames come in another size.</summary>
    public HResult TryResize(int width, int height)
    {
        GiveBack();
        return ((IDirect3D11CaptureFramePool*)Pointer)->Recreate(_device, (int)_format, Buffers, new SizeInt32 { Width = width, Height = height });
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        GiveBack();
        if (_listens)
        {
            _ = ((IDirect3D11CaptureFramePool*)handle)->remove_FrameArrived(_token);
        }

        // The session before the pool: it would go on filling it.
        Close(ref _session);
        CloseOnly((void*)handle);
        _arrived.Dispose();
        Release(_device);
        return base.ReleaseHandle();
    }

    private static void CloseOnly(void* reference)
    {
        if (QueryInterface(reference, WinRtIds.IClosable, out var closable).IsSuccess)
        {
            _ = ((IClosable*)closable)->Close();
            Release(closable);
        }
    }

    private static void Close(ref void* reference)
    {
        if (reference != null)
        {
            CloseOnly(reference);
            Release(reference);
            reference = null;
        }
    }

    private bool TryOpenTexture()
    {
        void* surface = null;
        if (((IDirect3D11CaptureFrame*)_frame)->get_Surface(&surface) < 0 || surface == null)
        {
            return false;
        }

        var result = QueryInterface(surface, WinRtIds.IDirect3DDxgiInterfaceAccess, out var access);
        if (result.IsSuccess)
        {
            // SAFETY: the reference is ours; so is the texture's.
            void* texture = null;
            fixed (Guid* id = &D3D11Ids.ID3D11Texture2D)
            {
                result = ((IDirect3DDxgiInterfaceAccess*)access)->GetInterface(id, &texture);
            }

            _texture = result.IsSuccess ? texture : null;
            Release(access);
        }

        Release(surface);
        return _texture != null;
    }
}
