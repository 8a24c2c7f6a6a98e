namespace Oriel.Memory.Linux.Native;

/// <summary><c>struct msghdr</c> on 64-bit Linux.</summary>
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nuint VectorCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary><c>struct iovec</c>.</summary>
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}

/// <summary><c>struct cmsghdr</c> on 64-bit Linux; its data follows.</summary>
internal struct ControlHeader
{
    public nuint Length;
    public int Level;
    public int Type;
}
