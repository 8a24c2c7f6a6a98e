using Oriel.Memory;

namespace Oriel.Display.Upload.Direct;

/// <summary>An imported DMA buffer.</summary>
/// <param name="Buffer">The buffer; owned by somebody else.</param>
/// <param name="Name">GL texture name.</param>
/// <param name="Image">EGL image.</param>
internal sealed record DmaTexture(DmaBuffer Buffer, uint Name, nint Image);
