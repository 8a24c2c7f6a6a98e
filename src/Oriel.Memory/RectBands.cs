namespace Oriel.Memory;

/// <summary>
/// Walks the union of rectangles top to bottom in bands of rows with the same horizontal runs, so that overlapping rectangles, however many a guest sends,
/// never cost more than one copy of the frame. Lives on the stack; quadratic in the number of rectangles, which is bounded.
/// </summary>
internal ref struct RectBands
{
    private readonly ReadOnlySpan<ByteRect> _rects;
    private readonly Span<ushort> _byX;
    private int _next;

    /// <param name="rects">Rectangles, all inside the frame; empty ones are ignored.</param>
    /// <param name="order">Scratch space with room for every index.</param>
    public RectBands(ReadOnlySpan<ByteRect> rects, Span<ushort> order)
    {
        _rects = rects;
        _byX = order[..rects.Length];
        for (var i = 0; i < rects.Length; i++)
        {
            var at = i;
            for (; at > 0 && rects[_byX[at - 1]].XBytes > rects[i].XBytes; at--)
            {
                _byX[at] = _byX[at - 1];
            }

            _byX[at] = (ushort)i;
        }
    }

    /// <summary>First row of the band.</summary>
    public uint Top { get; private set; }

    /// <summary>First row after the band; 0 before the first.</summary>
    public uint Bottom { get; private set; }

    /// <summary>Goes to the next band of at most <paramref name="mostRows"/> rows; false after the last.</summary>
    public bool MoveNext(uint mostRows)
    {
        if (!MoveToTop())
        {
            return false;
        }

        Take(mostRows);
        return true;
    }

    /// <summary>Sets <see cref="Top"/> to the next row there is something in; false after the last. <see cref="Take"/> must follow.</summary>
    public bool MoveToTop()
    {
        var from = Bottom;
        var top = uint.MaxValue;
        foreach (ref readonly var rect in _rects)
        {
            if (rect.WidthBytes > 0 && rect.Height > 0 && rect.Y + rect.Height > from)
            {
                top = Math.Min(top, Math.Max(rect.Y, from));
            }
        }

        Top = top;
        return top != uint.MaxValue;
    }

    /// <summary>Makes the band that begins at <see cref="Top"/> as long as it can be, but at most this many rows. May be called again for the same top before its runs are read.</summary>
    public void Take(uint mostRows)
    {
        var top = Top;
        var bottom = (ulong)top + mostRows;
        foreach (ref readonly var rect in _rects)
        {
            if (rect.WidthBytes > 0 && rect.Height > 0 && rect.Y + rect.Height > top)
            {
                bottom = Math.Min(bottom, rect.Y > top ? rect.Y : rect.Y + rect.Height);
            }
        }

        Bottom = (uint)bottom;
        _next = 0;
    }

    /// <summary>Next horizontal run of the band, left to right; false after the last.</summary>
    public bool NextRun(out uint x, out uint width)
    {
        x = 0;
        width = 0;
        for (; _next < _byX.Length; _next++)
        {
            ref readonly var rect = ref _rects[_byX[_next]];
            if (rect.WidthBytes == 0 || rect.Height == 0 || rect.Y > Top || rect.Y + rect.Height <= Top)
            {
                continue;
            }

            if (width == 0)
            {
                x = rect.XBytes;
                width = rect.WidthBytes;
            }
            else if (rect.XBytes > x + width)
            {
                break;
            }
            else
            {
                width = Math.Max(width, rect.XBytes + rect.WidthBytes - x);
            }
        }

        return width > 0;
    }
}
