using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Lgmp;

/// <summary>A ring entry whose payload lies inside the region. Only <see cref="LgmpEntry.TryValidate"/> makes one with content.</summary>
public readonly record struct LgmpMessage
{
    /// <summary>The application's word.</summary>
    public ulong Word { get; internal init; }

    /// <summary>Where the payload lies.</summary>
    public PayloadBounds Bounds { get; internal init; }
}
