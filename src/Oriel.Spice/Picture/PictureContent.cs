namespace Oriel.Spice.Picture;

/// <summary>The emulated screen's picture at one moment. Valid during the call that was given it.</summary>
public readonly ref struct PictureContent
{
    /// <summary>Another number = another surface or view: nothing known before can be built on.</summary>
    public int Generation { get; init; }

    /// <summary>Pixels; 0 = there is no picture.</summary>
    public int Width { get; init; }

    /// <summary>Pixels; 0 = there is no picture.</summary>
    public int Height { get; init; }

    /// <summary>Where the picture begins on the primary surface; pointer positions of the session count from the surface's corner.</summary>
    public int OriginX { get; init; }

    /// <summary>Where the picture begins on the primary surface.</summary>
    public int OriginY { get; init; }

    /// <summary>Bytes from one row to the next.</summary>
    public int PitchBytes { get; init; }

    /// <summary>Everything changed since the last successful read; <see cref="Damage"/> is empty then.</summary>
    public bool IsEverything { get; init; }

    /// <summary>What changed since the last successful read; rectangles may overlap.</summary>
    public ReadOnlySpan<PictureRect> Damage { get; init; }

    /// <summary>Rows from the top, 4 bytes per pixel: B, G, R and one without meaning. The last row ends with its last pixel or later.</summary>
    public ReadOnlySpan<byte> Pixels { get; init; }
}
