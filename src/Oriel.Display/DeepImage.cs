using Oriel.Protocol.Kvmfr;

namespace Oriel.Display;

/// <summary>A picture of 16-bit samples.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Rgb">R, G, B of each pixel, rows from the top.</param>
/// <param name="IsHdr">BT.2020 primaries and the PQ transfer function; false = sRGB.</param>
/// <param name="Hdr">What the guest says of its display; null = nothing.</param>
public sealed record DeepImage(int Width, int Height, ushort[] Rgb, bool IsHdr, HdrMetadata? Hdr);
