namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Colour abilities of an output as it is set now.</summary>
/// <param name="Space">Colour space.</param>
/// <param name="BitsPerColor">Bits a channel.</param>
/// <param name="MinLuminance">Nits.</param>
/// <param name="MaxLuminance">Nits.</param>
/// <param name="MaxFullFrameLuminance">Nits.</param>
public readonly record struct OutputColor(OutputColorSpace Space, int BitsPerColor, float MinLuminance, float MaxLuminance, float MaxFullFrameLuminance);
