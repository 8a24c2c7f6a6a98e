using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload.Direct;

/// <summary>One frame buffer of the guest that is lent to the GPU: made by the feed, imported and released by the render thread.</summary>
/// <param name="region">Where it lies.</param>
/// <param name="frame">The frame it was made for: place and format.</param>
/// <param name="memory">Its memory.</param>
internal sealed class DirectBuffer(Region region, FrameHeader frame, DmaBuffer memory)
{
    public DmaBuffer Memory { get; } = memory;

    /// <summary>Render: the import; null before the first use.</summary>
    public DmaTexture? Texture { get; set; }

    /// <summary>This buffer holds frames of that place and format.</summary>
    public bool IsFor(Region other, in FrameHeader another) =>
        ReferenceEquals(other, region) && another.PixelsOffset == frame.PixelsOffset && another.RowBytes == frame.RowBytes && another.SameFormat(frame);
}
