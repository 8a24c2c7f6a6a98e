namespace Oriel.Display.Upload;

/// <summary>A frame the renderer cannot show because of its size; immutable.</summary>
/// <param name="Width">Picture width, pixels.</param>
/// <param name="Height">Picture height, pixels.</param>
/// <param name="Limit">Largest edge this GPU can hold, pixels.</param>
internal sealed record FrameRefusal(uint Width, uint Height, int Limit);
