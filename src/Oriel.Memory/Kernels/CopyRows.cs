namespace Oriel.Memory.Kernels;

/// <summary>A copy of rows, all numbers checked.</summary>
internal unsafe struct CopyRows
{
    public byte* Destination;
    public nuint DestinationPitch;
    public byte* Source;
    public nuint SourcePitch;
    public nuint RowBytes;
    public uint Rows;
    public uint StepRows;
    public delegate*<byte*, nuint, byte*, nuint, nuint, nuint, void> Kernel;
}
