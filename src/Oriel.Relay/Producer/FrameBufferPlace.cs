namespace Oriel.Relay.Producer;

/// <summary>Where the pixels of one frame buffer lie in the region: the same in every session of a producer.</summary>
/// <param name="Index">Number of the buffer, from 0.</param>
/// <param name="PixelsOffset">Absolute offset of the first pixel byte, a multiple of <see cref="ProducerOptions.FrameAlignment"/>.</param>
/// <param name="Bytes">Room for pixels.</param>
public readonly record struct FrameBufferPlace(int Index, ulong PixelsOffset, ulong Bytes);
