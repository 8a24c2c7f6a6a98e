using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>
/// Frames of an output. At most one is acquired at a time; its texture stays inside, and the context copies from it. Nothing here allocates after
/// construction. Owned by one thread.
/// </summary>
public sealed unsafe class DxgiOutputDuplication : ComReference
{
    private void* _frame;

    /// <summary>Takes over a reference to an IDXGIOutputDuplication.</summary>
    internal DxgiOutputDuplication(void* reference)
        : base(reference)
    {
        // SAFETY: the description is a local.
        DXGI_OUTDUPL_DESC description = default;
        ((IDXGIOutputDuplication*)reference)->GetDesc(&description);
        var rate = description.ModeDesc.RefreshRate;
        Description = new DuplicationDescription((int)description.ModeDesc.Width, (int)description.ModeDesc.Height, (PixelFormat)description.ModeDesc.Format,
            (OutputRotation)description.Rotation, rate.Denominator == 0 ? 0 : (long)rate.Numerator * 1000 / rate.Denominator, description.DesktopImageInSystemMemory != 0);
    }

    /// <summary>What it delivers.</summary>
    public DuplicationDescription Description { get; }

    /// <summary>A frame is acquired and not released.</summary>
    public bool HasFrame => _frame != null;

    /// <summary>Texture of the acquired frame; null without one.</summary>
    internal void* FrameTexture => _frame;

    /// <summary>Waits for the next frame or pointer change.</summary>
    /// <param name="timeoutMs">How long, milliseconds; 0 = only look.</param>
    /// <param name="frame">What is new.</param>
    public HResult Acquire(uint timeoutMs, out DuplicatedFrame frame)
    {
        // SAFETY: both answers are locals. On success one reference to the resource is ours; it is exchanged for one to its texture.
        DXGI_OUTDUPL_FRAME_INFO info = default;
        void* resource = null;
        frame = default;
        HResult result = ((IDXGIOutputDuplication*)Pointer)->AcquireNextFrame(timeoutMs, &info, &resource);
        if (result.IsFailure)
        {
            return result;
        }

        result = resource == null ? HResultCodes.Unexpected : QueryInterface(resource, D3D11Ids.ID3D11Texture2D, out _frame);
        Release(resource);
        if (result.IsFailure)
        {
            _ = ((IDXGIOutputDuplication*)Pointer)->ReleaseFrame();
            return result;
        }

        D3D11_TEXTURE2D_DESC texture = default;
        ((ID3D11Texture2D*)_frame)->GetDesc(&texture);
        frame = new DuplicatedFrame
        {
            HasImage = info.LastPresentTime != 0,
            PresentedAt = info.LastPresentTime,
            AccumulatedFrames = (int)info.AccumulatedFrames,
            IsMasked = info.ProtectedContentMaskedOut != 0,
            HasPointer = info.LastMouseUpdateTime != 0,
            PointerVisible = info.PointerPosition.Visible != 0,
            PointerX = info.PointerPosition.Position.x,
            PointerY = info.PointerPosition.Position.y,
            PointerShapeBytes = (int)Math.Min(info.PointerShapeBufferSize, int.MaxValue),
            MetadataBytes = (int)Math.Min(info.TotalMetadataBufferSize, int.MaxValue),
            Width = (int)texture.Width,
            Height = (int)texture.Height,
            Format = (PixelFormat)texture.Format,
        };
        return result;
    }

    /// <summary>Rectangles whose pixels are new in the acquired frame.</summary>
    /// <param name="rects">Room for them.</param>
    /// <param name="count">How many there are; more than fit with <see cref="HResultCodes.MoreData"/>.</param>
    public HResult ReadDirtyRects(Span<PixelRect> rects, out int count)
    {
        uint bytes = 0;
        HResult result;

        // SAFETY: PixelRect is laid out as RECT (tested); the size given is that of the pinned array.
        fixed (PixelRect* buffer = rects)
        {
            result = ((IDXGIOutputDuplication*)Pointer)->GetFrameDirtyRects((uint)(rects.Length * sizeof(RECT)), (RECT*)buffer, &bytes);
        }

        count = (int)(bytes / sizeof(RECT));
        return result;
    }

    /// <summary>Rectangles whose pixels moved; they come before the dirty ones.</summary>
    /// <param name="rects">Room for them.</param>
    /// <param name="count">How many there are; more than fit with <see cref="HResultCodes.MoreData"/>.</param>
    public HResult ReadMoveRects(Span<MoveRect> rects, out int count)
    {
        uint bytes = 0;
        HResult result;

        // SAFETY: MoveRect is laid out as DXGI_OUTDUPL_MOVE_RECT (tested); the size given is that of the pinned array.
        fixed (MoveRect* buffer = rects)
        {
            result = ((IDXGIOutputDuplication*)Pointer)->GetFrameMoveRects((uint)(rects.Length * sizeof(DXGI_OUTDUPL_MOVE_RECT)), (DXGI_OUTDUPL_MOVE_RECT*)buffer, &bytes);
        }

        count = (int)(bytes / sizeof(DXGI_OUTDUPL_MOVE_RECT));
        return result;
    }

    /// <summary>The new pointer shape of the acquired frame.</summary>
    /// <param name="bytes">Room for its bytes.</param>
    /// <param name="shape">How to read them.</param>
    /// <param name="neededBytes">How many there are.</param>
    public HResult ReadPointerShape(Span<byte> bytes, out PointerShape shape, out int neededBytes)
    {
        uint needed = 0;
        DXGI_OUTDUPL_POINTER_SHAPE_INFO info = default;
        HResult result;

        // SAFETY: the size given is that of the pinned array; the other answers are locals.
        fixed (byte* buffer = bytes)
        {
            result = ((IDXGIOutputDuplication*)Pointer)->GetFramePointerShape((uint)bytes.Length, buffer, &needed, &info);
        }

        neededBytes = (int)Math.Min(needed, int.MaxValue);
        shape = new PointerShape((PointerShapeKind)info.Type, (int)info.Width, (int)info.Height, (int)info.Pitch, info.HotSpot.x, info.HotSpot.y);
        return result;
    }

    /// <summary>Gives the acquired frame back.</summary>
    public HResult ReleaseFrame()
    {
        if (_frame == null)
        {
            return HResultCodes.Ok;
        }

        // SAFETY: the texture's reference is ours and not used again.
        Release(_frame);
        _frame = null;
        return ((IDXGIOutputDuplication*)Pointer)->ReleaseFrame();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        // SAFETY: the duplication is still alive here: its own reference goes last.
        if (_frame != null)
        {
            Release(_frame);
            _frame = null;
            _ = ((IDXGIOutputDuplication*)handle)->ReleaseFrame();
        }

        return base.ReleaseHandle();
    }
}
