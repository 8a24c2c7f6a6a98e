namespace Oriel.Spice.Picture.Jpeg;

/// <summary>One Huffman table (ITU-T T.81 section C and F.2.2.3).</summary>
internal sealed class JpegHuffman
{
    private const int FastBits = 9;
    private readonly int[] _largestCode = new int[18];
    private readonly int[] _offset = new int[17];
    private readonly byte[] _values = new byte[256];
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    /// <summary>Takes a DHT definition over; false when its codes do not fit.</summary>
    public bool TrySet(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
    {
        Array.Clear(_fast);
        values.CopyTo(_values);
        var (code, at) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            int count = counts[length - 1];
            if (code + count > 1 << length)
            {
                return false;
            }

            _offset[length] = at - code;
            for (var i = 0; i < count && length <= FastBits; i++)
            {
                var first = (code + i) << (FastBits - length);
                _fast.AsSpan(first, 1 << (FastBits - length)).Fill((ushort)((length << 8) | values[at + i]));
            }

            at += count;
            code += count;
            _largestCode[length] = count == 0 ? -1 : code - 1;
            code <<= 1;
        }

        return true;
    }

    /// <summary>The next symbol; -1 when the data has no such code.</summary>
    public int Read(ref JpegBits bits)
    {
        var fast = _fast[bits.Peek(FastBits)];
        if (fast != 0)
        {
            bits.Skip(fast >> 8);
            return fast & 255;
        }

        var window = bits.Peek(16);
        for (var length = 1; length <= 16; length++)
        {
            var code = window >> (16 - length);
            if (code <= _largestCode[length] && code + _offset[length] is >= 0 and < 256 and var index)
            {
                bits.Skip(length);
                return _values[index];
            }
        }

        return -1;
    }
}
