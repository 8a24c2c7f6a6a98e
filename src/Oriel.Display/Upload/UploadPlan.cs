using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload;

/// <summary>
/// Turns a frame's damage into few uploads of few bytes. Rectangles that overlap are taken apart, so that no pixel goes twice; neighbours become one where the pixels between them cost less than
/// another call; and everything becomes one upload where that costs no more than the parts. Of what is uploaded at least seven eighths is damaged, except for parts below <see cref="SmallPixels"/> and the
/// whole picture. Bounded: odd lists (a guest may write what it likes) end as the whole picture. Render role; allocates nothing after construction.
/// </summary>
internal sealed class UploadPlan
{
    /// <summary>What a call costs beyond its pixels, as pixels. Measured with llvmpipe: 0.2 to 0.3 us a call, 0.15 to 0.3 ns a pixel; the calls of other drivers cost more, and so do their pixels.</summary>
    public const int CallPixels = 1024;

    /// <summary>Parts up to this size may be mostly undamaged.</summary>
    public const int SmallPixels = 4096;

    private const int Capacity = 128;
    private const int MostSteps = 1024;

    private readonly DamageRect[] _parts = new DamageRect[Capacity];
    private readonly long[] _damaged = new long[Capacity];
    private readonly DamageRect[] _pending = new DamageRect[Capacity];
    private int _count;

    /// <summary>What to upload, inside the picture.</summary>
    public ReadOnlySpan<DamageRect> Parts => _parts.AsSpan(0, _count);

    /// <summary>Plans the uploads of a picture of this many pixels.</summary>
    public void Make(DamageList damage, uint width, uint height)
    {
        _count = 0;
        if (damage.IsEverything)
        {
            SetWhole(width, height);
            return;
        }

        foreach (var rect in damage.Rects)
        {
            Append(FrameGeometry.Clip(rect, width, height));
        }

        if (_count > 1)
        {
            Merge();
            if (!TakeApart())
            {
                SetWhole(width, height);
                return;
            }

            Merge();
        }

        long cost = 0;
        foreach (ref readonly var part in Parts)
        {
            cost += Pixels(part) + CallPixels;
        }

        if (cost >= ((long)width * height) + CallPixels)
        {
            SetWhole(width, height);
        }
    }

    private static long Pixels(in DamageRect rect) => (long)rect.Width * rect.Height;

    private static long Overlap(in DamageRect a, in DamageRect b)
    {
        var width = Math.Min((long)a.X + a.Width, (long)b.X + b.Width) - Math.Max(a.X, b.X);
        var height = Math.Min((long)a.Y + a.Height, (long)b.Y + b.Height) - Math.Max(a.Y, b.Y);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    private static DamageRect Around(in DamageRect a, in DamageRect b)
    {
        var (x, y) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new DamageRect(x, y, Math.Max(a.X + a.Width, b.X + b.Width) - x, Math.Max(a.Y + a.Height, b.Y + b.Height) - y);
    }

    private void SetWhole(uint width, uint height)
    {
        _count = 0;
        Append(new DamageRect(0, 0, width, height));
    }

    private bool Append(in DamageRect rect)
    {
        if (rect.Width == 0 || rect.Height == 0)
        {
            return true;
        }

        if (_count == Capacity)
        {
            return false;
        }

        (_parts[_count], _damaged[_count]) = (rect, Pixels(rect));
        _count++;
        return true;
    }

    private void Remove(int index)
    {
        _count--;
        (_parts[index], _damaged[index]) = (_parts[_count], _damaged[_count]);
    }

    private void Merge()
    {
        for (var i = 0; i < _count; i++)
        {
            for (var j = i + 1; j < _count; j++)
            {
                var both = Around(_parts[i], _parts[j]);
                var overlap = Overlap(_parts[i], _parts[j]);
                // Not less than this is damaged, however the damage lies in the two.
                var damaged = Math.Max(_damaged[i] + _damaged[j] - overlap, Math.Max(_damaged[i], _damaged[j]));
                var pixels = Pixels(both);
                if ((pixels <= damaged * 17 / 16 || pixels <= SmallPixels) && pixels <= Pixels(_parts[i]) + Pixels(_parts[j]) + CallPixels)
                {
                    (_parts[i], _damaged[i]) = (both, damaged);
                    Remove(j);
                    j = i;
                }
            }
        }
    }

    // Makes the parts disjoint, but for overlaps that cost less than the calls they would save. False when that makes too many.
    private bool TakeApart()
    {
        var pending = _count;
        Parts.CopyTo(_pending);
        _count = 0;
        for (var step = 0; pending > 0; step++)
        {
            if (step == MostSteps)
            {
                return false;
            }

            var piece = _pending[--pending];
            var other = FindOverlapping(piece);
            if (other < 0)
            {
                if (!Append(piece))
                {
                    return false;
                }

                continue;
            }

            if (pending > Capacity - 4)
            {
                return false;
            }

            pending = PushOutside(piece, _parts[other], pending);
        }

        return true;
    }

    private int FindOverlapping(in DamageRect piece)
    {
        for (var i = 0; i < _count; i++)
        {
            if (Overlap(piece, _parts[i]) is var overlap && overlap > 0 && (overlap > CallPixels || overlap == Pixels(piece)))
            {
                return i;
            }
        }

        return -1;
    }

    // What of a piece is not inside the other: above, below, left, right.
    private int PushOutside(in DamageRect piece, in DamageRect other, int pending)
    {
        var (right, bottom) = (piece.X + piece.Width, piece.Y + piece.Height);
        var (left, top) = (Math.Max(piece.X, other.X), Math.Max(piece.Y, other.Y));
        var (innerRight, innerBottom) = (Math.Min(right, other.X + other.Width), Math.Min(bottom, other.Y + other.Height));
        _pending[pending] = new DamageRect(piece.X, piece.Y, piece.Width, top - piece.Y);
        pending += top > piece.Y ? 1 : 0;
        _pending[pending] = new DamageRect(piece.X, innerBottom, piece.Width, bottom - innerBottom);
        pending += bottom > innerBottom ? 1 : 0;
        _pending[pending] = new DamageRect(piece.X, top, left - piece.X, innerBottom - top);
        pending += left > piece.X ? 1 : 0;
        _pending[pending] = new DamageRect(innerRight, top, right - innerRight, innerBottom - top);
        pending += right > innerRight ? 1 : 0;
        return pending;
    }
}
