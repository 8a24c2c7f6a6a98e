using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>A Direct3D 11 device with its immediate context, which several threads may use.</summary>
public sealed unsafe class D3D11Device : ComReference
{
    /// <summary>Takes over a reference to an ID3D11Device.</summary>
    internal D3D11Device(void* reference)
        : base(reference)
    {
        // SAFETY: the answer is a local and one reference of it is ours.
        void* context = null;
        ((ID3D11Device*)reference)->GetImmediateContext(&context);
        Context = new D3D11Context(context);
        IsMultithreadProtected = Protect(context) || Protect(reference);
    }

    /// <summary>The immediate context.</summary>
    public D3D11Context Context { get; }

    /// <summary>The runtime keeps threads that use the context apart.</summary>
    public bool IsMultithreadProtected { get; }

    /// <summary>Feature level, for example 0xB000 for 11.0.</summary>
    public uint FeatureLevel => ((ID3D11Device*)Pointer)->GetFeatureLevel();

    /// <summary>S_OK while the device lives, else why it is gone.</summary>
    public HResult RemovedReason => ((ID3D11Device*)Pointer)->GetDeviceRemovedReason();

    /// <summary>Makes a device on an adapter.</summary>
    /// <param name="adapter">The adapter.</param>
    /// <param name="debug">With the debug layer, which has to be installed.</param>
    /// <param name="device">The device when it succeeded.</param>
    public static HResult TryCreate(DxgiAdapter adapter, bool debug, out D3D11Device? device)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return TryCreate(adapter.Pointer, D3D11Constants.DriverTypeUnknown, debug, out device);
    }

    /// <summary>Makes a device on the default GPU, or on the software renderer.</summary>
    /// <param name="software">The software renderer.</param>
    /// <param name="debug">With the debug layer, which has to be installed.</param>
    /// <param name="device">The device when it succeeded.</param>
    public static HResult TryCreate(bool software, bool debug, out D3D11Device? device) =>
        TryCreate(null, software ? D3D11Constants.DriverTypeWarp : D3D11Constants.DriverTypeHardware, debug, out device);

    /// <summary>Makes a texture of one level.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">Pixel storage.</param>
    /// <param name="use">What for.</param>
    /// <param name="texture">The texture when it succeeded.</param>
    public HResult TryCreateTexture(int width, int height, PixelFormat format, TextureUse use, out D3D11Texture? texture)
    {
        var description = new D3D11_TEXTURE2D_DESC
        {
            Width = (uint)width,
            Height = (uint)height,
            MipLevels = 1,
            ArraySize = 1,
            Format = (uint)format,
            SampleDesc = new DXGI_SAMPLE_DESC { Count = 1 },
            Usage = use == TextureUse.Staging ? D3D11Constants.UsageStaging : D3D11Constants.UsageDefault,
            BindFlags = use switch
            {
                TextureUse.Staging => 0,
                TextureUse.Sampled => D3D11Constants.BindShaderResource,
                _ => D3D11Constants.BindShaderResource | D3D11Constants.BindRenderTarget,
            },
            CPUAccessFlags = use == TextureUse.Staging ? D3D11Constants.CpuAccessRead : 0,
            MiscFlags = use == TextureUse.Shared ? D3D11Constants.MiscShared | D3D11Constants.MiscSharedNtHandle : 0,
        };

        // SAFETY: description and answer are locals; one reference of the answer is ours.
        void* answer = null;
        HResult result = ((ID3D11Device*)Pointer)->CreateTexture2D(&description, null, &answer);
        texture = result.IsSuccess ? new D3D11Texture(answer) : null;
        return result;
    }

    /// <summary>Makes a fence-like query: done when the GPU has done everything issued before <see cref="D3D11Context.End"/>.</summary>
    public HResult TryCreateEventQuery(out D3D11Query? query)
    {
        // SAFETY: as above.
        var description = new D3D11_QUERY_DESC { Query = D3D11Constants.QueryEvent };
        void* answer = null;
        HResult result = ((ID3D11Device*)Pointer)->CreateQuery(&description, &answer);
        query = result.IsSuccess ? new D3D11Query(answer) : null;
        return result;
    }

    /// <summary>Lets shaders read a texture.</summary>
    public HResult TryCreateShaderView(D3D11Texture texture, out D3D11View? view)
    {
        // SAFETY: as above; without a description the view is of the whole texture.
        void* answer = null;
        HResult result = ((ID3D11Device*)Pointer)->CreateShaderResourceView(texture.Pointer, null, &answer);
        view = result.IsSuccess ? new D3D11View(answer) : null;
        return result;
    }

    /// <summary>Lets drawing write a texture made with <see cref="TextureUse.Target"/>.</summary>
    public HResult TryCreateTargetView(D3D11Texture texture, out D3D11View? view)
    {
        // SAFETY: as above.
        void* answer = null;
        HResult result = ((ID3D11Device*)Pointer)->CreateRenderTargetView(texture.Pointer, null, &answer);
        view = result.IsSuccess ? new D3D11View(answer) : null;
        return result;
    }

    /// <summary>Raises or lowers this device's share of the GPU, -7 to 7; needs a privileged account to raise.</summary>
    public HResult SetGpuThreadPriority(int priority)
    {
        var result = QueryInterface(Pointer, DxgiIds.IDXGIDevice, out var found);
        if (result.IsSuccess)
        {
            // SAFETY: the reference is ours until it is released.
            result = ((IDXGIDevice*)found)->SetGPUThreadPriority(priority);
            Release(found);
        }

        return result;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Context.Dispose();
        }

        base.Dispose(disposing);
    }

    private static HResult TryCreate(void* adapter, uint driverType, bool debug, out D3D11Device? device)
    {
        // SAFETY: levels and answers are locals for the time of the call.
        var levels = stackalloc uint[] { D3D11Constants.FeatureLevel11_1, D3D11Constants.FeatureLevel11_0, D3D11Constants.FeatureLevel10_1, D3D11Constants.FeatureLevel10_0 };
        void* answer = null;
        var flags = D3D11Constants.CreateBgraSupport | (debug ? D3D11Constants.CreateDebug : 0);
        HResult result = D3D11Native.D3D11CreateDevice(adapter, driverType, 0, flags, levels, 4, D3D11Constants.SdkVersion, &answer, null, null);
        if (result == HResultCodes.InvalidArgument)
        {
            // Systems that do not know level 11.1 refuse the list that names it.
            result = D3D11Native.D3D11CreateDevice(adapter, driverType, 0, flags, levels + 1, 3, D3D11Constants.SdkVersion, &answer, null, null);
        }

        device = result.IsSuccess ? new D3D11Device(answer) : null;
        return result;
    }

    private static bool Protect(void* reference)
    {
        if (QueryInterface(reference, D3D11Ids.ID3D11Multithread, out var found).IsFailure)
        {
            return false;
        }

        // SAFETY: the reference is ours until it is released.
        _ = ((ID3D11Multithread*)found)->SetMultithreadProtected(1);
        Release(found);
        return true;
    }
}
