using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>A texture of one level.</summary>
public sealed unsafe class D3D11Texture : ComReference
{
    private PixelBuffer? _mapped;

    /// <summary>Takes over a reference to an ID3D11Texture2D.</summary>
    internal D3D11Texture(void* reference)
        : base(reference)
    {
        // SAFETY: the description is a local.
        D3D11_TEXTURE2D_DESC description = default;
        ((ID3D11Texture2D*)reference)->GetDesc(&description);
        (Width, Height, Format) = ((int)description.Width, (int)description.Height, (PixelFormat)description.Format);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Pixel storage.</summary>
    public PixelFormat Format { get; }

    /// <summary>A handle other devices can open the texture by; made with <see cref="TextureUse.Shared"/>.</summary>
    public HResult TryShare(out SharedGpuHandle? shared)
    {
        shared = null;
        var result = QueryInterface(Pointer, DxgiIds.IDXGIResource1, out var found);
        if (result.IsSuccess)
        {
            // SAFETY: the answer is a local; the reference is ours until it is released.
            nint value = 0;
            result = ((IDXGIResource1*)found)->CreateSharedHandle(null, DxgiConstants.SharedResourceRead | DxgiConstants.SharedResourceWrite, null, (void**)&value);
            Release(found);
            shared = result.IsSuccess ? new SharedGpuHandle(value) : null;
        }

        return result;
    }

    /// <summary>The view of memory mapped at an address: the same object as long as the driver maps the texture at the same place, so that mapping allocates nothing.</summary>
    internal PixelBuffer MappedAt(void* address, uint pitchBytes)
    {
        // SAFETY: a mapped texture is Height rows of pitchBytes; the mapping is ended by its owner before the texture goes.
        var bytes = (nuint)pitchBytes * (nuint)Height;
        if (_mapped is not { } mapped || mapped.Length != bytes || _mappedAddress != address)
        {
            _mapped = mapped = PixelBuffer.FromNative((nint)address, bytes, release: null);
            _mappedAddress = address;
        }

        return mapped;
    }

    private void* _mappedAddress;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _mapped?.Dispose();
        }

        base.Dispose(disposing);
    }
}
