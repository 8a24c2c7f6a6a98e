using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>Changes the pixels of a surface inside a region. Reader role of the channel; keeps its row buffers.</summary>
internal sealed class Painter
{
    private byte[] _source = [];
    private byte[] _pattern = [];
    private byte[] _snapshot = [];

    /// <summary>A row buffer for a source as wide as the region.</summary>
    public byte[] SourceRow(ClipRegion region) => Grow(ref _source, region.Bounds.Width * 4);

    /// <summary>A row buffer for a brush as wide as the region.</summary>
    public byte[] PatternRow(ClipRegion region) => Grow(ref _pattern, region.Bounds.Width * 4);

    /// <summary>The part of an image that belongs to the surface being drawn on, copied, so that it does not change under the drawing. <paramref name="part"/> lies inside.</summary>
    public ImageRows Freeze(Surface surface, Box part)
    {
        var bytes = Grow(ref _snapshot, part.Width * part.Height * 4);
        for (var y = part.Top; y < part.Bottom; y++)
        {
            surface.Row(y, part.Left, part.Width).CopyTo(bytes.AsSpan((y - part.Top) * part.Width * 4));
        }

        return new ImageRows(bytes, part.Width, part.Height, part.Width * 4, isTopDown: true, surface.HasAlpha ? BitmapFormat.Bgra32 : BitmapFormat.Bgrx32);
    }

    /// <summary>Combines brush, image and destination.</summary>
    public static void Paint(Surface surface, ClipRegion region, byte code, in PixelSource source, in PixelSource pattern, in MaskBits mask)
    {
        var (usesSource, usesPattern) = (RasterOp.UsesSource(code), RasterOp.UsesPattern(code));
        foreach (var box in region.Boxes)
        {
            for (var y = box.Top; y < box.Bottom; y++)
            {
                var target = surface.Row(y, box.Left, box.Width);
                var image = usesSource ? source.Row(box.Left, y, box.Width) : default;
                var brush = usesPattern ? pattern.Row(box.Left, y, box.Width) : default;
                if (!mask.IsPresent)
                {
                    RasterOp.Apply(code, target, image, brush);
                }
                else
                {
                    PaintMasked(code, target, image, brush, mask, box.Left, y);
                }

                surface.Quantise(target);
            }
        }
    }

    /// <summary>Copies all pixels that do not have a certain colour (0x00RRGGBB).</summary>
    public static void PaintTransparent(Surface surface, ClipRegion region, in PixelSource source, uint transparent)
    {
        foreach (var box in region.Boxes)
        {
            for (var y = box.Top; y < box.Bottom; y++)
            {
                var target = surface.Row(y, box.Left, box.Width);
                var image = source.Row(box.Left, y, box.Width);
                for (var i = 0; i < target.Length; i += 4)
                {
                    if ((BinaryPrimitives.ReadUInt32LittleEndian(image[i..]) & 0xFFFFFF) != transparent)
                    {
                        image.Slice(i, 4).CopyTo(target[i..]);
                    }
                }

                surface.Quantise(target);
            }
        }
    }

    /// <summary>Source over destination: premultiplied pixels, scaled by <paramref name="alpha"/> / 255. Pixels without alpha count as opaque.</summary>
    public static void PaintBlend(Surface surface, ClipRegion region, in PixelSource source, bool hasAlpha, int alpha)
    {
        foreach (var box in region.Boxes)
        {
            for (var y = box.Top; y < box.Bottom; y++)
            {
                var target = surface.Row(y, box.Left, box.Width);
                var image = source.Row(box.Left, y, box.Width);
                for (var i = 0; i < target.Length; i += 4)
                {
                    var opacity = Channel.Scale(hasAlpha ? image[i + 3] : 255, alpha);
                    for (var c = i; c < i + 3; c++)
                    {
                        target[c] = (byte)Math.Min(255, Channel.Scale(image[c], alpha) + Channel.Scale(target[c], 255 - opacity));
                    }

                    target[i + 3] = (byte)Math.Min(255, opacity + Channel.Scale(target[i + 3], 255 - opacity));
                }

                surface.Quantise(target);
            }
        }
    }

    /// <summary>Moves pixels within a surface: target (x, y) takes what (x + dx, y + dy) had. The source of the whole region lies on the surface.</summary>
    public void Move(Surface surface, ClipRegion region, long dx, long dy)
    {
        if (region.Boxes.Count == 1)
        {
            MoveOne(surface, region.Bounds, (int)dx, (int)dy);
            return;
        }

        var bounds = region.Bounds;
        var part = new Box((int)(bounds.Left + dx), (int)(bounds.Top + dy), (int)(bounds.Right + dx), (int)(bounds.Bottom + dy));
        var source = PixelSource.Laid(Freeze(surface, part), _source, isOpaque: false, -(long)bounds.Left, -(long)bounds.Top);
        Paint(surface, region, RasterOp.CopySource, source, default, default);
    }

    private static byte[] Grow(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes)
        {
            buffer = new byte[bytes];
        }

        return buffer;
    }

    private static void MoveOne(Surface surface, Box box, int dx, int dy)
    {
        // Within a row the copy itself minds overlaps; rows go in the direction that reads each before it is overwritten.
        for (var i = 0; i < box.Height; i++)
        {
            var y = dy > 0 ? box.Top + i : box.Bottom - 1 - i;
            surface.Row(y + dy, box.Left + dx, box.Width).CopyTo(surface.Row(y, box.Left, box.Width));
        }
    }

    private static void PaintMasked(byte code, Span<byte> target, ReadOnlySpan<byte> image, ReadOnlySpan<byte> brush, in MaskBits mask, int left, int y)
    {
        var count = target.Length / 4;
        for (var x = 0; x < count; x++)
        {
            if (!mask.Passes(left + x, y))
            {
                continue;
            }

            var first = x;
            while (x < count && mask.Passes(left + x, y))
            {
                x++;
            }

            var run = (Offset: first * 4, Length: (x - first) * 4);
            RasterOp.Apply(code, target.Slice(run.Offset, run.Length), image.IsEmpty ? default : image.Slice(run.Offset, run.Length), brush.IsEmpty ? default : brush.Slice(run.Offset, run.Length));
        }
    }
}
