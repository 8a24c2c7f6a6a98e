using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Capture;

/// <summary>
/// Where a captured picture lies. A GPU may still be writing it when the capture thread posts it: the publish thread maps it only when it needs the pixels, so that
/// the next capture is under way meanwhile. Memory that is always readable answers at once.
/// </summary>
internal interface IImageMemory : IDisposable
{
    /// <summary>
    /// Who writes this picture into the region without it ever being mapped (a GPU that has the region open); null for memory that is mapped and copied.
    /// A filler that fails has its backend report <see cref="CaptureOutcome.Lost"/> next. Publish thread.
    /// </summary>
    IFrameFiller? Filler => null;

    /// <summary>
    /// Makes the pixels readable until <see cref="Unmap"/>, waiting for the GPU if it must, a bounded time. False when they are lost (the device was removed or does not
    /// answer): the picture is void. Publish thread; allocates nothing.
    /// </summary>
    /// <param name="pixels">Where row 0 starts at offset 0.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    bool TryMap(out PixelBuffer pixels, out uint pitchBytes);

    /// <summary>Ends what <see cref="TryMap"/> began; nothing when it did not succeed. Publish thread.</summary>
    void Unmap();
}
