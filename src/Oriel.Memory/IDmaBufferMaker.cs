using Microsoft.Win32.SafeHandles;

namespace Oriel.Memory;

/// <summary>A device whose memory can be lent to GPU drivers.</summary>
internal interface IDmaBufferMaker
{
    /// <summary>A descriptor of a new DMA buffer; throws <see cref="OrielException"/> when the device refuses. The range was checked.</summary>
    SafeFileHandle Create(ulong offset, ulong size);

    /// <summary>Why <see cref="Create"/> is bound to throw; null when it is worth trying.</summary>
    OrielException? Obstacle => null;
}
