namespace Oriel.Spice.Picture;

/// <summary>
/// The pixels a drawing may change: the box cut to the surface and to the clip rectangles, as boxes that do not overlap (an XOR must meet each pixel once, and overlapping
/// rectangles must not multiply the work). Servers send rectangles in bands already; others are taken apart, up to a limit.
/// </summary>
internal sealed class ClipRegion
{
    /// <summary>Rectangles met per band, in all, when a list has to be taken apart.</summary>
    private const int MaxWork = 200_000;

    private readonly List<Box> _boxes = [];
    private readonly List<Box> _input = [];
    private readonly List<Box> _active = [];
    private readonly List<int> _edges = [];

    public List<Box> Boxes => _boxes;

    public bool IsEmpty => _boxes.Count == 0;

    /// <summary>The smallest box around all of it.</summary>
    public Box Bounds { get; private set; }

    public void Set(Box whole)
    {
        _boxes.Clear();
        Add(whole);
        Measure();
    }

    /// <summary>Reads a Clip structure: "u8 type" and, for type 1, "u32 n, Rect × n".</summary>
    public void Read(ref BodyReader reader, Box whole)
    {
        _input.Clear();
        var type = reader.U8();
        if (type == 0)
        {
            Set(whole);
            return;
        }

        if (type != 1)
        {
            throw reader.Broken($"clip type {type}");
        }

        var count = reader.U32();
        var rects = new BodyReader(0, reader.Bytes(16L * count));
        for (var i = 0; i < count; i++)
        {
            var box = rects.Rect().Cut(whole);
            if (!box.IsEmpty)
            {
                _input.Add(box);
            }
        }

        _boxes.Clear();
        if (IsBanded(_input))
        {
            _boxes.AddRange(_input);
        }
        else if (!TryTakeApart())
        {
            throw reader.Broken($"{count} clip rectangles that overlap without end");
        }

        Measure();
    }

    /// <summary>Keeps only what is inside another box.</summary>
    public void Cut(Box box)
    {
        if (box.Contains(Bounds))
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < _boxes.Count; i++)
        {
            var rest = _boxes[i].Cut(box);
            if (!rest.IsEmpty)
            {
                _boxes[kept++] = rest;
            }
        }

        _boxes.RemoveRange(kept, _boxes.Count - kept);
        Measure();
    }

    /// <summary>Takes a copy of another region.</summary>
    public void CopyFrom(ClipRegion other)
    {
        _boxes.Clear();
        _boxes.AddRange(other._boxes);
        Bounds = other.Bounds;
    }

    // Top to bottom in bands of the same height, left to right within: nothing can overlap.
    private static bool IsBanded(List<Box> boxes)
    {
        for (var i = 1; i < boxes.Count; i++)
        {
            var (before, box) = (boxes[i - 1], boxes[i]);
            var isSameBand = box.Top == before.Top && box.Bottom == before.Bottom && box.Left >= before.Right;
            if (!isSameBand && box.Top < before.Bottom)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTakeApart()
    {
        _edges.Clear();
        foreach (var box in _input)
        {
            _edges.Add(box.Top);
            _edges.Add(box.Bottom);
        }

        _edges.Sort();
        _input.Sort(static (a, b) => a.Top.CompareTo(b.Top));
        _active.Clear();
        var (next, work) = (0, 0);
        for (var i = 0; i + 1 < _edges.Count; i++)
        {
            var (top, bottom) = (_edges[i], _edges[i + 1]);
            if (top == bottom)
            {
                continue;
            }

            _active.RemoveAll(box => box.Bottom <= top);
            while (next < _input.Count && _input[next].Top <= top)
            {
                _active.Add(_input[next++]);
            }

            work += _active.Count;
            if (work > MaxWork)
            {
                return false;
            }

            AddBand(top, bottom);
        }

        return true;
    }

    private void AddBand(int top, int bottom)
    {
        _active.Sort(static (a, b) => a.Left.CompareTo(b.Left));
        for (var i = 0; i < _active.Count;)
        {
            var (left, right) = (_active[i].Left, _active[i].Right);
            for (i++; i < _active.Count && _active[i].Left <= right; i++)
            {
                right = Math.Max(right, _active[i].Right);
            }

            Add(new Box(left, top, right, bottom));
        }
    }

    private void Add(Box box)
    {
        if (!box.IsEmpty)
        {
            _boxes.Add(box);
        }
    }

    private void Measure()
    {
        Bounds = default;
        foreach (var box in _boxes)
        {
            Bounds = Bounds.Join(box);
        }
    }
}
