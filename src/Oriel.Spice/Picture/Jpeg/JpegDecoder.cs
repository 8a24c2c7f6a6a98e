using System.Buffers.Binary;

namespace Oriel.Spice.Picture.Jpeg;

/// <summary>
/// Decodes baseline JPEG pictures (ITU-T T.81, JFIF colours) as SPICE servers send them for video streams. Keeps its buffers. The work is bounded by the size of
/// the data: a picture that claims more blocks than its bits could hold is refused before anything is allocated.
/// </summary>
internal sealed class JpegDecoder
{
    private static readonly byte[] s_zigzag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private readonly int[][] _quantisers = [new int[64], new int[64], new int[64], new int[64]];
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[4];
    private readonly JpegComponent[] _components = [new(), new(), new()];
    private readonly int[] _block = new int[64];
    private int _count;
    private int _restartInterval;
    private int _mcusPerRow;
    private int _mcuRows;
    private int _maxHorizontal;
    private int _maxVertical;

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Rows of 4 bytes per pixel: B, G, R, 255; tight. Valid until the next picture.</summary>
    public byte[] Pixels { get; private set; } = [];

    /// <summary>Decodes one picture; null when it worked, else what is wrong.</summary>
    public string? Decode(ReadOnlySpan<byte> data)
    {
        _count = 0;
        _restartInterval = 0;
        var at = 2;
        if (data.Length < 4 || data[0] != 0xFF || data[1] != 0xD8)
        {
            return "no JPEG data";
        }

        while (at + 4 <= data.Length)
        {
            if (data[at] != 0xFF)
            {
                return $"no marker at byte {at}";
            }

            var marker = data[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (length < 2 || length > data.Length - at - 2)
            {
                return $"marker {marker:X2} of {length} bytes at byte {at} of {data.Length}";
            }

            var segment = data.Slice(at + 4, length - 2);
            at += 2 + length;
            if (marker == 0xDA)
            {
                return ReadScan(segment, data[at..]);
            }

            if (ReadSegment(marker, segment, data.Length) is { } problem)
            {
                return problem;
            }
        }

        return "no scan";
    }

    private string? ReadSegment(byte marker, ReadOnlySpan<byte> segment, int dataLength)
    {
        switch (marker)
        {
            case 0xDB:
                return ReadQuantisers(segment);
            case 0xC4:
                return ReadTables(segment);
            case 0xC0 or 0xC1:
                return ReadFrame(segment, dataLength);
            case 0xDD when segment.Length >= 2:
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                return null;
            case >= 0xC2 and <= 0xCF and not 0xC8 and not 0xCC:
                return $"frame type {marker:X2}, which is not baseline";
            default:
                return null;
        }
    }

    private string? ReadQuantisers(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (bytes, table) = ((segment[0] >> 4) + 1, segment[0] & 15);
            if (bytes > 2 || table > 3 || segment.Length < 1 + (64 * bytes))
            {
                return "a broken quantisation table";
            }

            for (var i = 0; i < 64; i++)
            {
                _quantisers[table][s_zigzag[i]] = bytes == 1 ? segment[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * i))..]);
            }

            segment = segment[(1 + (64 * bytes))..];
        }

        return null;
    }

    private string? ReadTables(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            var (kind, table) = (segment[0] >> 4, segment[0] & 15);
            var total = 0;
            for (var i = 1; i <= 16 && i < segment.Length; i++)
            {
                total += segment[i];
            }

            if (kind > 1 || table > 3 || total > 256 || segment.Length < 17 + total)
            {
                return "a broken Huffman table";
            }

            var huffman = (kind == 0 ? _dc : _ac)[table] ??= new JpegHuffman();
            if (!huffman.TrySet(segment.Slice(1, 16), segment.Slice(17, total)))
            {
                return "a Huffman table with too many codes";
            }

            segment = segment[(17 + total)..];
        }

        return null;
    }

    private string? ReadFrame(ReadOnlySpan<byte> segment, int dataLength)
    {
        if (segment.Length < 6 || segment[0] != 8 || segment[5] is not (1 or 3) || segment.Length < 6 + (3 * segment[5]))
        {
            return "a frame that is not of 8 bits with 1 or 3 components";
        }

        (Height, Width, _count) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), segment[5]);
        (_maxHorizontal, _maxVertical) = (1, 1);
        var blocksPerMcu = 0;
        for (var i = 0; i < _count; i++)
        {
            var component = _components[i];
            var field = segment.Slice(6 + (3 * i), 3);
            component.Id = field[0];
            // One component alone is never interleaved: its factors mean nothing.
            (component.Horizontal, component.Vertical, component.Quantiser) = (_count == 1 ? 1 : field[1] >> 4, _count == 1 ? 1 : field[1] & 15, field[2]);
            if (component.Horizontal is 0 or > 4 || component.Vertical is 0 or > 4 || component.Quantiser > 3)
            {
                return $"component {i} sampled {component.Horizontal}x{component.Vertical}, quantiser {component.Quantiser}";
            }

            _maxHorizontal = Math.Max(_maxHorizontal, component.Horizontal);
            _maxVertical = Math.Max(_maxVertical, component.Vertical);
            blocksPerMcu += component.Horizontal * component.Vertical;
        }

        _mcusPerRow = (Width + (8 * _maxHorizontal) - 1) / (8 * _maxHorizontal);
        _mcuRows = (Height + (8 * _maxVertical) - 1) / (8 * _maxVertical);
        // Every block takes at least two codes of one bit.
        if (Width == 0 || Height == 0 || (long)Width * Height > SurfaceTable.MaxPixels || (long)_mcusPerRow * _mcuRows * blocksPerMcu > dataLength * 4L)
        {
            return $"{Width}x{Height} pixels in {dataLength} bytes";
        }

        Reserve();
        return null;
    }

    private void Reserve()
    {
        for (var i = 0; i < _count; i++)
        {
            var component = _components[i];
            component.Stride = _mcusPerRow * component.Horizontal * 8;
            component.Reserve(component.Stride * _mcuRows * component.Vertical * 8);
        }

        if (Pixels.Length < Width * Height * 4)
        {
            Pixels = new byte[Width * Height * 4];
        }
    }

    private string? ReadScan(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        if (_count == 0 || header.Length < 1 + (2 * _count) + 3 || header[0] != _count)
        {
            return $"a scan that does not have the frame's {_count} components";
        }

        for (var i = 0; i < _count; i++)
        {
            var (component, id, tables) = (_components[i], header[1 + (2 * i)], header[2 + (2 * i)]);
            (component.DcTable, component.AcTable, component.Predictor) = (tables >> 4, tables & 15, 0);
            if (component.Id != id || component.DcTable > 3 || component.AcTable > 3 || _dc[component.DcTable] is null || _ac[component.AcTable] is null)
            {
                return $"component {id} with tables {tables:X2}, which are not there";
            }
        }

        var bits = new JpegBits(data);
        var mcus = _mcusPerRow * _mcuRows;
        for (var mcu = 0; mcu < mcus; mcu++)
        {
            if (_restartInterval != 0 && mcu != 0 && mcu % _restartInterval == 0 && !Restart(ref bits))
            {
                return "a missing restart marker";
            }

            if (!ReadMcu(ref bits, mcu))
            {
                return $"broken data in block {mcu} of {mcus}";
            }
        }

        Convert();
        return null;
    }

    private bool Restart(ref JpegBits bits)
    {
        foreach (var component in _components)
        {
            component.Predictor = 0;
        }

        return bits.TryRestart();
    }

    private bool ReadMcu(ref JpegBits bits, int mcu)
    {
        var (column, row) = (mcu % _mcusPerRow, mcu / _mcusPerRow);
        for (var i = 0; i < _count; i++)
        {
            var component = _components[i];
            for (var y = 0; y < component.Vertical; y++)
            {
                for (var x = 0; x < component.Horizontal; x++)
                {
                    if (!ReadBlock(ref bits, component))
                    {
                        return false;
                    }

                    var at = (((row * component.Vertical) + y) * 8 * component.Stride) + (((column * component.Horizontal) + x) * 8);
                    JpegTransform.Run(_block, component.Samples.AsSpan(at), component.Stride);
                }
            }
        }

        return true;
    }

    private bool ReadBlock(ref JpegBits bits, JpegComponent component)
    {
        Array.Clear(_block);
        var quantiser = _quantisers[component.Quantiser];
        var size = _dc[component.DcTable]!.Read(ref bits);
        if (size is < 0 or > 15)
        {
            return false;
        }

        component.Predictor = unchecked((short)(component.Predictor + bits.Receive(size)));
        _block[0] = component.Predictor * quantiser[0];
        var table = _ac[component.AcTable]!;
        for (var k = 1; k < 64; k++)
        {
            var symbol = table.Read(ref bits);
            if (symbol < 0 || bits.IsBeyond)
            {
                return false;
            }

            var (run, magnitude) = (symbol >> 4, symbol & 15);
            if (magnitude == 0)
            {
                if (run != 15)
                {
                    break;
                }

                k += 15;
                continue;
            }

            k += run;
            if (k > 63)
            {
                return false;
            }

            _block[s_zigzag[k]] = bits.Receive(magnitude) * quantiser[s_zigzag[k]];
        }

        return !bits.IsBeyond;
    }

    private void Convert()
    {
        for (var y = 0; y < Height; y++)
        {
            var target = Pixels.AsSpan(y * Width * 4, Width * 4);
            var luma = RowOf(_components[0], y);
            if (_count == 1)
            {
                for (var x = 0; x < Width; x++)
                {
                    target.Slice(x * 4, 3).Fill(luma[x]);
                    target[(x * 4) + 3] = 255;
                }

                continue;
            }

            var (blue, red) = (_components[1], _components[2]);
            ConvertRow(target, luma, RowOf(blue, y), RowOf(red, y), _components[0].Horizontal, blue.Horizontal, red.Horizontal);
        }
    }

    private ReadOnlySpan<byte> RowOf(JpegComponent component, int y) => component.Samples.AsSpan(y * component.Vertical / _maxVertical * component.Stride, component.Stride);

    // JFIF: full-range BT.601, in 16 bits of fraction.
    private void ConvertRow(Span<byte> target, ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, int lumaStep, int blueStep, int redStep)
    {
        for (var x = 0; x < Width; x++)
        {
            var y = luma[x * lumaStep / _maxHorizontal] << 16;
            var cb = blue[x * blueStep / _maxHorizontal] - 128;
            var cr = red[x * redStep / _maxHorizontal] - 128;
            target[x * 4] = ToByte(y + (116130 * cb));
            target[(x * 4) + 1] = ToByte(y - (22554 * cb) - (46802 * cr));
            target[(x * 4) + 2] = ToByte(y + (91881 * cr));
            target[(x * 4) + 3] = 255;
        }
    }

    private static byte ToByte(int value) => (byte)Math.Clamp((value + 32768) >> 16, 0, 255);
}
