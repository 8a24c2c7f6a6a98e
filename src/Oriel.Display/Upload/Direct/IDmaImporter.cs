using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload.Direct;

/// <summary>Turns DMA buffers into textures; a seam, because no machine of ours can. Render role, except <see cref="Obstacle"/>.</summary>
internal interface IDmaImporter
{
    /// <summary>Why nothing can be imported on this renderer; null when it is worth trying. Any thread.</summary>
    string? Obstacle { get; }

    /// <summary>A texture whose texels are the first <paramref name="rows"/> rows of a buffer, in the frame's type, width and pitch; null with the reason when that is refused.</summary>
    DmaTexture? TryImport(DmaBuffer buffer, in FrameHeader frame, uint rows, out string reason);

    /// <summary>Before each use: what was written into the buffer since the last one must be seen. False when the driver refuses.</summary>
    bool TryRefresh(DmaTexture texture);

    /// <summary>Deletes the texture; the GPU must not be reading it any more.</summary>
    void Release(DmaTexture texture);
}
