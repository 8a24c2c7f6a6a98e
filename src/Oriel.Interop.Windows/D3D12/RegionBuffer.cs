using Oriel.Interop.Windows.Com;

namespace Oriel.Interop.Windows.D3D12;

/// <summary>A piece of the region that the GPU can write.</summary>
public sealed unsafe class RegionBuffer : ComReference
{
    internal RegionBuffer(void* buffer, ulong bytes)
        : base(buffer)
    {
        Bytes = bytes;
    }

    /// <summary>Size.</summary>
    public ulong Bytes { get; }
}
