namespace Oriel.Display;

/// <summary>How the pixels of a frame get into the GPU's texture.</summary>
public enum UploadPath
{
    /// <summary>By measurement: imported where that is proven to work, else the faster of the two others on this renderer.</summary>
    Auto,

    /// <summary>From private memory; GL copies during the call.</summary>
    Plain,

    /// <summary>From GL buffers that stay mapped: the feed writes where the GPU reads. Needs ARB_buffer_storage.</summary>
    Mapped,

    /// <summary>The GPU reads the guest's memory itself (DMA-BUF), proven before it is trusted; what cannot be imported is uploaded as with <see cref="Auto"/>.</summary>
    DmaBuf,
}
