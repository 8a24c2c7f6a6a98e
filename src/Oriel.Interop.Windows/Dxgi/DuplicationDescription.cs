namespace Oriel.Interop.Windows.Dxgi;

/// <summary>What a duplication delivers.</summary>
/// <param name="Width">Pixels of the mode.</param>
/// <param name="Height">Rows of the mode.</param>
/// <param name="Format">Pixel storage.</param>
/// <param name="Rotation">How the output turns it.</param>
/// <param name="RefreshMilliHz">Refresh rate, thousandths of a hertz; 0 = not known.</param>
/// <param name="InSystemMemory">The desktop lies in system memory.</param>
public readonly record struct DuplicationDescription(int Width, int Height, PixelFormat Format, OutputRotation Rotation, long RefreshMilliHz, bool InSystemMemory);
