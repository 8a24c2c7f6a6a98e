namespace Oriel.Spice.Picture;

/// <summary>The mask of a drawing (spice.md section 12.5): a 1-bit image whose ones let pixels of the box through. Pixels outside of the image do not pass.</summary>
internal readonly ref struct MaskBits
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly int _stride;
    private readonly int _width;
    private readonly int _height;
    private readonly bool _isTopDown;
    private readonly bool _isLowFirst;
    private readonly bool _isInverted;
    private readonly long _dx;
    private readonly long _dy;

    /// <param name="data">stride × height bytes.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="stride">Bytes of a row.</param>
    /// <param name="isTopDown">The first row is the top one.</param>
    /// <param name="isLowFirst">The lowest bit is leftmost.</param>
    /// <param name="isInverted">Zeros let through.</param>
    /// <param name="dx">Surface x + this = mask x.</param>
    /// <param name="dy">Surface y + this = mask y.</param>
    public MaskBits(ReadOnlySpan<byte> data, int width, int height, int stride, bool isTopDown, bool isLowFirst, bool isInverted, long dx, long dy)
    {
        _data = data;
        (_width, _height, _stride) = (width, height, stride);
        (_isTopDown, _isLowFirst, _isInverted) = (isTopDown, isLowFirst, isInverted);
        (_dx, _dy) = (dx, dy);
        IsPresent = true;
    }

    /// <summary>False: everything passes.</summary>
    public bool IsPresent { get; }

    /// <summary>The pixel of the surface may be drawn.</summary>
    public bool Passes(int x, int y)
    {
        if (!IsPresent)
        {
            return true;
        }

        var (mx, my) = (x + _dx, y + _dy);
        if (mx < 0 || my < 0 || mx >= _width || my >= _height)
        {
            return false;
        }

        var at = (int)mx;
        var value = _data[((_isTopDown ? (int)my : _height - 1 - (int)my) * _stride) + (at >> 3)];
        return ((value >> (_isLowFirst ? at & 7 : 7 - (at & 7))) & 1) != (_isInverted ? 1 : 0);
    }
}
