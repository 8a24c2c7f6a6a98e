namespace Oriel.Cli.Pictures;

/// <summary>What four bytes of a composed picture mean.</summary>
internal enum PictureColor
{
    /// <summary>Bytes B, G, R, 0: sRGB.</summary>
    Sdr8,

    /// <summary>A word with R in bits 0 to 9, G in 10 to 19, B in 20 to 29: sRGB.</summary>
    Sdr10,

    /// <summary>The same, in BT.2020 primaries with the PQ transfer function.</summary>
    Hdr10,
}
