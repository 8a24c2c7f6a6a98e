using System.Diagnostics;
using Oriel.Memory.Kernels;

namespace Oriel.Memory;

/// <content>Copies that no write pointer is part of, and those two threads share.</content>
public static unsafe partial class FrameCopy
{
    /// <summary>
    /// Copies rows from one piece of private memory to another with the kernel that fits the amount. The two must not overlap. Numbers that do not fit the buffers throw.
    /// </summary>
    /// <param name="source">From here.</param>
    /// <param name="sourceOffset">Where its first row starts.</param>
    /// <param name="sourcePitchBytes">Bytes between its rows.</param>
    /// <param name="destination">To here.</param>
    /// <param name="destinationOffset">Where the first row goes.</param>
    /// <param name="destinationPitchBytes">Bytes between rows there.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="rows">Rows.</param>
    public static void Rows(
        PixelBuffer source, nuint sourceOffset, uint sourcePitchBytes, PixelBuffer destination, nuint destinationOffset, uint destinationPitchBytes, uint rowBytes, uint rows)
    {
        RequireFits(new FrameExtent(0, 0, sourcePitchBytes, rowBytes, rows), source, sourceOffset, sourcePitchBytes, []);
        RequireFits(new FrameExtent(0, 0, destinationPitchBytes, rowBytes, rows), destination, destinationOffset, destinationPitchBytes, []);
        var copyRows = KernelChoice.Function(KernelChoice.Resolve(CopyKernel.Auto, (ulong)rowBytes * rows, rowBytes == sourcePitchBytes && rowBytes == destinationPitchBytes));
        var stepRows = RowsOf(ChunkBytes, rowBytes);
        for (uint row = 0; row < rows; row += stepRows)
        {
            // SAFETY: all rows were checked to lie in both buffers.
            copyRows(
                destination.Address + destinationOffset + ((nuint)row * destinationPitchBytes),
                destinationPitchBytes,
                source.Address + sourceOffset + ((nuint)row * sourcePitchBytes),
                sourcePitchBytes,
                rowBytes,
                Math.Min(stepRows, rows - row));
        }

        FenceStores();
    }

    /// <summary>The whole frame, without gaps on either side.</summary>
    private static bool IsAllOfIt(in FrameExtent frame, uint pitchBytes, ReadOnlySpan<ByteRect> rects) =>
        frame.RowBytes == frame.PitchBytes && frame.PitchBytes == pitchBytes
        && (rects.IsEmpty || (rects.Length == 1 && rects[0] == new ByteRect(0, 0, frame.RowBytes, frame.Rows)));

    /// <summary>The producer's side by two threads; the assistant was taken.</summary>
    internal static void FillWithHelp(CopyAssistant assistant, Region region, in FrameExtent frame, byte* origin, uint total, long started)
    {
        var target = region.WritableRange(frame.PixelsOffset, total);
        assistant.Begin(WholeFrame(frame, target, origin, KernelChoice.Resolve(CopyKernel.Auto, total, isWholeRows: true)));
        uint published = 0;
        while (assistant.Step(out var rows))
        {
            if (rows > published)
            {
                Publish(region, frame.WritePointerOffset, rows * frame.PitchBytes);
                published = rows;
            }
        }

        assistant.End(started);
        Publish(region, frame.WritePointerOffset, total);
    }

    /// <summary>Only for a frame that is there already: behind a pointer that still moves the producer sets the pace, and the memory has two copies to carry as it is.</summary>
    private static bool TryFollowWithHelp(Region region, in FrameExtent frame, byte* target)
    {
        var total = (ulong)frame.Rows * frame.PitchBytes;
        if (CopyAssistant.Shared is not { } assistant || total < CopyAssistant.LeastBytes || region.ReadUInt32(frame.WritePointerOffset) < total
            || !assistant.TryTake(total, out var assist))
        {
            return false;
        }

        var copy = WholeFrame(frame, target, region.ReadableRange(frame.PixelsOffset, total), KernelChoice.Resolve(CopyKernel.Auto, total, isWholeRows: true));
        var started = Stopwatch.GetTimestamp();
        if (assist)
        {
            assistant.Begin(copy);
            while (assistant.Step(out _))
            {
            }

            assistant.End(started);
            return true;
        }

        copy.Kernel(copy.Destination, copy.DestinationPitch, copy.Source, copy.SourcePitch, copy.RowBytes, copy.Rows);
        FenceStores();
        assistant.Alone(Stopwatch.GetTimestamp() - started);
        return true;
    }

    private static CopyRows WholeFrame(in FrameExtent frame, byte* destination, byte* source, CopyKernel kernel) => new()
    {
        Destination = destination,
        DestinationPitch = frame.PitchBytes,
        Source = source,
        SourcePitch = frame.PitchBytes,
        RowBytes = frame.RowBytes,
        Rows = frame.Rows,
        StepRows = RowsOf(ChunkBytes, frame.PitchBytes),
        Kernel = KernelChoice.Function(kernel),
    };
}
