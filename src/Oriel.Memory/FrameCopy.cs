using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Oriel.Memory.Kernels;

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
public static unsafe partial class FrameCopy
{
    /// <summary>
    /// Rows are handed over in steps of at most about this many bytes: a quarter of what kvmfr.md section 5 describes, because a follower that has caught up waits for one of them,
    /// and a producer loses nothing by it (64 KiB to 2 MiB: within 3 % on Zen 5).
    /// </summary>
    public const uint ChunkBytes = 256 << 10;

    /// <summary>A follower that is behind takes at most so many steps between two looks.</summary>
    private const uint MostChunks = 4;

    /// <summary>A follower takes what is there, but waits for so many bytes of rows first: less would be more looking than copying.</summary>
    private const uint LeastChunkBytes = 64 << 10;

    /// <summary>A small frame is handed over in so many steps: what a follower has to wait for behind the producer is one of them.</summary>
    private const uint StepsPerFrame = 16;

    /// <summary>Most rectangles one call takes; four times what a frame header can carry, for callers that accumulate.</summary>
    public const int MostRects = 256;

    /// <summary>
    /// Consumer side: copies rectangles (none = the whole frame) to the same place in <paramref name="destination"/>, each chunk of rows
    /// once the write pointer has passed it. Overlapping parts are copied once. Allocates nothing; spins briefly, then waits in microsecond steps.
    /// The pointer is the guest's: one beyond the frame counts as its end. Numbers that do not fit the region or the buffer are a bug of the caller and throw.
    /// </summary>
    /// <param name="region">Source.</param>
    /// <param name="frame">Where the frame lies.</param>
    /// <param name="destination">Private memory.</param>
    /// <param name="destinationOffset">Where row 0 goes.</param>
    /// <param name="destinationPitchBytes">Bytes between rows there.</param>
    /// <param name="rects">What to copy, in any order, at most <see cref="MostRects"/>; empty = everything.</param>
    /// <param name="limits">When to give up.</param>
    /// <param name="kernel">Forces a copy kernel; throws <see cref="NotSupportedException"/> when this processor cannot run it.</param>
    public static FollowOutcome Follow(
        Region region,
        in FrameExtent frame,
        PixelBuffer destination,
        nuint destinationOffset,
        uint destinationPitchBytes,
        ReadOnlySpan<ByteRect> rects,
        in FollowLimits limits,
        CopyKernel kernel = CopyKernel.Auto) =>
        Follow(region, frame, destination, destinationOffset, destinationPitchBytes, rects, limits, out _, kernel);

    /// <summary><see cref="Follow(Region, in FrameExtent, PixelBuffer, nuint, uint, ReadOnlySpan{ByteRect}, in FollowLimits, CopyKernel)"/>, and how many bytes of pixels were copied.</summary>
    /// <inheritdoc cref="Follow(Region, in FrameExtent, PixelBuffer, nuint, uint, ReadOnlySpan{ByteRect}, in FollowLimits, CopyKernel)"/>
    public static FollowOutcome Follow(
        Region region,
        in FrameExtent frame,
        PixelBuffer destination,
        nuint destinationOffset,
        uint destinationPitchBytes,
        ReadOnlySpan<ByteRect> rects,
        in FollowLimits limits,
        out ulong copiedBytes,
        CopyKernel kernel = CopyKernel.Auto)
    {
        copiedBytes = 0;
        RequireFits(frame, destination, destinationOffset, destinationPitchBytes, rects);
        var whole = new ByteRect(0, 0, frame.RowBytes, frame.Rows);
        var parts = rects.IsEmpty ? new ReadOnlySpan<ByteRect>(in whole) : rects;
        var bands = new RectBands(parts, stackalloc ushort[MostRects]);
        var copyRows = KernelChoice.Function(KernelChoice.Resolve(kernel, Area(parts), IsOnePiece(frame, destinationPitchBytes, parts)));
        var source = region.ReadableRange(frame.PixelsOffset, Extent(frame.PitchBytes, frame.RowBytes, frame.Rows));
        var target = destination.Address + destinationOffset;
        var leastRows = RowsOf(LeastChunkBytes, frame.PitchBytes);
        if (kernel == CopyKernel.Auto && IsAllOfIt(frame, destinationPitchBytes, rects) && TryFollowWithHelp(region, frame, target))
        {
            copiedBytes = (ulong)frame.Rows * frame.PitchBytes;
            return Ended(region, limits);
        }

        var mostRows = RowsOf(MostChunks * ChunkBytes, frame.PitchBytes);
        var spin = WritePointer.SpinNanoseconds;
        ulong seen = 0;
        while (bands.MoveToTop())
        {
            // As many rows as a look is worth have to be there; of what is there, as much as can be copied before the next look.
            bands.Take(leastRows);
            var needed = (ulong)bands.Bottom * frame.PitchBytes;
            if (seen < needed && WritePointer.Await(region, frame.WritePointerOffset, needed, limits, ref spin, out seen) is var outcome and not FollowOutcome.Complete)
            {
                return outcome;
            }

            bands.Take((uint)Math.Clamp((seen / frame.PitchBytes) - bands.Top, leastRows, mostRows));
            while (bands.NextRun(out var x, out var width))
            {
                // SAFETY: the whole extent was checked on both sides, and every band and run lies inside the frame (RequireFits).
                copyRows(
                    target + ((nuint)bands.Top * destinationPitchBytes) + x,
                    destinationPitchBytes,
                    source + ((nuint)bands.Top * frame.PitchBytes) + x,
                    frame.PitchBytes,
                    width,
                    bands.Bottom - bands.Top);
                copiedBytes += (ulong)width * (bands.Bottom - bands.Top);
            }
        }

        FenceStores();
        return Ended(region, limits);
    }

    /// <summary>
    /// Producer side: copies rectangles (none = the whole frame) into the region in row order and advances the write pointer
    /// after each chunk, with a store fence before every advance; ends with the pointer at rows * pitch. The pointer must have been set to 0 before.
    /// </summary>
    /// <param name="region">Destination.</param>
    /// <param name="frame">Where the frame lies.</param>
    /// <param name="source">Private memory that holds the whole frame.</param>
    /// <param name="sourceOffset">Where row 0 lies.</param>
    /// <param name="sourcePitchBytes">Bytes between rows there.</param>
    /// <param name="rects">What to copy, in any order, at most <see cref="MostRects"/>; empty = everything.</param>
    /// <param name="kernel">Forces a copy kernel; throws <see cref="NotSupportedException"/> when this processor cannot run it.</param>
    /// <returns>Bytes of pixels copied: those of the union of the rectangles.</returns>
    public static ulong Fill(
        Region region,
        in FrameExtent frame,
        PixelBuffer source,
        nuint sourceOffset,
        uint sourcePitchBytes,
        ReadOnlySpan<ByteRect> rects,
        CopyKernel kernel = CopyKernel.Auto)
    {
        RequireFits(frame, source, sourceOffset, sourcePitchBytes, rects);
        var total = checked((uint)((ulong)frame.Rows * frame.PitchBytes));
        if (kernel == CopyKernel.Auto && IsAllOfIt(frame, sourcePitchBytes, rects) && CopyAssistant.Shared is { } assistant && assistant.TryTake(total, out var assist))
        {
            var started = Stopwatch.GetTimestamp();
            if (assist)
            {
                FillWithHelp(assistant, region, frame, source.Address + sourceOffset, total, started);
            }
            else
            {
                FillAlone(region, frame, source, sourceOffset, sourcePitchBytes, rects, kernel, total);
                assistant.Alone(Stopwatch.GetTimestamp() - started);
            }

            return total;
        }

        return FillAlone(region, frame, source, sourceOffset, sourcePitchBytes, rects, kernel, total);
    }

    private static ulong FillAlone(
        Region region, in FrameExtent frame, PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes, ReadOnlySpan<ByteRect> rects, CopyKernel kernel, uint total)
    {
        var whole = new ByteRect(0, 0, frame.RowBytes, frame.Rows);
        var parts = rects.IsEmpty ? new ReadOnlySpan<ByteRect>(in whole) : rects;
        var bands = new RectBands(parts, stackalloc ushort[MostRects]);
        var copyRows = KernelChoice.Function(KernelChoice.Resolve(kernel, Area(parts), IsOnePiece(frame, sourcePitchBytes, parts)));
        var target = region.WritableRange(frame.PixelsOffset, Extent(frame.PitchBytes, frame.RowBytes, frame.Rows));
        var origin = source.Address + sourceOffset;
        var stepRows = RowsOf(Math.Clamp(total / StepsPerFrame, LeastChunkBytes, ChunkBytes), frame.PitchBytes);
        uint published = 0;
        ulong copied = 0;
        while (bands.MoveNext(stepRows))
        {
            while (bands.NextRun(out var x, out var width))
            {
                // SAFETY: as in Follow.
                copyRows(
                    target + ((nuint)bands.Top * frame.PitchBytes) + x,
                    frame.PitchBytes,
                    origin + ((nuint)bands.Top * sourcePitchBytes) + x,
                    sourcePitchBytes,
                    width,
                    bands.Bottom - bands.Top);
                copied += (ulong)width * (bands.Bottom - bands.Top);
            }

            var reached = bands.Bottom * frame.PitchBytes;
            if (reached - published >= stepRows * frame.PitchBytes)
            {
                Publish(region, frame.WritePointerOffset, reached);
                published = reached;
            }
        }

        Publish(region, frame.WritePointerOffset, total);
        return copied;
    }

    /// <summary>
    /// Producer side: says that all rows are in the region, when nothing had to be copied or when a device wrote them; a store fence comes first.
    /// </summary>
    /// <param name="region">Where the frame lies.</param>
    /// <param name="frame">Its place.</param>
    public static void Complete(Region region, in FrameExtent frame) =>
        Publish(region, frame.WritePointerOffset, checked((uint)((ulong)frame.Rows * frame.PitchBytes)));

    /// <summary>Whole rows of about so many bytes.</summary>
    private static uint RowsOf(uint bytes, uint pitchBytes) => Math.Max(1, bytes / Math.Max(1, pitchBytes));

    /// <summary>Bytes from the first of row 0 to the last of the last row.</summary>
    private static ulong Extent(uint pitchBytes, uint rowBytes, uint rows) => rows == 0 ? 0 : ((ulong)(rows - 1) * pitchBytes) + rowBytes;

    /// <summary>Non-temporal stores are not ordered with later ordinary ones, so every advance is fenced (kvmfr.md section 5, ordering trap).</summary>
    private static void Publish(Region region, ulong offset, uint bytes)
    {
        FenceStores();
        region.WriteUInt32(offset, bytes);
    }

    /// <summary>Makes stores of every kind visible before later ones.</summary>
    internal static void FenceStores()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
        else
        {
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Bytes of all rectangles, overlaps counted twice: good enough to choose a kernel.</summary>
    private static ulong Area(ReadOnlySpan<ByteRect> rects)
    {
        ulong sum = 0;
        foreach (ref readonly var rect in rects)
        {
            sum += (ulong)rect.WidthBytes * rect.Height;
        }

        return sum;
    }

    private static FollowOutcome Ended(Region region, in FollowLimits limits) => region.IsFaulted ? FollowOutcome.RegionFaulted
        : region.ReadUInt32(limits.SessionOffset) != limits.SessionId ? FollowOutcome.SessionChanged
        : FollowOutcome.Complete;

    private static bool IsOnePiece(in FrameExtent frame, uint pitchBytes, ReadOnlySpan<ByteRect> rects) =>
        rects.Length == 1 && rects[0].WidthBytes == frame.PitchBytes && frame.PitchBytes == pitchBytes;

    private static void RequireFits(in FrameExtent frame, PixelBuffer buffer, nuint bufferOffset, uint bufferPitchBytes, ReadOnlySpan<ByteRect> rects)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.RowBytes, frame.PitchBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frame.RowBytes, bufferPitchBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rects.Length, MostRects);
        var bytes = Extent(bufferPitchBytes, frame.RowBytes, frame.Rows);
        if (bufferOffset > buffer.Length || bytes > buffer.Length - bufferOffset)
        {
            throw new ArgumentOutOfRangeException(nameof(bufferOffset), $"{bytes} bytes at {bufferOffset} are outside a buffer of {buffer.Length}");
        }

        foreach (ref readonly var rect in rects)
        {
            if (rect.XBytes > frame.RowBytes || rect.WidthBytes > frame.RowBytes - rect.XBytes || rect.Y > frame.Rows || rect.Height > frame.Rows - rect.Y)
            {
                throw new ArgumentOutOfRangeException(nameof(rects), $"{rect} is outside a frame of {frame.RowBytes} bytes by {frame.Rows} rows");
            }
        }
    }
}
