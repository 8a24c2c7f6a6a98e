namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// One KVMFR version as data: where the fields of its frame and cursor headers lie (kvmfr.md sections 4.1, 4.2, 7 and 13).
/// Offsets in bytes from the start of the structure; -1 means the version has no such field.
/// </summary>
public sealed record KvmfrVersion
{
    /// <summary>Version number in the user data.</summary>
    public required uint Number { get; init; }

    /// <summary>Bytes of the frame header.</summary>
    public required int FrameHeaderBytes { get; init; }

    /// <summary>Bytes of the cursor header; shape data follow.</summary>
    public required int CursorHeaderBytes { get; init; }

    /// <summary>Highest frame type the version has.</summary>
    public required FrameType LastFrameType { get; init; }

    /// <summary>u32 storage width; the height follows it.</summary>
    public required int DataWidth { get; init; }

    /// <summary>u32 picture width; then height, rotation, stride, pitch, offset, 4 bytes each.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>u32 flags.</summary>
    public required int Flags { get; init; }

    /// <summary>u32 number of damage rectangles.</summary>
    public required int DamageCount { get; init; }

    /// <summary>First of 64 damage rectangles.</summary>
    public required int DamageRects { get; init; }

    /// <summary>u32 level of diffuse white in nits.</summary>
    public int SdrWhite { get; init; } = -1;

    /// <summary>HDR metadata: 8 u16 then 4 u32.</summary>
    public int Hdr { get; init; } = -1;

    /// <summary>u64 capture, post-processing and copy durations, 8 bytes each.</summary>
    public int Times { get; init; } = -1;

    /// <summary>u64 ready time.</summary>
    public int ReadyTime { get; init; } = -1;

    /// <summary>u64 hold time; the lead time follows it.</summary>
    public int HoldTime { get; init; } = -1;

    /// <summary>u32 serial the times belong to; the valid word follows it.</summary>
    public int TimingSerial { get; init; } = -1;

    /// <summary>u32 timing flags.</summary>
    public int TimingFlags { get; init; } = -1;

    /// <summary>u32 schedule generation, epoch and deadline serial, 4 bytes each.</summary>
    public int Schedule { get; init; } = -1;

    /// <summary>u32 level of diffuse white in the cursor header.</summary>
    public int CursorSdrWhite { get; init; } = -1;

    /// <summary>Cursor messages may carry a colour transform (22 on).</summary>
    public bool HasColorTransform => Number >= 22;

    /// <summary>Visibility is meaningful only with its own flag (23 on); before, in every message.</summary>
    public bool HasVisibilityFlag => Number >= 23;
}
