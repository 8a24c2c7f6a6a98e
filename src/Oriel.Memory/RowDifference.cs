using System.Runtime.Intrinsics;

namespace Oriel.Memory;

/// <summary>Finds where two rows of pixels differ, in cells of 32 bytes, for sources that do not say themselves what changed.</summary>
public static unsafe class RowDifference
{
    /// <summary>Bytes of one cell.</summary>
    public const int CellBytes = 32;

    /// <summary>
    /// Compares two pieces of the same length and marks the cells that differ; marks that are there already stay. True when anything differs.
    /// Throws when a piece is not inside its buffer or there are too few cells.
    /// </summary>
    /// <param name="first">A buffer.</param>
    /// <param name="firstOffset">Where the row starts in it.</param>
    /// <param name="second">Another one.</param>
    /// <param name="secondOffset">Where the row starts in it.</param>
    /// <param name="bytes">Length of the row.</param>
    /// <param name="cells">One byte for each cell begun; set to 1 where they differ.</param>
    /// <param name="scalar">Eight bytes at a time: the twin that the vectors are compared with.</param>
    public static bool Mark(PixelBuffer first, nuint firstOffset, PixelBuffer second, nuint secondOffset, int bytes, Span<byte> cells, bool scalar = false)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var a = first.AsSpan(firstOffset, bytes);
        var b = second.AsSpan(secondOffset, bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells.Length, (bytes + CellBytes - 1) / CellBytes, nameof(cells));

        // SAFETY: both spans hold "bytes" bytes, and there is a mark for every cell of them.
        fixed (byte* left = a, right = b, marks = cells)
        {
            return scalar || !Vector256.IsHardwareAccelerated ? MarkScalar(left, right, (nuint)bytes, marks) : MarkVector(left, right, (nuint)bytes, marks);
        }
    }

    private static bool MarkScalar(byte* a, byte* b, nuint bytes, byte* cells)
    {
        ulong any = 0;
        for (nuint at = 0; at < bytes; at += CellBytes)
        {
            ulong difference = 0;
            var count = Math.Min(CellBytes, bytes - at);
            nuint i = 0;
            for (; i + sizeof(ulong) <= count; i += sizeof(ulong))
            {
                difference |= *(ulong*)(a + at + i) ^ *(ulong*)(b + at + i);
            }

            for (; i < count; i++)
            {
                difference |= (byte)(a[at + i] ^ b[at + i]);
            }

            if (difference != 0)
            {
                cells[at / CellBytes] = 1;
            }

            any |= difference;
        }

        return any != 0;
    }

    private static bool MarkVector(byte* a, byte* b, nuint bytes, byte* cells)
    {
        const nuint Block = 4 * CellBytes;
        var any = false;
        nuint at = 0;
        for (; at + Block <= bytes; at += Block)
        {
            var d0 = Vector256.Load(a + at) ^ Vector256.Load(b + at);
            var d1 = Vector256.Load(a + at + 32) ^ Vector256.Load(b + at + 32);
            var d2 = Vector256.Load(a + at + 64) ^ Vector256.Load(b + at + 64);
            var d3 = Vector256.Load(a + at + 96) ^ Vector256.Load(b + at + 96);
            if ((d0 | d1 | d2 | d3) == Vector256<byte>.Zero)
            {
                continue;
            }

            var cell = cells + (at / CellBytes);
            cell[0] |= d0 == Vector256<byte>.Zero ? (byte)0 : (byte)1;
            cell[1] |= d1 == Vector256<byte>.Zero ? (byte)0 : (byte)1;
            cell[2] |= d2 == Vector256<byte>.Zero ? (byte)0 : (byte)1;
            cell[3] |= d3 == Vector256<byte>.Zero ? (byte)0 : (byte)1;
            any = true;
        }

        // At most three whole cells and a piece.
        return MarkScalar(a + at, b + at, bytes - at, cells + (at / CellBytes)) || any;
    }
}
