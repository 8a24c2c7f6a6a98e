using System.Buffers.Binary;

namespace Oriel.Cli.Pictures;

/// <summary>Fits a composed picture into one of another size: as large as it goes, aspect kept, between black bars, bilinear. For one thread.</summary>
internal static class PictureFit
{
    /// <summary>Where a picture of one size lies in another.</summary>
    public static (int X, int Y, int Width, int Height) Place(int width, int height, int toWidth, int toHeight)
    {
        var isWide = (long)toWidth * height <= (long)toHeight * width;
        var w = isWide ? toWidth : (int)Math.Max(1, ((2L * toHeight * width) + height) / (2L * height));
        var h = isWide ? (int)Math.Max(1, ((2L * toWidth * height) + width) / (2L * width)) : toHeight;
        return ((toWidth - w) >> 1, (toHeight - h) >> 1, w, h);
    }

    /// <summary>Fits.</summary>
    /// <param name="from">Four bytes a pixel.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="to">Four bytes a pixel; all of it is written.</param>
    /// <param name="toWidth">Its width.</param>
    /// <param name="toHeight">Its height.</param>
    /// <param name="bits">Bits of each of the three channels.</param>
    public static void Fit(ReadOnlySpan<byte> from, int width, int height, Span<byte> to, int toWidth, int toHeight, int bits)
    {
        to.Clear();
        var (left, top, w, h) = Place(width, height, toWidth, toHeight);
        var mask = (1u << bits) - 1;
        for (var y = 0; y < h; y++)
        {
            var (y0, y1, fy) = Between(y, height, h);
            var above = from.Slice(y0 * width * 4, width * 4);
            var below = from.Slice(y1 * width * 4, width * 4);
            var row = to.Slice((((top + y) * toWidth) + left) * 4, w * 4);
            for (var x = 0; x < w; x++)
            {
                var (x0, x1, fx) = Between(x, width, w);
                var (a, b) = (BinaryPrimitives.ReadUInt32LittleEndian(above[(4 * x0)..]), BinaryPrimitives.ReadUInt32LittleEndian(above[(4 * x1)..]));
                var (c, d) = (BinaryPrimitives.ReadUInt32LittleEndian(below[(4 * x0)..]), BinaryPrimitives.ReadUInt32LittleEndian(below[(4 * x1)..]));
                uint word = 0;
                for (var shift = 0; shift < 3 * bits; shift += bits)
                {
                    var upper = (((a >> shift) & mask) * (256 - fx)) + (((b >> shift) & mask) * fx);
                    var lower = (((c >> shift) & mask) * (256 - fx)) + (((d >> shift) & mask) * fx);
                    word |= (((upper * (256 - fy)) + (lower * fy) + 32768) >> 16) << shift;
                }

                BinaryPrimitives.WriteUInt32LittleEndian(row[(4 * x)..], word);
            }
        }
    }

    // The two pixels beside the middle of a target pixel, and how much of the second, in 1/256.
    private static (int First, int Second, uint Part) Between(int at, int from, int to)
    {
        var place = Math.Max(0, ((((2L * at) + 1) * from * 128) / to) - 128);
        var first = (int)Math.Min(place >> 8, from - 1);
        return (first, Math.Min(first + 1, from - 1), (uint)(place & 255));
    }
}
