namespace Oriel.Spice.Agent;

/// <summary>Kinds of clipboard content (spice.md section 7.6), as the wire numbers them.</summary>
public enum AgentContentType
{
    /// <summary>Nothing: the answer to a request that cannot be met.</summary>
    None = 0,

    /// <summary>UTF-8 text without a zero byte at the end.</summary>
    Text = 1,

    /// <summary>A PNG file.</summary>
    Png = 2,

    /// <summary>A BMP file.</summary>
    Bmp = 3,

    /// <summary>A TIFF file.</summary>
    Tiff = 4,

    /// <summary>A JPEG file.</summary>
    Jpeg = 5,

    /// <summary>Paths on a shared folder; not offered by us.</summary>
    FileList = 6,
}
