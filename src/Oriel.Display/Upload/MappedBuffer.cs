using Oriel.Memory;

namespace Oriel.Display.Upload;

/// <summary>A GL buffer that stays mapped for writing. Made and deleted by the render thread; its memory is filled by the feed.</summary>
/// <param name="Name">GL buffer name.</param>
/// <param name="Memory">The mapping.</param>
internal sealed record MappedBuffer(uint Name, PixelBuffer Memory);
