namespace Oriel.Fuzz.Mutation;

/// <summary>
/// Offsets inside a frame header (kvmfr.md section 4). Written down a second time on purpose: the attacker must not share a table, and its
/// mistakes, with the parsers it attacks.
/// </summary>
public sealed record FrameFields
{
    /// <summary>u32 format version.</summary>
    public int FormatVersion { get; private init; }

    /// <summary>u32 serial.</summary>
    public int Serial { get; private init; } = 4;

    /// <summary>u32 type.</summary>
    public int Type { get; private init; } = 8;

    /// <summary>u32 screen width.</summary>
    public int ScreenWidth { get; private init; } = 12;

    /// <summary>u32 screen height.</summary>
    public int ScreenHeight { get; private init; } = 16;

    /// <summary>u32 data width, -1 when there is none (KVMFR 19).</summary>
    public int DataWidth { get; private init; } = 20;

    /// <summary>u32 rows present: dataHeight, or frameHeight in KVMFR 19.</summary>
    public int Rows { get; private init; } = 24;

    /// <summary>u32 frame width.</summary>
    public int FrameWidth { get; private init; } = 28;

    /// <summary>u32 frame height.</summary>
    public int FrameHeight { get; private init; } = 32;

    /// <summary>u32 rotation.</summary>
    public int Rotation { get; private init; } = 36;

    /// <summary>u32 stride.</summary>
    public int Stride { get; private init; } = 40;

    /// <summary>u32 pitch.</summary>
    public int Pitch { get; private init; } = 44;

    /// <summary>u32 offset of the write pointer.</summary>
    public int Offset { get; private init; } = 48;

    /// <summary>u32 number of damage rectangles.</summary>
    public int DamageCount { get; private init; } = 52;

    /// <summary>First damage rectangle.</summary>
    public int Damage { get; private init; } = 56;

    /// <summary>u32 flags.</summary>
    public int Flags { get; private init; } = 1080;

    /// <summary>Bytes of the header.</summary>
    public int Bytes { get; private init; } = 1084;

    /// <summary>The table of a KVMFR version.</summary>
    public static FrameFields For(uint kvmfrVersion) => kvmfrVersion switch
    {
        <= 19 => new()
        {
            DataWidth = -1, Rows = 24, FrameWidth = 20, FrameHeight = 24, Rotation = 28, Stride = 32, Pitch = 36, Offset = 40,
            DamageCount = 44, Damage = 48, Flags = 1072, Bytes = 1076,
        },
        <= 23 => new(),
        24 => new() { Flags = 52, DamageCount = 56, Damage = 128, Bytes = 1152 },
        _ => new() { Flags = 52, DamageCount = 56, Damage = 192, Bytes = 1216 },
    };
}
