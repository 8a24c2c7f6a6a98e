using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3D12;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows.Direct;

/// <summary>
/// A picture in a texture that two devices share: the capture thread has the first copy what changed into it, the publish thread has the second write it into the region.
/// The processor never touches a pixel.
/// </summary>
internal sealed class DirectMemory : IImageMemory, IFrameFiller
{
    /// <summary>Viewers wait about half a second for the pixels of a frame; a copy that takes longer is no use to them.</summary>
    public const long CopyLimitNs = 500_000_000;

    private readonly DirectLink _link;
    private readonly ImportedTexture _imported;

    private DirectMemory(DirectLink link, D3D11Texture texture, ImportedTexture imported)
    {
        _link = link;
        Texture = texture;
        _imported = imported;
        TexelBytes = (uint)(imported.RowBytes / imported.WidthPixels);
    }

    /// <summary>The texture as the capturing device sees it.</summary>
    public D3D11Texture Texture { get; }

    /// <summary>Bytes of a texel.</summary>
    public uint TexelBytes { get; }

    /// <summary>The mark behind the last capture into this texture (<see cref="DirectLink.SignalCaptured"/>).</summary>
    public ulong CapturedMark { get; set; }

    /// <inheritdoc/>
    public IFrameFiller Filler => this;

    /// <summary>Makes a shared texture; the failure when that is not possible.</summary>
    public static HResult TryCreate(DirectLink link, int width, int height, PixelFormat format, out DirectMemory? memory)
    {
        memory = null;
        var result = link.Source.TryCreateTexture(width, height, format, TextureUse.Shared, out var texture);
        if (result.IsFailure)
        {
            return result;
        }

        result = texture!.TryShare(out var handle);
        if (result.IsSuccess)
        {
            result = link.Device.TryOpenTexture(handle!, out var imported);
            handle!.Dispose();
            memory = result.IsSuccess ? new DirectMemory(link, texture, imported!) : null;
        }

        if (memory is null)
        {
            texture.Dispose();
        }

        return result;
    }

    /// <inheritdoc/>
    public bool TryMap(out PixelBuffer pixels, out uint pitchBytes)
    {
        // Whoever publishes asks for the filler first.
        (pixels, pitchBytes) = (null!, 0);
        return false;
    }

    /// <inheritdoc/>
    public void Unmap()
    {
    }

    /// <inheritdoc/>
    public bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> stale)
    {
        var result = _link.Problem is null ? Copy(target, stale, CopyLimitNs) : HResultCodes.Aborted;
        if (result.IsSuccess)
        {
            return true;
        }

        _link.Break(result.Value == HResultCodes.WaitTimeout
            ? $"the GPU did not finish a copy within {CopyLimitNs / 1_000_000} ms"
            : $"a copy into the shared memory failed: {result}");
        return false;
    }

    /// <summary>Has the GPU write rectangles into a frame buffer and waits until it has.</summary>
    public HResult Copy(in FrameTarget target, ReadOnlySpan<DamageRect> rects, long limitNs)
    {
        var result = _link.Queue.Begin();
        if (result.IsFailure)
        {
            return result;
        }

        foreach (ref readonly var rect in rects)
        {
            var area = TextureStorage.Texels(target.Type, rect);
            _link.Queue.Copy(_imported, _link.Buffers[target.Place.Index], target.PitchBytes, target.Rows,
                new CopyArea((uint)area.Left, (uint)area.Top, (uint)area.Width, (uint)area.Height));
        }

        result = _link.Queue.Submit(_link.Captured, CapturedMark);
        return result.IsFailure ? result : _link.Queue.Wait(limitNs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _link.Retire(_imported);
        _link.Retire(Texture);
    }
}
