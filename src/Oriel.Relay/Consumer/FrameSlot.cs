using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Consumer;

/// <summary>One upload buffer a sink lends to the feed. Owned by the feed while lent, by the sink otherwise.</summary>
public sealed class FrameSlot
{
    /// <summary>Index of the slot in its sink.</summary>
    public required int Index { get; init; }

    /// <summary>Where the pixels go. The sink sizes it for the format it was asked for: at least rows * <see cref="PitchBytes"/>.</summary>
    public PixelBuffer? Buffer { get; set; }

    /// <summary>Offset of row 0 in <see cref="Buffer"/>.</summary>
    public nuint Offset { get; set; }

    /// <summary>Bytes from one row to the next in <see cref="Buffer"/>; the sink may choose another pitch than the frame's.</summary>
    public uint PitchBytes { get; set; }

    /// <summary>
    /// What is out of date in this slot. The sink sets it to everything when the buffer is new; from then on the feed maintains it
    /// (adds each frame's damage to every slot, clears it when the slot was filled).
    /// </summary>
    public DamageList Stale { get; } = new();
}
