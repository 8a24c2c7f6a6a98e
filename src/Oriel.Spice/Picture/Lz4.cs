using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>Blocks of LZ4 data that share one history (spice.md section 12.7). Never reads or writes outside of what it was given; the work is bounded by both sizes.</summary>
internal static class Lz4
{
    /// <summary>More cannot come out of a byte: a match length grows by at most 255 per byte.</summary>
    public const int MaxRatio = 255;

    /// <summary>Decodes "u32 size big-endian, block" again and again until the output is full; false when the data is broken or too short.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> blocks, Span<byte> output)
    {
        var done = 0;
        while (done < output.Length)
        {
            if (blocks.Length < 4)
            {
                return false;
            }

            var size = BinaryPrimitives.ReadUInt32BigEndian(blocks);
            blocks = blocks[4..];
            if (size == 0 || size > blocks.Length || !TryDecodeBlock(blocks[..(int)size], output, ref done))
            {
                return false;
            }

            blocks = blocks[(int)size..];
        }

        return true;
    }

    private static bool TryDecodeBlock(ReadOnlySpan<byte> block, Span<byte> output, ref int done)
    {
        var at = 0;
        while (at < block.Length)
        {
            var token = block[at++];
            if (!TryReadLength(block, ref at, token >> 4, out var literals) || literals > block.Length - at || literals > output.Length - done)
            {
                return false;
            }

            block.Slice(at, (int)literals).CopyTo(output[done..]);
            at += (int)literals;
            done += (int)literals;
            if (at == block.Length)
            {
                // The last sequence of a block has no match.
                return true;
            }

            if (block.Length - at < 2)
            {
                return false;
            }

            var distance = block[at] | (block[at + 1] << 8);
            at += 2;
            if (!TryReadLength(block, ref at, token & 15, out var length) || distance == 0 || distance > done || length + 4 > output.Length - done)
            {
                return false;
            }

            CopyMatch(output, ref done, distance, (int)length + 4);
        }

        return block.Length > 0;
    }

    private static void CopyMatch(Span<byte> output, ref int done, int distance, int length)
    {
        // A match may overlap its own result: it then repeats, in steps that double.
        while (length > 0)
        {
            var step = Math.Min(length, distance);
            output.Slice(done - distance, step).CopyTo(output[done..]);
            done += step;
            length -= step;
            distance += step;
        }
    }

    private static bool TryReadLength(ReadOnlySpan<byte> block, ref int at, int nibble, out long length)
    {
        length = nibble;
        if (nibble != 15)
        {
            return true;
        }

        byte more;
        do
        {
            if (at == block.Length)
            {
                return false;
            }

            more = block[at++];
            length += more;
        }
        while (more == 255);
        return true;
    }
}
