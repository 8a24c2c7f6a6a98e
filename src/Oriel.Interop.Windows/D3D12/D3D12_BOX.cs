namespace Oriel.Interop.Windows.D3D12;

/// <summary>A part of a texture; the right, bottom and back edges are outside.</summary>
internal struct D3D12_BOX
{
    public uint left;
    public uint top;
    public uint front;
    public uint right;
    public uint bottom;
    public uint back;
}
