namespace Oriel.Spice.Picture;

/// <summary>Finds the pixels of image structures (spice.md section 12.7): bitmaps where they lie, LZ4 decoded, surfaces. Reader role of the channel.</summary>
internal sealed class ImageReader(SurfaceTable surfaces, PaletteCache palettes)
{
    private const byte PaletteKeep = 1;
    private const byte PaletteKept = 2;
    private const byte TopDown = 4;
    private const int MaxEdge = 65535;
    private byte[] _decoded = [];
    private byte[] _decodedPattern = [];

    /// <summary>Image types.</summary>
    private enum ImageType
    {
        Bitmap = 0,
        Quic = 1,
        LzPalette = 100,
        LzRgb = 101,
        GlzRgb = 102,
        FromCache = 103,
        Surface = 104,
        Jpeg = 105,
        FromCacheLossless = 106,
        ZlibGlzRgb = 107,
        JpegAlpha = 108,
        Lz4 = 109,
    }

    /// <summary>Reads the image at a pointer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="pointer">Where its descriptor is.</param>
    /// <param name="target">The surface to be drawn on: palettes depend on its format.</param>
    /// <param name="isPattern">It is the brush: two images of one message must not share a buffer.</param>
    public ImageRows Read(in BodyReader message, uint pointer, Surface target, bool isPattern = false)
    {
        if (pointer == 0)
        {
            throw message.Broken("no image where one is needed");
        }

        var reader = message.At(pointer);
        reader.U64();
        var type = (ImageType)reader.U8();
        reader.U8();
        var (width, height) = (reader.U32(), reader.U32());
        if (type == ImageType.Surface)
        {
            return OfSurface(ref reader);
        }

        if (width == 0 || height == 0 || width > MaxEdge || height > MaxEdge)
        {
            throw reader.Broken($"an image of {width}x{height} pixels");
        }

        return type switch
        {
            ImageType.Bitmap => ReadBitmap(ref reader, target),
            ImageType.Lz4 => ReadLz4(ref reader, (int)width, (int)height, ref isPattern ? ref _decodedPattern : ref _decoded),
            _ => throw reader.CannotDraw($"image type {(int)type} ({type})"),
        };
    }

    /// <summary>Reads a Mask structure for a drawing into <paramref name="box"/>.</summary>
    public static MaskBits ReadMask(ref BodyReader message, Box box)
    {
        var isInverted = (message.U8() & 1) != 0;
        var (x, y) = (message.I32(), message.I32());
        var pointer = message.U32();
        if (pointer == 0)
        {
            return default;
        }

        var reader = message.At(pointer);
        reader.U64();
        var type = (ImageType)reader.U8();
        reader.U8();
        reader.U64();
        if (type != ImageType.Bitmap)
        {
            throw reader.CannotDraw($"a mask of image type {(int)type} ({type})");
        }

        var bitmap = ReadBitmapHead(ref reader);
        if (bitmap.Format is not (BitmapFormat.Bit1Le or BitmapFormat.Bit1Be))
        {
            throw reader.Broken($"a mask of format {bitmap.Format}");
        }

        _ = ReadPalettePlace(ref reader, bitmap.Flags);
        var data = reader.Bytes((long)bitmap.Stride * bitmap.Height);
        return new MaskBits(data, bitmap.Width, bitmap.Height, bitmap.Stride, (bitmap.Flags & TopDown) != 0, bitmap.Format == BitmapFormat.Bit1Le, isInverted,
            (long)x - box.Left, (long)y - box.Top);
    }

    private static (BitmapFormat Format, byte Flags, int Width, int Height, int Stride) ReadBitmapHead(ref BodyReader reader)
    {
        var format = (BitmapFormat)reader.U8();
        var flags = reader.U8();
        var (width, height, stride) = (reader.U32(), reader.U32(), reader.U32());
        var rowBytes = ImageRows.RowBytes(format, width);
        if (width == 0 || height == 0 || width > MaxEdge || height > MaxEdge || rowBytes == 0 || stride < rowBytes || stride > int.MaxValue)
        {
            throw reader.Broken($"a bitmap of {width}x{height} pixels, format {(int)format}, {stride} bytes per row");
        }

        return (format, flags, (int)width, (int)height, (int)stride);
    }

    private static ulong ReadPalettePlace(ref BodyReader reader, byte flags) => (flags & PaletteKept) != 0 ? reader.U64() : reader.U32();

    private ImageRows ReadBitmap(scoped ref BodyReader reader, Surface target)
    {
        var bitmap = ReadBitmapHead(ref reader);
        var palette = ReadPalettePlace(ref reader, bitmap.Flags);
        var data = reader.Bytes((long)bitmap.Stride * bitmap.Height);
        if (bitmap.Format == BitmapFormat.Alpha8)
        {
            throw reader.CannotDraw("an image of alpha only");
        }

        var entries = ImageRows.HasPalette(bitmap.Format) ? FindPalette(reader, bitmap.Flags, palette, target) : null;
        return new ImageRows(data, bitmap.Width, bitmap.Height, bitmap.Stride, (bitmap.Flags & TopDown) != 0, bitmap.Format, entries);
    }

    private uint[] FindPalette(in BodyReader reader, byte flags, ulong place, Surface target)
    {
        uint[]? entries;
        if ((flags & PaletteKept) != 0)
        {
            entries = palettes.Find(place) ?? throw reader.CannotDraw($"palette {place}, which was never sent");
        }
        else if (place == 0)
        {
            throw reader.Broken("an image of palette indices without a palette");
        }
        else
        {
            (var id, entries) = PaletteCache.Read(reader.At((uint)place));
            if ((flags & PaletteKeep) != 0)
            {
                palettes.Keep(id, entries);
            }
        }

        return target.Format == SurfaceFormat.Rgb555 ? Array.ConvertAll(entries, Channel.From555) : entries;
    }

    private ImageRows OfSurface(scoped ref BodyReader reader)
    {
        var id = reader.U32();
        var surface = surfaces.Find(id) ?? throw reader.CannotDraw($"an image from surface {id}, which is not there");
        if (surface.Format is SurfaceFormat.Alpha1 or SurfaceFormat.Alpha8)
        {
            throw reader.CannotDraw($"an image from surface {id} of format {surface.Format}");
        }

        var format = surface.HasAlpha ? BitmapFormat.Bgra32 : BitmapFormat.Bgrx32;
        return new ImageRows(surface.Pixels, surface.Width, surface.Height, surface.Width * 4, isTopDown: true, format) { Surface = surface };
    }

    private static ImageRows ReadLz4(scoped ref BodyReader reader, int width, int height, ref byte[] buffer)
    {
        var data = reader.Bytes(reader.U32());
        if (data.Length < 2)
        {
            throw reader.Broken($"an LZ4 image of {data.Length} bytes");
        }

        var (isTopDown, format) = (data[0] != 0, (BitmapFormat)data[1]);
        var row = ImageRows.RowBytes(format, width);
        var size = row * height;
        if (row == 0 || ImageRows.HasPalette(format) || format == BitmapFormat.Alpha8 || size > SurfaceTable.MaxPixels * 4 || size / Lz4.MaxRatio > data.Length)
        {
            throw reader.Broken($"an LZ4 image of {width}x{height} pixels, format {(int)format}, in {data.Length} bytes");
        }

        if (buffer.Length < size)
        {
            buffer = new byte[size];
        }

        if (!Lz4.TryDecode(data[2..], buffer.AsSpan(0, (int)size)))
        {
            throw reader.Broken($"{data.Length} bytes of LZ4 data do not give {size} bytes of pixels");
        }

        return new ImageRows(buffer, width, height, (int)row, isTopDown, format);
    }
}
