using System.Runtime.InteropServices;
using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12Resource: a texture of Direct3D 11 that was opened by its handle.</summary>
internal sealed unsafe class FakeTexture12 : FakeObject
{
    private static readonly void** s_table = TextureTable();

    public FakeTexture12(FakeWindows windows, FakeTexture texture)
        : base(windows, "texture12", (nint)s_table)
    {
        Texture = texture;
        _ = texture.NewReference();
    }

    public FakeTexture Texture { get; }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12Resource ? 0 : -1;

    protected override void OnLastRelease() => _ = Texture.GiveBack();

    private static void** TextureTable()
    {
        var table = MakeObjectTable();
        table[ID3D12Resource.Slot.GetDesc] = (delegate* unmanaged<void*, D3D12_RESOURCE_DESC*, D3D12_RESOURCE_DESC*>)&GetDesc;
        return table;
    }

    [UnmanagedCallersOnly]
    private static D3D12_RESOURCE_DESC* GetDesc(void* self, D3D12_RESOURCE_DESC* result)
    {
        var texture = From<FakeTexture12>(self).Texture;
        *result = new D3D12_RESOURCE_DESC
        {
            Dimension = D3D12Constants.ResourceDimensionTexture2D,
            Width = (ulong)texture.Width,
            Height = (uint)texture.Height,
            DepthOrArraySize = 1,
            MipLevels = 1,
            Format = (uint)texture.Format,
        };
        return result;
    }
}
