using System.Runtime.CompilerServices;

namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// What changed, as a few clipped rectangles or "everything". Rectangles that lie close are joined where that takes in little that did not change; a full list joins the
/// two that waste least, so that it never becomes "everything" by itself. Reused from frame to frame; never allocates after construction. Owned by one thread at a time.
/// </summary>
public sealed class DamageList
{
    /// <summary>Rectangles a frame header carries at most.</summary>
    public const int Capacity = 64;

    /// <summary>Unchanged pixels a joined rectangle may always hold: a rectangle more costs about as much as copying so many.</summary>
    public const long FreeWastePixels = 256;

    // Besides, a joined rectangle may be unchanged to a sixteenth. Lists are handed on twice (agent, relay): what is copied stays far below 1.2 times what changed.
    private const long WastePart = 16;
    private const ulong MostPixels = long.MaxValue / 4;

    private readonly DamageRect[] _rects;

    // At least so many pixels of the rectangle really changed. Without it many joins, each of which wastes little, would add up.
    private readonly long[] _changed;
    private int _count;

    /// <summary>Makes an empty list.</summary>
    /// <param name="capacity">Most rectangles; a list that goes into a frame header holds at most <see cref="Capacity"/>.</param>
    public DamageList(int capacity = Capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _rects = new DamageRect[capacity];
        _changed = new long[capacity];
    }

    /// <summary>Everything changed; <see cref="Rects"/> is then empty.</summary>
    public bool IsEverything { get; private set; }

    /// <summary>Nothing changed.</summary>
    public bool IsEmpty => !IsEverything && _count == 0;

    /// <summary>The rectangles; they may overlap.</summary>
    public ReadOnlySpan<DamageRect> Rects => _rects.AsSpan(0, _count);

    /// <summary>Pixels of all rectangles, overlaps counted twice; the largest number for everything. What bringing something up to date costs.</summary>
    public long Pixels
    {
        get
        {
            if (IsEverything)
            {
                return long.MaxValue;
            }

            var sum = 0L;
            foreach (ref readonly var rect in Rects)
            {
                sum = Math.Min(long.MaxValue / 2, sum + Area(rect));
            }

            return sum;
        }
    }

    /// <summary>Nothing changed.</summary>
    public void Clear()
    {
        _count = 0;
        IsEverything = false;
    }

    /// <summary>Everything changed.</summary>
    public void SetEverything()
    {
        _count = 0;
        IsEverything = true;
    }

    /// <summary>Adds a rectangle already clipped to the frame as it is. Empty ones and ones inside an earlier one are skipped; when the list is full it is joined with another.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(DamageRect rect)
    {
        if (IsEverything || rect.Width == 0 || rect.Height == 0)
        {
            return;
        }

        if (_count == _rects.Length)
        {
            Place(rect, Area(rect), FreeWastePixels);
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            if (Contains(_rects[i], rect))
            {
                return;
            }
        }

        (_rects[_count], _changed[_count]) = (rect, Area(rect));
        _count++;
    }

    /// <summary>Adds everything in <paramref name="other"/>, joining what lies close.</summary>
    public void Add(DamageList other)
    {
        if (other.IsEverything)
        {
            SetEverything();
            return;
        }

        for (var i = 0; i < other._count && !IsEverything; i++)
        {
            Place(other._rects[i], other._changed[i], FreeWastePixels);
        }
    }

    /// <summary>Adds a rectangle, joining it with what lies close.</summary>
    /// <param name="rect">Clipped to the frame.</param>
    /// <param name="freeWastePixels">Unchanged pixels that the joined rectangle may hold in any case; more than a sixteenth of it only up to here.</param>
    public void Join(DamageRect rect, long freeWastePixels = FreeWastePixels)
    {
        if (!IsEverything && rect.Width != 0 && rect.Height != 0)
        {
            Place(rect, Area(rect), freeWastePixels);
        }
    }

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void CopyFrom(DamageList other)
    {
        Clear();
        if (other._count > _rects.Length)
        {
            Add(other);
            return;
        }

        other._rects.AsSpan(0, other._count).CopyTo(_rects);
        other._changed.AsSpan(0, other._count).CopyTo(_changed);
        _count = other._count;
        IsEverything = other.IsEverything;
    }

    private void Place(DamageRect rect, long changed, long freeWastePixels)
    {
        while (true)
        {
            var (best, least, bestChanged) = (-1, long.MaxValue, 0L);
            for (var i = 0; i < _count; i++)
            {
                if (Contains(_rects[i], rect))
                {
                    _changed[i] = Math.Max(_changed[i], changed);
                    return;
                }

                // What changed in both is counted once at most where they overlap.
                var joined = Area(Union(_rects[i], rect));
                var both = Math.Min(joined, Math.Max(Math.Max(_changed[i], changed), _changed[i] + changed - Overlap(_rects[i], rect)));
                var waste = joined - both;
                if (waste < least)
                {
                    (best, least, bestChanged) = (i, waste, both);
                }
            }

            if (best < 0 || (_count < _rects.Length && least > Math.Max(freeWastePixels, (least + bestChanged) / WastePart)))
            {
                (_rects[_count], _changed[_count]) = (rect, changed);
                _count++;
                return;
            }

            // The joined rectangle may now be close to others: take it out and place it again.
            (rect, changed) = (Union(_rects[best], rect), bestChanged);
            _count--;
            (_rects[best], _changed[best]) = (_rects[_count], _changed[_count]);
        }
    }

    // Callers clip; a rectangle that nobody clipped is very large here, and nothing worse.
    private static long Area(in DamageRect r) => (long)Math.Min((ulong)r.Width * r.Height, MostPixels);

    private static DamageRect Union(in DamageRect a, in DamageRect b)
    {
        var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        var right = Math.Max((ulong)a.X + a.Width, (ulong)b.X + b.Width);
        var bottom = Math.Max((ulong)a.Y + a.Height, (ulong)b.Y + b.Height);
        return new DamageRect(x, y, (uint)Math.Min(right - x, uint.MaxValue), (uint)Math.Min(bottom - y, uint.MaxValue));
    }

    private static long Overlap(in DamageRect a, in DamageRect b)
    {
        var width = Math.Min((long)a.X + a.Width, (long)b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min((long)a.Y + a.Height, (long)b.Y + b.Height) - Math.Max(a.Y, b.Y);
        return width > 0 && height > 0 ? (long)Math.Min((ulong)width * (ulong)height, MostPixels) : 0;
    }

    private static bool Contains(in DamageRect outer, in DamageRect inner) =>
        inner.X >= outer.X && inner.Y >= outer.Y
        && (ulong)inner.X + inner.Width <= (ulong)outer.X + outer.Width
        && (ulong)inner.Y + inner.Height <= (ulong)outer.Y + outer.Height;
}
