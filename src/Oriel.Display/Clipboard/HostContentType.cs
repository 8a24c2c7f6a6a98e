namespace Oriel.Display.Clipboard;

/// <summary>Kinds of clipboard content that can be passed on.</summary>
public enum HostContentType
{
    /// <summary>UTF-8 text, LF line ends, no zero byte at the end.</summary>
    Text,

    /// <summary>A PNG file.</summary>
    Png,

    /// <summary>A BMP file.</summary>
    Bmp,

    /// <summary>A TIFF file.</summary>
    Tiff,

    /// <summary>A JPEG file.</summary>
    Jpeg,
}
