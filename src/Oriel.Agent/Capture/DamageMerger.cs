using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Capture;

/// <summary>
/// Keeps damage lists short: joins rectangles whose common bounding box wastes little, and when a list is full the two that waste least. The result always covers
/// everything that was added. Owned by one thread; never allocates after construction.
/// </summary>
internal sealed class DamageMerger
{
    /// <summary>
    /// A rectangle more costs a request, a row loop and a header entry: about as much as copying this many pixels needlessly
    /// (measured under Xvfb: 64 small copies 0.05 ms more than one, and 0.06 ns per byte copied).
    /// </summary>
    public const long FreeWastePixels = 2048;

    /// <summary>Rectangles kept: what a frame header holds.</summary>
    public const int Limit = DamageList.Capacity;

    private readonly DamageRect[] _work = new DamageRect[Limit];
    private int _count;

    /// <summary>Adds rectangles to a list.</summary>
    public void Add(DamageList target, ReadOnlySpan<DamageRect> more)
    {
        if (target.IsEverything || more.IsEmpty)
        {
            return;
        }

        _count = 0;
        foreach (ref readonly var rect in target.Rects)
        {
            Place(rect);
        }

        foreach (ref readonly var rect in more)
        {
            Place(rect);
        }

        target.Clear();
        for (var i = 0; i < _count; i++)
        {
            target.Add(_work[i]);
        }
    }

    /// <summary>Adds everything in another list.</summary>
    public void Add(DamageList target, DamageList more)
    {
        if (more.IsEverything)
        {
            target.SetEverything();
        }
        else
        {
            Add(target, more.Rects);
        }
    }

    private static DamageRect Union(in DamageRect a, in DamageRect b)
    {
        var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new DamageRect(x, y, Math.Max(a.X + a.Width, b.X + b.Width) - x, Math.Max(a.Y + a.Height, b.Y + b.Height) - y);
    }

    private static long Area(in DamageRect r) => (long)r.Width * r.Height;

    /// <summary>Pixels that are in the bounding box of both but in neither; negative when they overlap.</summary>
    private static long Waste(in DamageRect a, in DamageRect b) => Area(Union(a, b)) - Area(a) - Area(b);

    private void Place(DamageRect rect)
    {
        if (rect.Width == 0 || rect.Height == 0)
        {
            return;
        }

        while (true)
        {
            var best = -1;
            var least = long.MaxValue;
            for (var i = 0; i < _count; i++)
            {
                var waste = Waste(_work[i], rect);
                if (waste < least)
                {
                    (best, least) = (i, waste);
                }
            }

            if (best < 0 || (least > FreeWastePixels && _count < Limit))
            {
                _work[_count++] = rect;
                return;
            }

            // The joined rectangle may now be close to others: take it out and place it again.
            rect = Union(_work[best], rect);
            _work[best] = _work[--_count];
        }
    }
}
