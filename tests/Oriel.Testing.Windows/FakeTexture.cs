using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;

namespace Oriel.Testing.Windows;

/// <summary>ID3D11Texture2D in ordinary memory. Its rows lie further apart than they are long, as those of real ones often do.</summary>
internal sealed unsafe class FakeTexture : FakeObject
{
    private static readonly void** s_table = TextureTable();
    private static readonly void** s_resource = ResourceTable();
    private readonly byte* _pixels;
    private readonly D3D11_TEXTURE2D_DESC _description;

    public FakeTexture(FakeWindows windows, int width, int height, PixelFormat format, bool staging, string name = "texture", D3D11_TEXTURE2D_DESC description = default)
        : base(windows, name, (nint)s_table, (nint)s_resource)
    {
        (Width, Height, Format, IsStaging) = (width, height, format, staging);
        PixelBytes = format == PixelFormat.Rgba16F ? 8 : 4;
        PitchBytes = (((width * PixelBytes) + 255) / 256 * 256) + 256;
        _pixels = (byte*)windows.Allocate((nuint)PitchBytes * (nuint)height);
        _description = description;
        (_description.Width, _description.Height, _description.Format) = ((uint)width, (uint)height, (uint)format);
        new Span<byte>(_pixels, PitchBytes * height).Fill(0xA5);
    }

    public int Width { get; }

    public int Height { get; }

    public PixelFormat Format { get; }

    public bool IsStaging { get; }

    public int PixelBytes { get; }

    public int PitchBytes { get; }

    public bool IsMapped { get; set; }

    /// <summary>How often the GPU is still busy with it when asked.</summary>
    public int BusyAnswers { get; set; }

    public byte* Row(int y) => _pixels + ((long)y * PitchBytes);

    /// <summary>Takes a picture with tight rows.</summary>
    public void Fill(ReadOnlySpan<byte> pixels)
    {
        var row = Width * PixelBytes;
        var source = pixels.Length / Height / Width;
        for (var y = 0; y < Height; y++)
        {
            if (source == PixelBytes)
            {
                pixels.Slice(y * row, row).CopyTo(new Span<byte>(Row(y), row));
            }
            else
            {
                // The system converts a deep desktop for those who want bytes; the top byte of each half float stands for it.
                for (var i = 0; i < row; i++)
                {
                    Row(y)[i] = pixels[(((y * row) + i) * 2) + 1];
                }
            }
        }
    }

    protected override int FacetOf(in Guid id) =>
        id == D3D11Ids.ID3D11Texture2D ? 0 : id == DxgiIds.IDXGIResource1 || id == DxgiIds.IDXGIResource ? 1 : -1;

    private static void** TextureTable()
    {
        var table = MakeObjectTable();
        table[ID3D11Texture2D.Slot.GetDesc] = (delegate* unmanaged<void*, D3D11_TEXTURE2D_DESC*, void>)&GetDesc;
        return table;
    }

    private static void** ResourceTable()
    {
        var table = MakeObjectTable();
        table[IDXGIResource1.Slot.CreateSharedHandle] = (delegate* unmanaged<void*, void*, uint, char*, nint*, int>)&CreateSharedHandle;
        return table;
    }

    [UnmanagedCallersOnly]
    private static void GetDesc(void* self, D3D11_TEXTURE2D_DESC* description) => *description = From<FakeTexture>(self)._description;

    [UnmanagedCallersOnly]
    private static int CreateSharedHandle(void* self, void* attributes, uint access, char* name, nint* handle)
    {
        var target = From<FakeTexture>(self);
        if (target.Windows.Count(FakeCall.Share, out var refused))
        {
            return refused;
        }

        // Documented: only for textures made with the shared flags.
        if ((target._description.MiscFlags & D3D11Constants.MiscSharedNtHandle) == 0)
        {
            *handle = 0;
            return HResultCodes.InvalidArgument;
        }

        *handle = target.Windows.Share(target);
        return HResultCodes.Ok;
    }
}
