using Oriel.Agent.Capture;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Gdi;

/// <summary>A picture in ordinary memory: always readable.</summary>
internal sealed class GdiImageMemory(int width, int height) : IImageMemory
{
    /// <summary>The pixels, 32 bits each, rows tight.</summary>
    public PixelBuffer Pixels { get; } = PixelBuffer.Allocate((nuint)width * (nuint)height * 4);

    /// <inheritdoc/>
    public bool TryMap(out PixelBuffer pixels, out uint pitchBytes)
    {
        (pixels, pitchBytes) = (Pixels, (uint)width * 4);
        return true;
    }

    /// <inheritdoc/>
    public void Unmap()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();
}
