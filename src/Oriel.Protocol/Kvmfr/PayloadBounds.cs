namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// Where a message's payload lies. The parsers check it against <paramref name="RegionBytes"/> again, so a wrong one is a refusal, not an access.
/// </summary>
/// <param name="Offset">Absolute offset of the payload in the region.</param>
/// <param name="Size">Bytes of the payload's allocation.</param>
/// <param name="RegionBytes">Size of the region.</param>
public readonly record struct PayloadBounds(ulong Offset, ulong Size, ulong RegionBytes)
{
    /// <summary>True when the payload lies inside the region.</summary>
    public bool IsInside => Offset <= RegionBytes && Size <= RegionBytes - Offset;
}
