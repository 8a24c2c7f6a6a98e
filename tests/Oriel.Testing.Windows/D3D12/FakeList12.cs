using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12GraphicsCommandList: records copies from textures to buffers and checks them as the debug layer does.</summary>
internal sealed unsafe class FakeList12 : FakeObject
{
    private static readonly void** s_table = ListTable();
    private readonly FakeDirect3D12 _library;
    private readonly Copy[] _copies = new Copy[512];
    private FakeAllocator12 _allocator;
    private int _count;
    private bool _recording = true;

    public FakeList12(FakeDirect3D12 library, FakeAllocator12 allocator)
        : base(library.Windows, "list", (nint)s_table)
    {
        _library = library;
        _allocator = allocator;
    }

    public void Submitted()
    {
        if (_recording)
        {
            Windows.Complain("a list was executed that is not closed");
        }

        _allocator.Begin();
    }

    /// <summary>Does what was recorded. On the GPU's thread.</summary>
    public void Execute(FakeGpuThread gpu)
    {
        if (_library.Delay > TimeSpan.Zero)
        {
            FakeGpuThread.Spend(_library.Delay);
        }

        if (_library.Fault == FakeCopyFault.Hangs)
        {
            gpu.Hang();
        }

        if (_library.Fault == FakeCopyFault.IsRemoved)
        {
            Windows.RemovedReason = HResultCodes.DeviceHung;
        }

        if (Windows.RemovedReason == 0)
        {
            for (var i = 0; i < _count; i++)
            {
                gpu.AddWritten(_copies[i].Run(_library.Fault));
            }
        }

        _allocator.End();
    }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12GraphicsCommandList ? 0 : -1;

    private static void** ListTable()
    {
        var table = MakeObjectTable();
        table[ID3D12GraphicsCommandList.Slot.Close] = (delegate* unmanaged<void*, int>)&Close;
        table[ID3D12GraphicsCommandList.Slot.Reset] = (delegate* unmanaged<void*, void*, void*, int>)&Reset;
        table[ID3D12GraphicsCommandList.Slot.CopyTextureRegion] =
            (delegate* unmanaged<void*, D3D12_TEXTURE_COPY_LOCATION*, uint, uint, uint, D3D12_TEXTURE_COPY_LOCATION*, D3D12_BOX*, void>)&CopyTextureRegion;
        return table;
    }

    [UnmanagedCallersOnly]
    private static int Close(void* self)
    {
        var list = From<FakeList12>(self);
        if (!list._recording || list._library.Fault == FakeCopyFault.RefusesTheList)
        {
            list._recording = false;
            return HResultCodes.InvalidArgument;
        }

        list._recording = false;
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static int Reset(void* self, void* allocator, void* state)
    {
        var list = From<FakeList12>(self);
        if (list._recording)
        {
            list.Windows.Complain("a list was reset that still records");
            return HResultCodes.Failed;
        }

        (list._allocator, list._count, list._recording) = (From<FakeAllocator12>(allocator), 0, true);
        return HResultCodes.Ok;
    }

    [UnmanagedCallersOnly]
    private static void CopyTextureRegion(void* self, D3D12_TEXTURE_COPY_LOCATION* target, uint x, uint y, uint z, D3D12_TEXTURE_COPY_LOCATION* source, D3D12_BOX* box)
    {
        var list = From<FakeList12>(self);
        var (buffer, texture) = (From<FakeBuffer12>(target->pResource), From<FakeTexture12>(source->pResource).Texture);
        var footprint = target->PlacedFootprint.Footprint;
        var end = (((ulong)footprint.Height - 1) * footprint.RowPitch) + ((ulong)footprint.Width * (uint)texture.PixelBytes);
        if (!list._recording || target->Type != D3D12Constants.CopyTypePlacedFootprint || source->Type != D3D12Constants.CopyTypeSubresourceIndex || source->SubresourceIndex != 0
            || footprint.RowPitch % D3D12Constants.PitchAlignment != 0 || target->PlacedFootprint.Offset != 0 || footprint.Depth != 1 || footprint.Format != (uint)texture.Format
            || end > buffer.Bytes || box->front != 0 || box->back != 1 || z != 0 || box->left >= box->right || box->top >= box->bottom || box->right > (uint)texture.Width
            || box->bottom > (uint)texture.Height || x + box->right - box->left > footprint.Width || y + box->bottom - box->top > footprint.Height)
        {
            list.Windows.Complain($"copy of {box->left},{box->top}..{box->right},{box->bottom} to {x},{y} of {footprint.Width}x{footprint.Height} pitch {footprint.RowPitch} in {buffer.Bytes} bytes");
            return;
        }

        list._copies[list._count++] = new Copy(buffer, texture, footprint.RowPitch, x, y, *box);
    }

    private readonly record struct Copy(FakeBuffer12 Buffer, FakeTexture Texture, uint Pitch, uint X, uint Y, D3D12_BOX Box)
    {
        /// <summary>Texels written.</summary>
        public long Run(FakeCopyFault fault)
        {
            if (fault == FakeCopyFault.WritesNothing)
            {
                return 0;
            }

            var texel = (uint)Texture.PixelBytes;
            var shift = fault == FakeCopyFault.WritesOneRowLower ? 1u : 0;
            var (left, x) = fault == FakeCopyFault.IgnoresTheBox ? (0, 0) : (Box.left, X);
            var width = fault == FakeCopyFault.IgnoresTheBox ? (uint)Texture.Width : Box.right - Box.left;
            for (var row = 0u; row < Box.bottom - Box.top; row++)
            {
                var to = (((ulong)Y + row + shift) * Pitch) + (x * texel);
                if (to + (width * texel) <= Buffer.Bytes)
                {
                    NativeMemory.Copy(Texture.Row((int)(Box.top + row)) + (left * texel), Buffer.Address + to, width * texel);
                }
            }

            if (fault == FakeCopyFault.FlipsOneBit)
            {
                Buffer.Address[((ulong)Y * Pitch) + (X * texel)] ^= 1;
            }

            return (long)width * (Box.bottom - Box.top);
        }
    }
}
