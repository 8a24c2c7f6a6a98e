namespace Oriel.Spice.Picture;

/// <content>Drawings (spice.md sections 12.5 and 12.6).</content>
public sealed partial class DisplayChannel
{
    /// <summary>Longest edge of a box or area that is scaled.</summary>
    private const long MaxScaledEdge = 65536;

    private void DispatchDraw(DisplayMessage type, ref BodyReader reader)
    {
        var surface = _surfaces.Find(reader.U32());
        var box = reader.Rect();
        if (surface is null)
        {
            return;
        }

        if (surface.Format is SurfaceFormat.Alpha1 or SurfaceFormat.Alpha8)
        {
            throw reader.CannotDraw($"a surface of format {surface.Format}");
        }

        _region.Read(ref reader, box.Cut(surface.Bounds));
        switch (type)
        {
            case DisplayMessage.CopyBits:
                CopyBits(ref reader, surface, box);
                break;
            case DisplayMessage.DrawFill:
                DrawFill(ref reader, surface, box);
                break;
            case DisplayMessage.DrawCopy or DisplayMessage.DrawBlend:
                DrawImage(ref reader, surface, box, hasBrush: false, isTernary: false);
                break;
            case DisplayMessage.DrawOpaque:
                DrawImage(ref reader, surface, box, hasBrush: true, isTernary: false);
                break;
            case DisplayMessage.DrawRop3:
                DrawImage(ref reader, surface, box, hasBrush: true, isTernary: true);
                break;
            case DisplayMessage.DrawBlackness:
                Paint(surface, RasterOp.Blackness, default, default, ImageReader.ReadMask(ref reader, box));
                break;
            case DisplayMessage.DrawWhiteness:
                Paint(surface, RasterOp.Whiteness, default, default, ImageReader.ReadMask(ref reader, box));
                break;
            case DisplayMessage.DrawInvers:
                Paint(surface, RasterOp.Invert, default, default, ImageReader.ReadMask(ref reader, box));
                break;
            case DisplayMessage.DrawTransparent:
                DrawTransparent(ref reader, surface, box);
                break;
            case DisplayMessage.DrawAlphaBlend:
                DrawAlphaBlend(ref reader, surface, box);
                break;
            default:
                throw reader.CannotDraw(type.ToString());
        }

        if (!_region.IsEmpty)
        {
            Screen.Damage(surface, _region);
        }
    }

    private void Paint(Surface surface, byte code, in PixelSource source, in PixelSource brush, in MaskBits mask) =>
        Painter.Paint(surface, _region, code, source, brush, mask);

    private void CopyBits(ref BodyReader reader, Surface surface, Box box)
    {
        var (x, y) = (reader.I32(), reader.I32());
        var (dx, dy) = ((long)x - box.Left, (long)y - box.Top);
        CutTo(surface.Bounds, dx, dy);
        if (!_region.IsEmpty)
        {
            _painter.Move(surface, _region, dx, dy);
        }
    }

    private void DrawFill(ref BodyReader reader, Surface surface, Box box)
    {
        var brush = ReadBrush(ref reader, surface);
        var rop = reader.U16();
        var code = RasterOp.OfFill(rop) ?? throw reader.Broken($"raster operation 0x{rop:X}");
        if (RasterOp.UsesPattern(code) && !brush.IsPresent)
        {
            throw reader.Broken("no brush where one is needed");
        }

        Paint(surface, code, default, brush.Source, ImageReader.ReadMask(ref reader, box));
    }

    private void DrawImage(ref BodyReader reader, Surface surface, Box box, bool hasBrush, bool isTernary)
    {
        var pointer = reader.U32();
        var area = reader.Rect();
        var brush = hasBrush ? ReadBrush(ref reader, surface) : default;
        var rop = isTernary ? reader.U8() : reader.U16();
        var code = (isTernary ? (byte)rop : hasBrush ? RasterOp.OfOpaque(rop) : RasterOp.OfCopy(rop)) ?? throw reader.Broken($"raster operation 0x{rop:X}");
        var isNearest = reader.U8() == 1;
        var mask = ImageReader.ReadMask(ref reader, box);
        if (RasterOp.UsesPattern(code) && !brush.IsPresent)
        {
            throw reader.Broken("no brush where one is needed");
        }

        var source = RasterOp.UsesSource(code) ? LayImage(_images.Read(reader, pointer, surface), surface, box, area, isNearest) : default;
        Paint(surface, code, source, brush.Source, mask);
    }

    private void DrawTransparent(ref BodyReader reader, Surface surface, Box box)
    {
        var pointer = reader.U32();
        var area = reader.Rect();
        var (sourceColor, trueColor) = (reader.U32(), reader.U32());
        var image = _images.Read(reader, pointer, surface);
        // The source colour is in the image's own terms, the true colour in ours.
        var color = image.Format is BitmapFormat.Bgrx32 or BitmapFormat.Bgra32 or BitmapFormat.Bgr24 ? sourceColor : trueColor;
        Painter.PaintTransparent(surface, _region, LayImage(image, surface, box, area, isNearest: true), color & 0xFFFFFF);
    }

    private void DrawAlphaBlend(ref BodyReader reader, Surface surface, Box box)
    {
        reader.U8();
        var alpha = reader.U8();
        var pointer = reader.U32();
        var area = reader.Rect();
        var image = _images.Read(reader, pointer, surface);
        var hasAlpha = image.HasAlpha;
        Painter.PaintBlend(surface, _region, LayImage(image, surface, box, area, isNearest: false), hasAlpha, alpha);
    }

    private Brush ReadBrush(ref BodyReader reader, Surface surface)
    {
        var type = reader.U8();
        switch (type)
        {
            case 0:
                return default;
            case 1:
                var color = reader.U32();
                return new Brush(PixelSource.Solid(color, _painter.PatternRow(_region), _region.Bounds.Width));
            case 2:
                var pointer = reader.U32();
                var (x, y) = (reader.I32(), reader.I32());
                var image = _images.Read(reader, pointer, surface, isPattern: true);
                if (ReferenceEquals(image.Surface, surface))
                {
                    throw reader.CannotDraw("a brush from the surface that is drawn on");
                }

                return new Brush(PixelSource.Tiled(image, _painter.PatternRow(_region), surface.HasAlpha, x, y));
            default:
                throw reader.Broken($"brush type {type}");
        }
    }

    /// <summary>Lays an area of an image into the box, scaled if their sizes differ, and cuts the region to what the image covers.</summary>
    private PixelSource LayImage(ImageRows image, Surface surface, Box box, Box area, bool isNearest)
    {
        var (boxWidth, boxHeight) = ((long)box.Right - box.Left, (long)box.Bottom - box.Top);
        var (areaWidth, areaHeight) = ((long)area.Right - area.Left, (long)area.Bottom - area.Top);
        var part = area.Cut(image.Bounds);
        if (_region.IsEmpty || part.IsEmpty)
        {
            _region.Set(default);
            return default;
        }

        if (ReferenceEquals(image.Surface, surface))
        {
            image = _painter.Freeze(surface, part);
            area = new Box(Less(area.Left, part.Left), Less(area.Top, part.Top), Less(area.Right, part.Left), Less(area.Bottom, part.Top));
        }

        if (boxWidth == areaWidth && boxHeight == areaHeight)
        {
            var (dx, dy) = ((long)area.Left - box.Left, (long)area.Top - box.Top);
            CutTo(image.Bounds, dx, dy);
            return PixelSource.Laid(image, _painter.SourceRow(_region), surface.HasAlpha, dx, dy);
        }

        if (Math.Max(Math.Max(boxWidth, boxHeight), Math.Max(areaWidth, areaHeight)) > MaxScaledEdge)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"an area of {areaWidth}x{areaHeight} pixels scaled to {boxWidth}x{boxHeight}");
        }

        return PixelSource.Scaled(image, _painter.SourceRow(_region), area, box, isNearest);
    }

    // Target (x, y) is drawn from (x + dx, y + dy): only where that lies inside.
    private void CutTo(Box bounds, long dx, long dy) =>
        _region.Cut(new Box(Clamp(bounds.Left - dx), Clamp(bounds.Top - dy), Clamp(bounds.Right - dx), Clamp(bounds.Bottom - dy)));

    private static int Clamp(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    private static int Less(int a, int b) => Clamp((long)a - b);

    private readonly ref struct Brush(PixelSource source)
    {
        public PixelSource Source { get; } = source;

        public bool IsPresent { get; } = true;
    }
}
