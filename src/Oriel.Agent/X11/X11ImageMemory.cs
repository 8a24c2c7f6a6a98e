using Oriel.Agent.Capture;
using Oriel.Interop.Linux.X11;
using Oriel.Memory;

namespace Oriel.Agent.X11;

/// <summary>A picture in memory shared with the X server, which has written it when its answer arrives: always readable.</summary>
internal sealed class X11ImageMemory(XSharedImage image) : IImageMemory
{
    /// <summary>The shared image.</summary>
    public XSharedImage Image { get; } = image;

    /// <inheritdoc/>
    public bool TryMap(out PixelBuffer pixels, out uint pitchBytes)
    {
        (pixels, pitchBytes) = (Image.Pixels, Image.PitchBytes);
        return true;
    }

    /// <inheritdoc/>
    public void Unmap()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
