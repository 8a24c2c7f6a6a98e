using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.D3D12;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Testing.Windows;

/// <summary>ID3D11DeviceContext: copies at once, but says that the GPU is still drawing as often as it was told to.</summary>
internal sealed unsafe class FakeContext(FakeWindows windows) : FakeObject(windows, "context", (nint)s_table, (nint)s_threads, (nint)s_fences)
{
    private static readonly void** s_table = ContextTable();
    private static readonly void** s_threads = ThreadTable();
    private static readonly void** s_fences = FenceTable();
    private readonly Lock _gate = new();
    private readonly FakeDrawing _drawing = new();

    protected override int FacetOf(in Guid id) => id == D3D11Ids.ID3D11DeviceContext ? 0 : id == D3D11Ids.ID3D11Multithread ? 1 : id == D3D12Ids.ID3D11DeviceContext4 && Windows.HasFences ? 2 : -1;

    private static void** ContextTable()
    {
        var table = MakeObjectTable();
        table[ID3D11DeviceContext.Slot.CopyResource] = (delegate* unmanaged<void*, void*, void*, void>)&CopyResource;
        table[ID3D11DeviceContext.Slot.CopySubresourceRegion] = (delegate* unmanaged<void*, void*, uint, uint, uint, uint, void*, uint, D3D11_BOX*, void>)&CopySubresourceRegion;
        table[ID3D11DeviceContext.Slot.UpdateSubresource] = (delegate* unmanaged<void*, void*, uint, D3D11_BOX*, void*, uint, uint, void>)&UpdateSubresource;
        table[ID3D11DeviceContext.Slot.Map] = (delegate* unmanaged<void*, void*, uint, uint, uint, D3D11_MAPPED_SUBRESOURCE*, int>)&Map;
        table[ID3D11DeviceContext.Slot.Unmap] = (delegate* unmanaged<void*, void*, uint, void>)&Unmap;
        table[ID3D11DeviceContext.Slot.Flush] = (delegate* unmanaged<void*, void>)&Flush;
        table[ID3D11DeviceContext.Slot.End] = (delegate* unmanaged<void*, void*, void>)&SetPart;
        table[ID3D11DeviceContext.Slot.GetData] = (delegate* unmanaged<void*, void*, void*, uint, uint, int>)&GetData;
        table[ID3D11DeviceContext.Slot.ClearState] = (delegate* unmanaged<void*, void>)&ClearState;
        table[ID3D11DeviceContext.Slot.IASetInputLayout] = (delegate* unmanaged<void*, void*, void>)&SetPart;
        table[ID3D11DeviceContext.Slot.IASetPrimitiveTopology] = (delegate* unmanaged<void*, uint, void>)&SetTopology;
        table[ID3D11DeviceContext.Slot.VSSetShader] = (delegate* unmanaged<void*, void*, void**, uint, void>)&SetVertexShader;
        table[ID3D11DeviceContext.Slot.PSSetShader] = (delegate* unmanaged<void*, void*, void**, uint, void>)&SetPixelShader;
        table[ID3D11DeviceContext.Slot.PSSetSamplers] = (delegate* unmanaged<void*, uint, uint, void**, void>)&SetSamplers;
        table[ID3D11DeviceContext.Slot.PSSetShaderResources] = (delegate* unmanaged<void*, uint, uint, void**, void>)&SetShaderResources;
        table[ID3D11DeviceContext.Slot.OMSetRenderTargets] = (delegate* unmanaged<void*, uint, void**, void*, void>)&SetRenderTargets;
        table[ID3D11DeviceContext.Slot.RSSetViewports] = (delegate* unmanaged<void*, uint, D3D11_VIEWPORT*, void>)&SetViewports;
        table[ID3D11DeviceContext.Slot.Draw] = (delegate* unmanaged<void*, uint, uint, void>)&Draw;
        return table;
    }

    private static void** ThreadTable()
    {
        var table = MakeObjectTable();
        table[ID3D11Multithread.Slot.SetMultithreadProtected] = (delegate* unmanaged<void*, int, int>)&SetMultithreadProtected;
        return table;
    }

    private static void** FenceTable()
    {
        var table = MakeObjectTable();
        table[ID3D11DeviceContext4.Slot.Signal] = (delegate* unmanaged<void*, void*, ulong, int>)&Signal;
        return table;
    }

    /// <summary>Only a flush has the GPU come to it.</summary>
    [UnmanagedCallersOnly]
    private static int Signal(void* self, void* fence, ulong value)
    {
        From<FakeFence12>(fence).Issue(value);
        return From<FakeContext>(self).Windows.RemovedReason == 0 ? HResultCodes.Ok : HResultCodes.DeviceRemoved;
    }

    [UnmanagedCallersOnly]
    private static int SetMultithreadProtected(void* self, int on) => 0;

    [UnmanagedCallersOnly]
    private static void CopyResource(void* self, void* destination, void* source)
    {
        var (context, to, from) = (From<FakeContext>(self), From<FakeTexture>(destination), From<FakeTexture>(source));
        if (to.Width != from.Width || to.Height != from.Height)
        {
            context.Windows.Complain($"CopyResource of {from.Width}x{from.Height} to {to.Width}x{to.Height}");
            return;
        }

        context.CopyPixels(to, 0, 0, from, new D3D11_BOX { right = (uint)from.Width, bottom = (uint)from.Height, back = 1 });
    }

    [UnmanagedCallersOnly]
    private static void CopySubresourceRegion(void* self, void* destination, uint level, uint x, uint y, uint z, void* source, uint sourceLevel, D3D11_BOX* box) =>
        From<FakeContext>(self).CopyPixels(From<FakeTexture>(destination), (int)x, (int)y, From<FakeTexture>(source), *box);

    [UnmanagedCallersOnly]
    private static void UpdateSubresource(void* self, void* destination, uint level, D3D11_BOX* box, void* data, uint pitch, uint slice)
    {
        var to = From<FakeTexture>(destination);
        for (var y = box->top; y < box->bottom; y++)
        {
            var bytes = (box->right - box->left) * (uint)to.PixelBytes;
            NativeMemory.Copy((byte*)data + ((y - box->top) * pitch), to.Row((int)y) + (box->left * (uint)to.PixelBytes), bytes);
        }
    }

    [UnmanagedCallersOnly]
    private static int Map(void* self, void* resource, uint level, uint type, uint flags, D3D11_MAPPED_SUBRESOURCE* mapped)
    {
        var texture = From<FakeTexture>(resource);
        var windows = texture.Windows;
        *mapped = default;
        if (windows.Count(FakeCall.Map, out var refused))
        {
            return refused;
        }

        if (windows.RemovedReason != 0)
        {
            return HResultCodes.DeviceRemoved;
        }

        if (!texture.IsStaging || texture.IsMapped)
        {
            windows.Complain(texture.IsMapped ? "mapped twice" : "mapped a texture that is not for mapping");
            return HResultCodes.InvalidArgument;
        }

        if (texture.BusyAnswers > 0 && (flags & D3D11Constants.MapFlagDoNotWait) != 0)
        {
            texture.BusyAnswers--;
            return HResultCodes.WasStillDrawing;
        }

        texture.IsMapped = true;
        *mapped = new D3D11_MAPPED_SUBRESOURCE { pData = texture.Row(0), RowPitch = (uint)texture.PitchBytes, DepthPitch = (uint)(texture.PitchBytes * texture.Height) };
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static void Unmap(void* self, void* resource, uint level)
    {
        var texture = From<FakeTexture>(resource);
        _ = texture.Windows.Count(FakeCall.Unmap, out _);
        if (!texture.IsMapped)
        {
            texture.Windows.Complain("unmapped what is not mapped");
        }

        texture.IsMapped = false;
    }

    /// <summary>Everything is done when it is issued.</summary>
    [UnmanagedCallersOnly]
    private static int GetData(void* self, void* query, void* data, uint bytes, uint flags)
    {
        *(int*)data = 1;
        return From<FakeContext>(self).Windows.RemovedReason != 0 ? HResultCodes.DeviceRemoved : HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static void Flush(void* self)
    {
        var windows = From<FakeContext>(self).Windows;
        _ = windows.Count(FakeCall.Flush, out _);
        windows.Flush();
    }

    [UnmanagedCallersOnly]
    private static void ClearState(void* self) => From<FakeContext>(self)._drawing.Clear();

    [UnmanagedCallersOnly]
    private static void SetPart(void* self, void* part)
    {
    }

    [UnmanagedCallersOnly]
    private static void SetTopology(void* self, uint topology)
    {
        if (topology != D3D11Constants.TopologyTriangleList)
        {
            From<FakeContext>(self).Windows.Complain($"topology {topology}");
        }
    }

    [UnmanagedCallersOnly]
    private static void SetVertexShader(void* self, void* shader, void** instances, uint count)
    {
    }

    [UnmanagedCallersOnly]
    private static void SetPixelShader(void* self, void* shader, void** instances, uint count) => From<FakeContext>(self)._drawing.Shader = shader == null ? null : From<FakePart>(shader);

    [UnmanagedCallersOnly]
    private static void SetSamplers(void* self, uint first, uint count, void** samplers)
    {
    }

    [UnmanagedCallersOnly]
    private static void SetShaderResources(void* self, uint first, uint count, void** views) =>
        From<FakeContext>(self)._drawing.Source = views[0] == null ? null : From<FakePart>(views[0]).Texture;

    [UnmanagedCallersOnly]
    private static void SetRenderTargets(void* self, uint count, void** views, void* depth) =>
        From<FakeContext>(self)._drawing.Target = count == 0 || views[0] == null ? null : From<FakePart>(views[0]).Texture;

    [UnmanagedCallersOnly]
    private static void SetViewports(void* self, uint count, D3D11_VIEWPORT* viewports) => From<FakeContext>(self)._drawing.Viewport = *viewports;

    [UnmanagedCallersOnly]
    private static void Draw(void* self, uint count, uint first)
    {
        var context = From<FakeContext>(self);
        _ = context.Windows.Count(FakeCall.Draw, out _);
        context._drawing.Draw(context.Windows);
    }

    private void CopyPixels(FakeTexture to, int x, int y, FakeTexture from, in D3D11_BOX box)
    {
        lock (_gate)
        {
            _ = Windows.Count(FakeCall.Copy, out _);
            var (width, height) = ((int)box.right - (int)box.left, (int)box.bottom - (int)box.top);
            if (to.Format != from.Format || to.IsMapped || from.IsMapped || width <= 0 || height <= 0 || box.right > from.Width || box.bottom > from.Height || x + width > to.Width
                || y + height > to.Height || box.front != 0 || box.back != 1)
            {
                Windows.Complain($"copy of {width}x{height} at {box.left},{box.top} of {from.Width}x{from.Height} {from.Format} to {x},{y} of {to.Width}x{to.Height} {to.Format}"
                    + (to.IsMapped || from.IsMapped ? " while mapped" : ""));
                return;
            }

            if (Windows.RemovedReason != 0)
            {
                return;
            }

            for (var row = 0; row < height; row++)
            {
                NativeMemory.Copy(from.Row((int)box.top + row) + (box.left * (uint)from.PixelBytes), to.Row(y + row) + (x * to.PixelBytes), (nuint)(width * from.PixelBytes));
            }

            Windows.CopiedPixels += (long)width * height;
            if (to.IsStaging)
            {
                if (Windows.SpoilCopies)
                {
                    to.Row(y)[x * to.PixelBytes] ^= 0x10;
                }

                to.BusyAnswers = Windows.StillDrawingAnswers;
            }
        }
    }
}
