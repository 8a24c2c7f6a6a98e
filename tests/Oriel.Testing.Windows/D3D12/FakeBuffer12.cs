using Oriel.Interop.Windows.D3D12;

namespace Oriel.Testing.Windows.D3D12;

/// <summary>ID3D12Resource: a buffer in the region.</summary>
internal sealed unsafe class FakeBuffer12 : FakeObject
{
    private static readonly void** s_table = MakeObjectTable();

    public FakeBuffer12(FakeWindows windows, byte* address, ulong bytes)
        : base(windows, "buffer", (nint)s_table)
    {
        Address = address;
        Bytes = bytes;
    }

    public byte* Address { get; }

    public ulong Bytes { get; }

    protected override int FacetOf(in Guid id) => id == D3D12Ids.ID3D12Resource ? 0 : -1;
}
