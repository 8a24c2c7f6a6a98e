namespace Oriel.Interop.Windows.D3D11;

/// <summary>A part of a texture; right, bottom and back are outside.</summary>
internal struct D3D11_BOX
{
    public uint left;
    public uint top;
    public uint front;
    public uint right;
    public uint bottom;
    public uint back;
}
