using Oriel.Agent.Capture;
using Oriel.Memory;

namespace Oriel.Agent.Windows.NvFbc;

/// <summary>A copy of the driver's picture: always readable, while the driver overwrites its own at the next grab.</summary>
internal sealed class NvFbcMemory(PixelBuffer pixels, uint pitchBytes) : IImageMemory
{
    /// <summary>The pixels.</summary>
    public PixelBuffer Pixels { get; } = pixels;

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; } = pitchBytes;

    /// <inheritdoc/>
    public bool TryMap(out PixelBuffer mapped, out uint mappedPitchBytes)
    {
        (mapped, mappedPitchBytes) = (Pixels, PitchBytes);
        return true;
    }

    /// <inheritdoc/>
    public void Unmap()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();
}
