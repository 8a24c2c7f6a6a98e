using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Bench;

/// <summary>
/// Pictures whose every row says which frame it belongs to: 8 bytes of frame number and row, at a place that differs from row to row, over content that differs from picture to
/// picture. A frame put together of two is seen by its tags; wrong bytes between the tags are seen when all of it is compared.
/// </summary>
internal static class TaggedPicture
{
    /// <summary>Different pictures; frame n shows picture n modulo this.</summary>
    public const int Pictures = 3;

    private const int TagBytes = 8;

    /// <summary>Fills a buffer with a picture, without tags.</summary>
    public static void Paint(PixelBuffer target, int picture, uint pitchBytes, uint rows)
    {
        for (uint row = 0; row < rows; row++)
        {
            PaintRow(target.AsSpan((nuint)row * pitchBytes, (int)pitchBytes), picture, row);
        }
    }

    /// <summary>Makes the picture in the buffer that of a frame.</summary>
    public static void Tag(PixelBuffer target, uint frame, uint pitchBytes, uint rows)
    {
        for (uint row = 0; row < rows; row++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target.AsSpan(TagOffset(row, pitchBytes), TagBytes), TagOf(frame, row));
        }
    }

    /// <summary>The frame that all rows say they belong to; false when they disagree.</summary>
    public static bool TryReadFrame(PixelBuffer picture, uint pitchBytes, uint rows, out uint frame)
    {
        frame = (uint)(Read(picture, 0, pitchBytes) >> 16);
        for (uint row = 0; row < rows; row++)
        {
            if (Read(picture, row, pitchBytes) != TagOf(frame, row))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Every byte is that of the frame.</summary>
    public static bool IsWhole(PixelBuffer picture, uint frame, uint pitchBytes, uint rows, byte[] scratch)
    {
        for (uint row = 0; row < rows; row++)
        {
            PaintRow(scratch.AsSpan(0, (int)pitchBytes), (int)(frame % Pictures), row);
            BinaryPrimitives.WriteUInt64LittleEndian(scratch.AsSpan((int)(TagOffset(row, pitchBytes) % pitchBytes)), TagOf(frame, row));
            if (!picture.AsSpan((nuint)row * pitchBytes, (int)pitchBytes).SequenceEqual(scratch.AsSpan(0, (int)pitchBytes)))
            {
                return false;
            }
        }

        return true;
    }

    private static void PaintRow(Span<byte> row, int picture, uint y)
    {
        var words = MemoryMarshal.Cast<byte, uint>(row);
        var first = ((uint)picture * 0x9E3779B9) ^ (y * 2654435761);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = first + ((uint)i * 2246822519);
        }
    }

    private static ulong Read(PixelBuffer picture, uint row, uint pitchBytes) => BinaryPrimitives.ReadUInt64LittleEndian(picture.AsSpan(TagOffset(row, pitchBytes), TagBytes));

    private static ulong TagOf(uint frame, uint row) => ((ulong)frame << 16) | row;

    private static nuint TagOffset(uint row, uint pitchBytes) => ((nuint)row * pitchBytes) + ((nuint)row * 7919 * TagBytes % (pitchBytes - TagBytes) / TagBytes * TagBytes);
}
