using Oriel.Agent.Capture;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gdi;

/// <summary>
/// Damage for a source that has none: compares a fresh picture with the one known before, brings the known one up to date and tells where they differed. Bands of
/// 16 rows; within a band exact rows, and columns to 8 pixels. Both pictures are 32 bits a pixel with tight rows. Allocates only when made.
/// </summary>
internal sealed class ScreenDifference
{
    private const int BandRows = 16;
    private const int CellPixels = RowDifference.CellBytes / 4;

    /// <summary>Changes closer than this belong to one rectangle: most often they are letters of one line.</summary>
    private const int GapCells = 4;

    private readonly DamageMerger _merger = new();
    private readonly DamageRect[] _one = new DamageRect[1];
    private readonly byte[] _cells;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Pixels of the last <see cref="Update"/> that count as changed.</summary>
    public long ChangedPixels { get; private set; }

    /// <summary>Makes it for pictures of a size.</summary>
    public ScreenDifference(int width, int height)
    {
        (_width, _height) = (width, height);
        _cells = new byte[(width + CellPixels - 1) / CellPixels];
    }

    /// <summary>Copies what differs from <paramref name="fresh"/> to <paramref name="known"/> and adds it to <paramref name="changed"/>. True when anything differed.</summary>
    public bool Update(PixelBuffer fresh, PixelBuffer known, DamageList changed)
    {
        var any = false;
        ChangedPixels = 0;
        for (var top = 0; top < _height; top += BandRows)
        {
            any |= UpdateBand(fresh, known, top, Math.Min(top + BandRows, _height), changed);
        }

        return any;
    }

    /// <summary>Copies all of <paramref name="fresh"/> to <paramref name="known"/> without looking.</summary>
    public void Replace(PixelBuffer fresh, PixelBuffer known) =>
        FrameCopy.Rows(fresh, 0, (uint)_width * 4, known, 0, (uint)_width * 4, (uint)_width * 4, (uint)_height);

    private bool UpdateBand(PixelBuffer fresh, PixelBuffer known, int top, int bottom, DamageList changed)
    {
        var (first, last) = (-1, -1);
        var pitch = (nuint)_width * 4;
        for (var y = top; y < bottom; y++)
        {
            if (RowDifference.Mark(fresh, (nuint)y * pitch, known, (nuint)y * pitch, _width * 4, _cells))
            {
                first = first < 0 ? y : first;
                last = y;
            }
        }

        if (first < 0)
        {
            return false;
        }

        for (var cell = 0; TryFindRun(cell, out var start, out var end); cell = end)
        {
            var (x, right) = (start * CellPixels, Math.Min(end * CellPixels, _width));
            CopyRows(fresh, known, x, right - x, first, last);
            ChangedPixels += (long)(right - x) * (last - first + 1);
            _one[0] = new DamageRect((uint)x, (uint)first, (uint)(right - x), (uint)(last - first + 1));
            _merger.Add(changed, _one);
        }

        Array.Clear(_cells);
        return true;
    }

    /// <summary>The next marked cells, with gaps too small to be worth a rectangle of their own.</summary>
    private bool TryFindRun(int from, out int start, out int end)
    {
        var offset = from >= _cells.Length ? -1 : _cells.AsSpan(from).IndexOf((byte)1);
        start = end = from + offset;
        if (offset < 0)
        {
            return false;
        }

        end = start + 1;
        for (var cell = end; cell < _cells.Length && cell <= end + GapCells; cell++)
        {
            if (_cells[cell] != 0)
            {
                end = cell + 1;
            }
        }

        return true;
    }

    private void CopyRows(PixelBuffer fresh, PixelBuffer known, int x, int width, int first, int last)
    {
        var (pitch, offset) = ((uint)_width * 4, (((nuint)first * (nuint)_width) + (nuint)x) * 4);
        FrameCopy.Rows(fresh, offset, pitch, known, offset, pitch, (uint)width * 4, (uint)(last - first + 1));
    }
}
