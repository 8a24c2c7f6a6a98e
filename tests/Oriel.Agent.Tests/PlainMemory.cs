using Oriel.Agent.Capture;
using Oriel.Memory;

namespace Oriel.Agent.Tests;

/// <summary>A picture in ordinary memory, always readable.</summary>
internal sealed class PlainMemory(PixelBuffer pixels, uint pitchBytes) : IImageMemory
{
    public bool TryMap(out PixelBuffer mapped, out uint mappedPitchBytes)
    {
        (mapped, mappedPitchBytes) = (pixels, pitchBytes);
        return true;
    }

    public void Unmap()
    {
    }

    public void Dispose() => pixels.Dispose();
}
