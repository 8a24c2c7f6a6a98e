namespace Oriel.Memory;

/// <content>The whole memory, for a device that writes into it by itself.</content>
public sealed unsafe partial class Region
{
    /// <summary>
    /// First byte, for opening the region as a heap of a GPU. Only the interop room for Windows sees it, and only hands it to the driver: what a GPU writes there is
    /// bounded by the buffers it was given.
    /// </summary>
    internal nint HeapAddress => (nint)WritableRange(0, Length);
}
