namespace Oriel.Display.Clipboard;

/// <summary>PNG and BMP into each other, for when one side of the clipboard only has the other. Any thread; takes a moment for large pictures.</summary>
public static class PictureConversion
{
    /// <summary>Pairs that <see cref="Convert"/> knows.</summary>
    public static HostContentType? Source(HostContentType wanted) => wanted switch
    {
        HostContentType.Png => HostContentType.Bmp,
        HostContentType.Bmp => HostContentType.Png,
        _ => null,
    };

    /// <summary>Converts a BMP to PNG or a PNG to BMP; without loss of colour or alpha at 8 bits a channel.</summary>
    /// <exception cref="PictureFormatException">The file is broken, of a kind not read, or too large.</exception>
    public static byte[] Convert(ReadOnlySpan<byte> file, HostContentType wanted) => wanted switch
    {
        HostContentType.Png => PngPicture.Write(BmpPicture.Read(file)),
        HostContentType.Bmp => BmpPicture.Write(PngPicture.Read(file)),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "only PNG and BMP are made"),
    };
}
