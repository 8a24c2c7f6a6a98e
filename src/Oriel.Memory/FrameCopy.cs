namespace Oriel.Memory;

/// <summary>Where the pixels of one frame lie in a region; all numbers already validated against it.</summary>
/// <param name="WritePointerOffset">Absolute offset of the u32 write pointer (kvmfr.md section 5).</param>
/// <param name="PixelsOffset">Absolute offset of the first pixel byte.</param>
/// <param name="PitchBytes">Bytes from one row to the next in the region.</param>
/// <param name="RowBytes">Bytes of real pixels in a row, at most the pitch.</param>
/// <param name="Rows">Rows present.</param>
public readonly record struct FrameExtent(ulong WritePointerOffset, ulong PixelsOffset, uint PitchBytes, uint RowBytes, uint Rows);

/// <summary>A rectangle in bytes by rows, inside the frame. Rectangles may overlap.</summary>
public readonly record struct ByteRect(uint XBytes, uint Y, uint WidthBytes, uint Height);

/// <summary>When to stop waiting for a write pointer.</summary>
/// <param name="Deadline">Stopwatch timestamp after which the copy gives up.</param>
/// <param name="SessionOffset">Absolute offset of the session word that is watched while waiting.</param>
/// <param name="SessionId">The value it must keep.</param>
public readonly record struct FollowLimits(long Deadline, ulong SessionOffset, uint SessionId);

/// <summary>How a following copy ended.</summary>
public enum FollowOutcome
{
    /// <summary>All rows asked for were copied after the pointer had passed them.</summary>
    Complete,

    /// <summary>The pointer did not get there before the deadline.</summary>
    TimedOut,

    /// <summary>The session word changed while waiting.</summary>
    SessionChanged,

    /// <summary>The region shrank under us.</summary>
    RegionFaulted,
}

/// <summary>Copies the pixels of frames between a region and private memory, in both directions, behind or ahead of a write pointer.</summary>
public static partial class FrameCopy
{
    /// <summary>Rows are handed over in steps of about this many bytes (kvmfr.md section 5).</summary>
    public const uint ChunkBytes = 1 << 20;

    /// <summary>
    /// Consumer side: copies rectangles (none = the whole frame) to the same place in <paramref name="destination"/>, each chunk of rows
    /// once the write pointer has passed it. Allocates nothing; spins briefly, then waits in microsecond steps.
    /// </summary>
    /// <param name="region">Source.</param>
    /// <param name="frame">Where the frame lies.</param>
    /// <param name="destination">Private memory.</param>
    /// <param name="destinationOffset">Where row 0 goes.</param>
    /// <param name="destinationPitchBytes">Bytes between rows there.</param>
    /// <param name="rects">What to copy, in any order; empty = everything.</param>
    /// <param name="limits">When to give up.</param>
    public static FollowOutcome Follow(Region region, in FrameExtent frame, PixelBuffer destination, nuint destinationOffset,
        uint destinationPitchBytes, ReadOnlySpan<ByteRect> rects, in FollowLimits limits) => throw new NotImplementedException();

    /// <summary>
    /// Producer side: copies rectangles (none = the whole frame) into the region in row order and advances the write pointer
    /// after each chunk, with a store fence before every advance; ends with the pointer at rows * pitch. The pointer must have been set to 0 before.
    /// </summary>
    public static void Fill(Region region, in FrameExtent frame, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes,
        ReadOnlySpan<ByteRect> rects) => throw new NotImplementedException();
}
