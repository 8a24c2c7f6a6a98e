using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>
/// What one frame buffer lacks: rectangles of all frames since it was filled. Holds more than a <see cref="DamageList"/> because several frames
/// of 64 rectangles add up. Owned by the publishing thread.
/// </summary>
internal sealed class StaleRects
{
    /// <summary>Rectangles before everything counts as stale.</summary>
    public const int Capacity = 4 * DamageList.Capacity;

    private readonly DamageRect[] _rects = new DamageRect[Capacity];
    private int _count;

    public bool IsEverything { get; private set; } = true;

    public void Clear()
    {
        _count = 0;
        IsEverything = false;
    }

    public void SetEverything()
    {
        _count = 0;
        IsEverything = true;
    }

    public void Add(DamageList damage)
    {
        if (damage.IsEverything)
        {
            SetEverything();
        }

        foreach (var rect in damage.Rects)
        {
            Add(rect);
        }
    }

    /// <summary>The rectangles clipped to the rows present, one of the whole picture for everything. Returns how many; 0 means there is nothing to copy.</summary>
    public int ToRects(uint width, uint rows, Span<DamageRect> rects)
    {
        if (IsEverything)
        {
            rects[0] = new DamageRect(0, 0, width, rows);
            return 1;
        }

        var count = 0;
        for (var i = 0; i < _count; i++)
        {
            var rect = FrameGeometry.Clip(_rects[i], width, rows);
            if (rect.Height != 0)
            {
                rects[count++] = rect;
            }
        }

        return count;
    }

    private void Add(DamageRect rect)
    {
        if (IsEverything)
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            ref var known = ref _rects[i];
            if (Contains(known, rect))
            {
                return;
            }

            if (Contains(rect, known))
            {
                known = rect;
                return;
            }
        }

        if (_count == Capacity)
        {
            SetEverything();
            return;
        }

        _rects[_count++] = rect;
    }

    // Rectangles were clipped to a frame of at most 65535 pixels before they came here.
    private static bool Contains(in DamageRect outer, in DamageRect inner) =>
        inner.X >= outer.X && inner.Y >= outer.Y
        && inner.X + inner.Width <= outer.X + outer.Width && inner.Y + inner.Height <= outer.Y + outer.Height;
}
