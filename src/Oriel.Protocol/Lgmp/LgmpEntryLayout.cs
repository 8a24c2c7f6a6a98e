namespace Oriel.Protocol.Lgmp;

/// <summary>Offsets inside one ring entry (lgmp.md section 4.4).</summary>
public sealed record LgmpEntryLayout
{
    /// <summary>Bytes of one entry.</summary>
    public required int Bytes { get; init; }

    /// <summary>The application's word is a u64 at 0, else a u32 at 0.</summary>
    public required bool WideWord { get; init; }

    /// <summary>u32 size of the allocation.</summary>
    public required int Size { get; init; }

    /// <summary>u32 absolute offset of the payload.</summary>
    public required int Offset { get; init; }

    /// <summary>atomic u32, bit i set = slot i has not finished with the message.</summary>
    public required int Pending { get; init; }

    /// <summary>v5 to v10.</summary>
    internal static LgmpEntryLayout Narrow { get; } = new() { Bytes = 16, WideWord = false, Size = 4, Offset = 8, Pending = 12 };

    /// <summary>v12.</summary>
    internal static LgmpEntryLayout Wide { get; } = new() { Bytes = 32, WideWord = true, Size = 8, Offset = 12, Pending = 16 };
}
