namespace Oriel.Spice.Picture;

/// <summary>What changed, in surface coordinates: a few boxes, that become one when there are too many.</summary>
internal sealed class DamageBoxes
{
    public const int Capacity = 64;
    private readonly Box[] _boxes = new Box[Capacity];
    private int _count;

    public bool IsEverything { get; private set; }

    public void Clear() => (_count, IsEverything) = (0, false);

    public void SetEverything() => (_count, IsEverything) = (0, true);

    public void Add(Box box)
    {
        if (IsEverything || box.IsEmpty)
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            if (_boxes[i].Contains(box))
            {
                return;
            }

            if (box.Contains(_boxes[i]))
            {
                _boxes[i--] = _boxes[--_count];
            }
        }

        if (_count == Capacity)
        {
            for (; _count > 0; _count--)
            {
                box = box.Join(_boxes[_count - 1]);
            }
        }

        _boxes[_count++] = box;
    }

    /// <summary>Writes what lies inside a view, counted from its corner; returns how many. Nothing for "everything".</summary>
    public int Cut(Box view, Span<PictureRect> rects)
    {
        var count = 0;
        for (var i = 0; i < _count; i++)
        {
            var box = _boxes[i].Cut(view);
            if (!box.IsEmpty)
            {
                rects[count++] = new PictureRect(box.Left - view.Left, box.Top - view.Top, box.Width, box.Height);
            }
        }

        return count;
    }
}
