using System.Runtime.CompilerServices;

namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// What changed, as at most 64 clipped rectangles or "everything". Reused from frame to frame; never allocates after construction.
/// Owned by one thread at a time.
/// </summary>
public sealed class DamageList
{
    /// <summary>Rectangles a frame header carries at most.</summary>
    public const int Capacity = 64;

    private readonly DamageRect[] _rects = new DamageRect[Capacity];
    private int _count;

    /// <summary>Everything changed; <see cref="Rects"/> is then empty.</summary>
    public bool IsEverything { get; private set; }

    /// <summary>Nothing changed.</summary>
    public bool IsEmpty => !IsEverything && _count == 0;

    /// <summary>The rectangles; they may overlap.</summary>
    public ReadOnlySpan<DamageRect> Rects => _rects.AsSpan(0, _count);

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

    /// <summary>Adds a rectangle already clipped to the frame. Empty ones and ones inside an earlier one are skipped; when the list is full it becomes "everything".</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(DamageRect rect)
    {
        if (IsEverything || rect.Width == 0 || rect.Height == 0)
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            if (Contains(_rects[i], rect))
            {
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

    /// <summary>Adds everything in <paramref name="other"/>.</summary>
    public void Add(DamageList other)
    {
        if (other.IsEverything)
        {
            SetEverything();
            return;
        }

        foreach (var rect in other.Rects)
        {
            Add(rect);
        }
    }

    /// <summary>Becomes a copy of <paramref name="other"/>.</summary>
    public void CopyFrom(DamageList other)
    {
        other._rects.AsSpan(0, other._count).CopyTo(_rects);
        _count = other._count;
        IsEverything = other.IsEverything;
    }

    private static bool Contains(in DamageRect outer, in DamageRect inner) =>
        inner.X >= outer.X && inner.Y >= outer.Y
        && (ulong)inner.X + inner.Width <= (ulong)outer.X + outer.Width
        && (ulong)inner.Y + inner.Height <= (ulong)outer.Y + outer.Height;
}
