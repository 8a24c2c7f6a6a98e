namespace Oriel.Protocol.Kvmfr;

/// <summary>Sizes and rectangles of frames in bytes (kvmfr.md section 4.4). Allocates nothing.</summary>
public static class FrameGeometry
{
    /// <summary>Bytes one picture pixel takes in a row: 4, 8, or 3 for the packed types; 0 for an unknown type.</summary>
    public static uint BytesPerPixel(FrameType type) => type switch
    {
        FrameType.Bgra or FrameType.Rgba or FrameType.Rgba10 => 4,
        FrameType.Rgba16F => 8,
        FrameType.Bgr32 or FrameType.Rgb24 => 3,
        _ => 0,
    };

    /// <summary>Bytes from one row to the next divided by this gives the stride the wire carries: words for <see cref="FrameType.Bgr32"/>.</summary>
    public static uint BytesPerStoragePixel(FrameType type) => type == FrameType.Bgr32 ? 4 : BytesPerPixel(type);

    /// <summary>Bytes of real pixels in a row.</summary>
    public static ulong RowBytes(FrameType type, uint widthPixels) => (ulong)widthPixels * BytesPerPixel(type);

    /// <summary>The bytes a damage rectangle covers, clipped to the rows and columns that are really in the buffer. May be empty.</summary>
    public static FrameByteRect ToByteRect(in FrameHeader header, DamageRect rect)
    {
        var clipped = Clip(rect, header.FrameWidth, header.DataHeight);
        var pixel = BytesPerPixel(header.Type);
        return new FrameByteRect(clipped.X * pixel, clipped.Y, clipped.Width * pixel, clipped.Height);
    }

    /// <summary>The part of a rectangle inside a picture; all zero when there is none. 64-bit arithmetic inside.</summary>
    public static DamageRect Clip(DamageRect rect, uint width, uint height)
    {
        var right = Math.Min((ulong)rect.X + rect.Width, width);
        var bottom = Math.Min((ulong)rect.Y + rect.Height, height);
        return rect.X >= right || rect.Y >= bottom ? default : new DamageRect(rect.X, rect.Y, (uint)(right - rect.X), (uint)(bottom - rect.Y));
    }
}

/// <summary>A rectangle in bytes by rows, inside the frame.</summary>
/// <param name="XBytes">First byte from the row start.</param>
/// <param name="Y">First row.</param>
/// <param name="WidthBytes">Bytes per row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct FrameByteRect(uint XBytes, uint Y, uint WidthBytes, uint Height);
