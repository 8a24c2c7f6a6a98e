using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>Somebody other than this process' cores who writes the pixels of a frame into the region: a GPU that has the region open.</summary>
public interface IFrameFiller
{
    /// <summary>
    /// Brings the stale parts of a buffer up to date and returns when every byte is in the memory, or when that failed. Consumers already wait for the pixels: it must
    /// end within a few hundred milliseconds. Called on the publishing thread; allocates nothing.
    /// </summary>
    /// <param name="target">Where to write.</param>
    /// <param name="stale">What the buffer lacks, clipped to the rows present; never empty, may overlap. The whole frame when nothing in the buffer is of use.</param>
    /// <returns>False when the buffer now holds anything; the producer then treats all of it as stale.</returns>
    bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> stale);
}
