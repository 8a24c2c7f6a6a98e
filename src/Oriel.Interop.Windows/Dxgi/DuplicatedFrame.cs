namespace Oriel.Interop.Windows.Dxgi;

/// <summary>What is new in an acquired frame.</summary>
public readonly record struct DuplicatedFrame
{
    /// <summary>The desktop image was presented since the frame before; without it only the pointer changed.</summary>
    public bool HasImage { get; init; }

    /// <summary>When the newest of them was presented, ticks of the performance counter; 0 without an image.</summary>
    public long PresentedAt { get; init; }

    /// <summary>Presented images this one stands for.</summary>
    public int AccumulatedFrames { get; init; }

    /// <summary>Parts are black because a program protects them.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The place or visibility of the pointer changed.</summary>
    public bool HasPointer { get; init; }

    /// <summary>The pointer is on this output and shown.</summary>
    public bool PointerVisible { get; init; }

    /// <summary>Left edge of the shape, pixels from the output's own.</summary>
    public int PointerX { get; init; }

    /// <summary>Top edge of the shape.</summary>
    public int PointerY { get; init; }

    /// <summary>Bytes of a new shape; 0 = the shape is the same.</summary>
    public int PointerShapeBytes { get; init; }

    /// <summary>Bytes of move and dirty rectangles; 0 = the driver says nothing about what changed.</summary>
    public int MetadataBytes { get; init; }

    /// <summary>Pixels of the frame's texture.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the frame's texture.</summary>
    public int Height { get; init; }

    /// <summary>Pixel storage of the frame's texture.</summary>
    public PixelFormat Format { get; init; }
}
