using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Producer;

/// <summary>
/// What one frame buffer lacks: rectangles of all frames since it was filled. Holds more than a frame header because several frames
/// of 64 rectangles add up. Owned by the publishing thread.
/// </summary>
internal sealed class StaleRects
{
    /// <summary>Most rectangles; beyond, those that waste least are joined.</summary>
    public const int Capacity = 4 * DamageList.Capacity;

    private readonly DamageList _list = new(Capacity);

    public StaleRects() => _list.SetEverything();

    public bool IsEverything => _list.IsEverything;

    public void Clear() => _list.Clear();

    public void SetEverything() => _list.SetEverything();

    public void Add(DamageList damage) => _list.Add(damage);

    /// <summary>The rectangles clipped to the rows present, one of the whole picture for everything. Returns how many; 0 means there is nothing to copy.</summary>
    public int ToRects(uint width, uint rows, Span<DamageRect> rects)
    {
        if (IsEverything)
        {
            rects[0] = new DamageRect(0, 0, width, rows);
            return 1;
        }

        var count = 0;
        foreach (ref readonly var each in _list.Rects)
        {
            var rect = FrameGeometry.Clip(each, width, rows);
            if (rect.Height != 0)
            {
                rects[count++] = rect;
            }
        }

        return count;
    }
}
