using Oriel.Protocol.Lgmp;

namespace Oriel.Fuzz.Mutation;

/// <summary>One queue of a good image: where its record, ring and entries lie.</summary>
/// <param name="Index">Record number.</param>
/// <param name="Id">Queue id.</param>
/// <param name="Record">Absolute offset of the record.</param>
/// <param name="RingOffset">Absolute offset of the ring.</param>
/// <param name="RingLength">Entries.</param>
/// <param name="Layout">Layout of the image.</param>
public sealed record QueueMap(int Index, uint Id, ulong Record, ulong RingOffset, uint RingLength, LgmpLayout Layout)
{
    /// <summary>Queue id of frames.</summary>
    public const uint FrameId = 2;

    /// <summary>Queue id of the pointer.</summary>
    public const uint PointerId = 1;

    /// <summary>Absolute offset of a field of the record.</summary>
    public ulong At(int field) => Record + (uint)field;

    /// <summary>Absolute offset of a field of a ring entry.</summary>
    public ulong Entry(uint index, int field) => RingOffset + (index * (ulong)Layout.Entry.Bytes) + (uint)field;
}
