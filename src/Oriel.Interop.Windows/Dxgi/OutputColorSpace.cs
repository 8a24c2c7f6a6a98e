namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Colour space of an output, by the system's numbers; others may occur.</summary>
public enum OutputColorSpace : uint
{
    /// <summary>Ordinary desktop: gamma 2.2, Rec. 709 primaries.</summary>
    Sdr = DxgiConstants.ColorSpaceSdr,

    /// <summary>Linear, Rec. 709 primaries.</summary>
    Linear = DxgiConstants.ColorSpaceLinear,

    /// <summary>HDR10: PQ, Rec. 2020 primaries. The desktop is composed in linear half floats.</summary>
    Hdr10 = DxgiConstants.ColorSpaceHdr10,
}
