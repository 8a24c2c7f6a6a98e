using System.Buffers.Binary;
using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Pictures;

/// <summary>A picture's size and that of the desktop that pointer positions count in, both after the guest's rotation.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="ScreenWidth">Guest's desktop.</param>
/// <param name="ScreenHeight">Guest's desktop.</param>
internal readonly record struct DesktopSize(int Width, int Height, int ScreenWidth, int ScreenHeight)
{
    /// <summary>That of a frame.</summary>
    public static DesktopSize Of(in FrameHeader frame)
    {
        var isTurned = frame.Rotation is FrameRotation.Clockwise90 or FrameRotation.Clockwise270;
        var (width, height) = ((int)frame.FrameWidth, (int)frame.FrameHeight);
        var screenWidth = frame.ScreenWidth == 0 ? width : (int)Math.Min(frame.ScreenWidth, 65535);
        var screenHeight = frame.ScreenHeight == 0 ? height : (int)Math.Min(frame.ScreenHeight, 65535);
        return isTurned ? new(height, width, screenHeight, screenWidth) : new(width, height, screenWidth, screenHeight);
    }
}

/// <summary>Puts the guest's pointer over composed pixels, in whole numbers, as the renderer's shader does (PictureShader): alpha, replace or invert, at the place the desktop's scale says.</summary>
internal sealed class CursorPainter(PictureColor color, RowDecoder decoder)
{
    /// <summary>The rows of the picture the pointer may touch.</summary>
    public static (int First, int End) Rows(in DesktopSize size, in CursorState cursor)
    {
        var first = Math.Clamp(Floor((long)cursor.Y * size.Height, size.ScreenHeight) - 1, 0, size.Height);
        var end = Math.Clamp(Floor(((long)cursor.Y + cursor.Shape.Info.VisibleHeight) * size.Height, size.ScreenHeight) + 2, first, size.Height);
        return ((int)first, (int)end);
    }

    /// <summary>Paints.</summary>
    /// <param name="pixels">Whole rows of the picture, four bytes a pixel.</param>
    /// <param name="firstRow">Which row <paramref name="pixels"/> begins with.</param>
    /// <param name="size">The picture's.</param>
    /// <param name="cursor">The pointer; it must be visible.</param>
    /// <param name="whiteNits">Level of white, for HDR pictures.</param>
    public void Paint(Span<byte> pixels, int firstRow, in DesktopSize size, in CursorState cursor, uint whiteNits)
    {
        var info = cursor.Shape.Info;
        var (width, height) = ((int)info.Width, (int)info.VisibleHeight);
        var (first, end) = Rows(size, cursor);
        var left = (int)Math.Clamp(Floor((long)cursor.X * size.Width, size.ScreenWidth) - 1, 0, size.Width);
        var right = (int)Math.Clamp(Floor(((long)cursor.X + width) * size.Width, size.ScreenWidth) + 2, left, size.Width);
        for (var y = Math.Max(first, firstRow); y < end; y++)
        {
            var cy = Rescale(y, size.ScreenHeight, size.Height) - cursor.Y;
            var row = (y - firstRow) * size.Width * 4;
            if (cy < 0 || cy >= height || row >= pixels.Length)
            {
                continue;
            }

            for (var x = left; x < right; x++)
            {
                var cx = Rescale(x, size.ScreenWidth, size.Width) - cursor.X;
                if (cx >= 0 && cx < width)
                {
                    var pixel = pixels.Slice(row + (4 * x), 4);
                    var below = BinaryPrimitives.ReadUInt32LittleEndian(pixel);
                    BinaryPrimitives.WriteUInt32LittleEndian(pixel, Over(below, Sample(cursor.Shape, cx, cy), info.Type != CursorType.Color, whiteNits));
                }
            }
        }
    }

    private static (int B, int G, int R, int A) Sample(CursorShape shape, int x, int y)
    {
        var pitch = (int)shape.Info.PitchBytes;
        var data = shape.Data;
        if (shape.Info.Type != CursorType.Monochrome)
        {
            var at = (y * pitch) + (4 * x);
            return (data[at], data[at + 1], data[at + 2], data[at + 3]);
        }

        var bit = 0x80 >> (x & 7);
        var and = (data[(y * pitch) + (x >> 3)] & bit) != 0 ? 255 : 0;
        var xor = (data[((y + (int)shape.Info.VisibleHeight) * pitch) + (x >> 3)] & bit) != 0 ? 255 : 0;
        return (xor, xor, xor, and);
    }

    private uint Over(uint below, (int B, int G, int R, int A) s, bool isMasked, uint whiteNits)
    {
        if (isMasked && s.A != 0)
        {
            // An inverting pixel inverts bits, whatever they mean.
            return color == PictureColor.Sdr8
                ? below ^ (uint)(s.B | (s.G << 8) | (s.R << 16))
                : below ^ (RowDecoder.To10(s.R) | (RowDecoder.To10(s.G) << 10) | (RowDecoder.To10(s.B) << 20));
        }

        var own = decoder.Word(s.R, s.G, s.B, whiteNits);
        if (isMasked || s.A == 255)
        {
            return own;
        }

        var (bits, most) = color == PictureColor.Sdr8 ? (8, 255u) : (10, 1023u);
        uint word = 0;
        for (var shift = 0; shift < 3 * bits; shift += bits)
        {
            // Each product rounded for itself, as X servers composite premultiplied cursors.
            var (c, d) = ((own >> shift) & most, (below >> shift) & most);
            word |= Math.Min((((c * (uint)s.A) + 127) / 255) + (((d * (255 - (uint)s.A)) + 127) / 255), most) << shift;
        }

        return word;
    }

    // PictureLayout.Rescale.
    private static int Rescale(int at, int to, int from) => (int)(((2L * at) + 1) * to / (2L * from));

    private static long Floor(long a, long b) => (a >= 0 ? a : a - b + 1) / b;
}
