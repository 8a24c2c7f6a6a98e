using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>One input of a drawing, readable by surface coordinates: a colour, an image laid at a place, tiled, or scaled to a box. Costs per pixel asked for, whatever it is.</summary>
internal readonly ref struct PixelSource
{
    private readonly ImageRows _image;
    private readonly byte[] _scratch;
    private readonly Kind _kind;
    private readonly bool _isOpaque;
    private readonly long _dx;
    private readonly long _dy;
    private readonly Box _box;
    private readonly Box _area;

    private PixelSource(Kind kind, ImageRows image, byte[] scratch, bool isOpaque, long dx, long dy, Box box = default, Box area = default)
    {
        _kind = kind;
        _image = image;
        _scratch = scratch;
        _isOpaque = isOpaque;
        (_dx, _dy) = (dx, dy);
        (_box, _area) = (box, area);
    }

    private enum Kind
    {
        None,
        Solid,
        Laid,
        Tiled,
        Nearest,
        Smooth,
    }

    /// <summary>One colour. <paramref name="scratch"/> is filled with it and must hold the widest row asked for.</summary>
    public static PixelSource Solid(uint color, byte[] scratch, int width)
    {
        Channel.Fill(scratch.AsSpan(0, width * 4), color);
        return new PixelSource(Kind.Solid, default, scratch, isOpaque: false, 0, 0);
    }

    /// <summary>Surface (x, y) shows image (x + dx, y + dy); the caller asks only for what is inside.</summary>
    public static PixelSource Laid(ImageRows image, byte[] scratch, bool isOpaque, long dx, long dy) => new(Kind.Laid, image, scratch, isOpaque, dx, dy);

    /// <summary>The image repeated in both directions, its top left corner at (x, y).</summary>
    public static PixelSource Tiled(ImageRows image, byte[] scratch, bool isOpaque, int x, int y) => new(Kind.Tiled, image, scratch, isOpaque, -(long)x, -(long)y);

    /// <summary>An area of the image scaled to a box of the surface.</summary>
    public static PixelSource Scaled(ImageRows image, byte[] scratch, Box area, Box box, bool isNearest) =>
        new(isNearest ? Kind.Nearest : Kind.Smooth, image, scratch, isOpaque: true, 0, 0, box, area);

    /// <summary>Pixels as 4 bytes each; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(int x, int y, int count)
    {
        switch (_kind)
        {
            case Kind.None:
                return default;
            case Kind.Solid:
                return _scratch.AsSpan(0, count * 4);
            case Kind.Laid:
                return _image.Row((int)(y + _dy), (int)(x + _dx), count, _scratch, _isOpaque);
            case Kind.Tiled:
                return Tile(x, y, count);
            default:
                for (var i = 0; i < count; i++)
                {
                    var pixel = _kind == Kind.Nearest ? Nearest(x + i, y) : Smooth(x + i, y);
                    BinaryPrimitives.WriteUInt32LittleEndian(_scratch.AsSpan(i * 4), pixel);
                }

                return _scratch.AsSpan(0, count * 4);
        }
    }

    private static int Modulo(long value, int size) => (int)(((value % size) + size) % size);

    private ReadOnlySpan<byte> Tile(int x, int y, int count)
    {
        var row = Modulo(y + _dy, _image.Height);
        var left = Modulo(x + _dx, _image.Width);
        for (var done = 0; done < count;)
        {
            var step = Math.Min(count - done, _image.Width - left);
            var into = _scratch.AsSpan(done * 4, step * 4);
            var pixels = _image.Row(row, left, step, into, _isOpaque);
            if (_image.Format is BitmapFormat.Bgra32 or BitmapFormat.Bgrx32)
            {
                pixels.CopyTo(into);
            }

            done += step;
            left = 0;
        }

        return _scratch.AsSpan(0, count * 4);
    }

    // The pixel of the area under the middle of a pixel of the box.
    private uint Nearest(int x, int y)
    {
        var sx = _area.Left + (((2L * ((long)x - _box.Left)) + 1) * ((long)_area.Right - _area.Left) / (2 * ((long)_box.Right - _box.Left)));
        var sy = _area.Top + (((2L * ((long)y - _box.Top)) + 1) * ((long)_area.Bottom - _area.Top) / (2 * ((long)_box.Bottom - _box.Top)));
        return At(sx, sy);
    }

    private uint Smooth(int x, int y)
    {
        var (x0, fx) = Place((long)x - _box.Left, (long)_area.Right - _area.Left, (long)_box.Right - _box.Left);
        var (y0, fy) = Place((long)y - _box.Top, (long)_area.Bottom - _area.Top, (long)_box.Bottom - _box.Top);
        x0 += _area.Left;
        y0 += _area.Top;
        var (a, b, c, d) = (At(x0, y0), At(x0 + 1, y0), At(x0, y0 + 1), At(x0 + 1, y0 + 1));
        uint result = 0;
        for (var shift = 0; shift < 32; shift += 8)
        {
            var above = (((a >> shift) & 255) * (256 - fx)) + (((b >> shift) & 255) * fx);
            var below = (((c >> shift) & 255) * (256 - fx)) + (((d >> shift) & 255) * fx);
            result |= (uint)(((above * (256 - fy)) + (below * fy) + 32768) >> 16) << shift;
        }

        return result;
    }

    // (at + ½) × from / to − ½ as whole pixels and 256ths.
    private static (long Whole, long Part) Place(long at, long from, long to)
    {
        var place = (((2 * at) + 1) * from * 128 / to) - 128;
        return (place >> 8, place & 255);
    }

    // Clamped to the area and to the image: the caller made sure that they meet.
    private uint At(long x, long y)
    {
        x = Math.Clamp(x, Math.Max(0, _area.Left), Math.Min(_image.Width, _area.Right) - 1);
        y = Math.Clamp(y, Math.Max(0, _area.Top), Math.Min(_image.Height, _area.Bottom) - 1);
        return _image.Pixel((int)x, (int)y);
    }
}
