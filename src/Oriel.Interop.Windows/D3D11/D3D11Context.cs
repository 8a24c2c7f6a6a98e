using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;

namespace Oriel.Interop.Windows.D3D11;

/// <summary>
/// The immediate context. The runtime keeps threads apart (see <see cref="D3D11Device.IsMultithreadProtected"/>); nothing here waits for the GPU unless it says so,
/// and nothing allocates.
/// </summary>
public sealed unsafe class D3D11Context : ComReference
{
    /// <summary>Takes over a reference to an ID3D11DeviceContext.</summary>
    internal D3D11Context(void* reference)
        : base(reference)
    {
    }

    /// <summary>Copies a rectangle to the same place of another texture of the same format.</summary>
    public void Copy(D3D11Texture destination, D3D11Texture source, in PixelRect rect) => CopyBox(destination.Pointer, source.Pointer, rect, rect.Left, rect.Top);

    /// <summary>Copies a rectangle to another place. Within one texture the two must not overlap.</summary>
    public void Copy(D3D11Texture destination, int x, int y, D3D11Texture source, in PixelRect rect) => CopyBox(destination.Pointer, source.Pointer, rect, x, y);

    /// <summary>Copies a whole texture to another of the same size and format.</summary>
    public void Copy(D3D11Texture destination, D3D11Texture source) => ((ID3D11DeviceContext*)Pointer)->CopyResource(destination.Pointer, source.Pointer);

    /// <summary>Copies a rectangle of the acquired frame to the same place.</summary>
    public void CopyFrame(D3D11Texture destination, DxgiOutputDuplication source, in PixelRect rect) =>
        CopyBox(destination.Pointer, source.FrameTexture, rect, rect.Left, rect.Top);

    /// <summary>Copies the whole acquired frame to a texture of the same size and format.</summary>
    public void CopyFrame(D3D11Texture destination, DxgiOutputDuplication source) =>
        ((ID3D11DeviceContext*)Pointer)->CopyResource(destination.Pointer, source.FrameTexture);

    /// <summary>Writes pixels from memory into a rectangle of a texture on the GPU.</summary>
    /// <param name="destination">The texture.</param>
    /// <param name="rect">Where.</param>
    /// <param name="pixels">Rows of <paramref name="pitchBytes"/> bytes.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    public void Update(D3D11Texture destination, in PixelRect rect, ReadOnlySpan<byte> pixels, int pitchBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, (long)pitchBytes * (rect.Height - 1) + 1);
        var box = ToBox(rect);

        // SAFETY: the runtime reads Height rows of pitchBytes, the last one only as wide as the rectangle; checked above as far as the format allows.
        fixed (byte* data = pixels)
        {
            ((ID3D11DeviceContext*)Pointer)->UpdateSubresource(destination.Pointer, 0, &box, data, (uint)pitchBytes, 0);
        }
    }

    /// <summary>Fills a whole texture by a program that reads another one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="source">View of the texture to read.</param>
    /// <param name="target">View of the texture to fill.</param>
    /// <param name="width">Its pixels.</param>
    /// <param name="height">Its rows.</param>
    public void Fill(D3D11Program program, D3D11View source, D3D11View target, int width, int height)
    {
        // SAFETY: arrays of one pointer and the viewport are locals; the context keeps references of its own to what is bound.
        var context = (ID3D11DeviceContext*)Pointer;
        void* sampler = program.Sampler, read = source.Pointer, written = target.Pointer, none = null;
        var viewport = new D3D11_VIEWPORT { Width = width, Height = height, MaxDepth = 1 };
        context->IASetInputLayout(null);
        context->IASetPrimitiveTopology(D3D11Constants.TopologyTriangleList);
        context->VSSetShader(program.Vertex, null, 0);
        context->PSSetShader(program.Pixel, null, 0);
        context->PSSetSamplers(0, 1, &sampler);
        context->OMSetRenderTargets(1, &written, null);
        context->PSSetShaderResources(0, 1, &read);
        context->RSSetViewports(1, &viewport);
        context->Draw(3, 0);

        // Neither may stay bound: the next step reads what this one wrote.
        context->OMSetRenderTargets(0, null, null);
        context->PSSetShaderResources(0, 1, &none);
    }

    /// <summary>Maps a staging texture for reading.</summary>
    /// <param name="texture">The texture.</param>
    /// <param name="wait">Waits for the GPU, which holds up every other user of the context; otherwise answers <see cref="HResultCodes.WasStillDrawing"/>.</param>
    /// <param name="pixels">The memory, until <see cref="Unmap"/>.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    public HResult TryMap(D3D11Texture texture, bool wait, out PixelBuffer? pixels, out uint pitchBytes)
    {
        // SAFETY: the answer is a local.
        D3D11_MAPPED_SUBRESOURCE mapped = default;
        HResult result = ((ID3D11DeviceContext*)Pointer)->Map(texture.Pointer, 0, D3D11Constants.MapRead, wait ? 0 : D3D11Constants.MapFlagDoNotWait, &mapped);
        if (result.IsSuccess && mapped.pData == null)
        {
            result = HResultCodes.Unexpected;
        }

        (pixels, pitchBytes) = result.IsSuccess ? (texture.MappedAt(mapped.pData, mapped.RowPitch), mapped.RowPitch) : (null, 0);
        return result;
    }

    /// <summary>Ends a mapping.</summary>
    public void Unmap(D3D11Texture texture) => ((ID3D11DeviceContext*)Pointer)->Unmap(texture.Pointer, 0);

    /// <summary>Puts a query behind everything issued so far.</summary>
    public void End(D3D11Query query) => ((ID3D11DeviceContext*)Pointer)->End(query.Pointer);

    /// <summary>S_OK when the GPU has come past the query, S_FALSE while it has not.</summary>
    public HResult Poll(D3D11Query query)
    {
        // SAFETY: an event query answers with a BOOL.
        int done = 0;
        return ((ID3D11DeviceContext*)Pointer)->GetData(query.Pointer, &done, sizeof(int), D3D11Constants.GetDataDoNotFlush);
    }

    /// <summary>Sends what was issued to the GPU now.</summary>
    public void Flush() => ((ID3D11DeviceContext*)Pointer)->Flush();

    private static D3D11_BOX ToBox(in PixelRect rect) =>
        new() { left = (uint)rect.Left, top = (uint)rect.Top, front = 0, right = (uint)rect.Right, bottom = (uint)rect.Bottom, back = 1 };

    private void CopyBox(void* destination, void* source, in PixelRect rect, int x, int y)
    {
        // SAFETY: both textures are alive; the runtime checks the box against the source and ignores what does not fit.
        var box = ToBox(rect);
        ((ID3D11DeviceContext*)Pointer)->CopySubresourceRegion(destination, 0, (uint)x, (uint)y, 0, source, 0, &box);
    }
}
