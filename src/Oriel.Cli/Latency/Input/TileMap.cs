using System.Buffers.Binary;
using System.Numerics;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency.Input;

/// <summary>
/// Finds the part of the picture that answers an input: which tiles change in a window of time, by content. <see cref="Look"/> is for the feed thread and allocates nothing;
/// everything else for the meter's.
/// </summary>
internal sealed class TileMap
{
    private const int LeastTile = 16;
    private const int MostTiles = 96;

    // A patch that is large catches what has nothing to do with the input.
    private const int MostPatchTiles = 12;
    private const double LeastScore = 0.25;

    private readonly int _columns;
    private readonly int _rows;
    private readonly ulong[] _hashes;
    private readonly int[] _changedIn;
    private readonly int[] _answers;
    private readonly int[] _shams;
    private FrameHeader _format;
    private Range? _watched;
    private int _window;
    private int _answerWindows;
    private int _shamWindows;

    /// <summary>Makes one for pictures of a size, pixels as they lie in memory.</summary>
    public TileMap(int width, int height)
    {
        TilePixels = Math.Max(LeastTile, (Math.Max(width, height) + MostTiles - 1) / MostTiles);
        (_columns, _rows) = ((width + TilePixels - 1) / TilePixels, (height + TilePixels - 1) / TilePixels);
        var count = _columns * _rows;
        (_hashes, _changedIn, _answers, _shams) = (new ulong[count], new int[count], new int[count], new int[count]);
    }

    /// <summary>Edge of a tile, pixels.</summary>
    public int TilePixels { get; }

    /// <summary>From now on only these tiles are looked at: a patch that <see cref="Find"/> found. What they look like is known, so the very next frame can be a change.</summary>
    public void Watch(Patch patch) => Volatile.Write(
        ref _watched, new Range(patch.X / TilePixels, patch.Y / TilePixels, (patch.X + patch.Width) / TilePixels, (patch.Y + patch.Height) / TilePixels));

    /// <summary>Feed: takes a filled slot over; true when a watched tile changed.</summary>
    public bool Look(FrameSlot slot, in FrameHeader frame, DamageList damage)
    {
        if (slot.Buffer is null)
        {
            return false;
        }

        var isSame = _format.SameFormat(frame);
        _format = frame;
        if (damage.IsEverything || !isSame)
        {
            return LookAt(slot, frame, 0, 0, frame.FrameWidth, frame.FrameHeight, isSame);
        }

        var isChanged = false;
        foreach (var rect in damage.Rects)
        {
            isChanged |= LookAt(slot, frame, rect.X, rect.Y, rect.X + rect.Width, rect.Y + rect.Height, isSame);
        }

        return isChanged;
    }

    /// <summary>A window of time begins.</summary>
    public void Begin() => Volatile.Write(ref _window, _window + 1);

    /// <summary>It ends: what changed in it, changed after an input, or by itself.</summary>
    public void End(bool isSham)
    {
        var window = _window;
        for (var i = 0; i < _changedIn.Length; i++)
        {
            if (Volatile.Read(ref _changedIn[i]) == window)
            {
                (isSham ? ref _shams[i] : ref _answers[i])++;
            }
        }

        Volatile.Write(ref _window, window + 1);
        (isSham ? ref _shamWindows : ref _answerWindows)++;
    }

    /// <summary>The patch that changes after most inputs and seldom by itself; null when there is none. With it how often it changed after inputs, and by itself, of how many windows each.</summary>
    public (Patch Patch, int Answers, int AnswerWindows, int Shams, int ShamWindows)? Find()
    {
        var best = -1;
        for (var i = 0; i < _answers.Length; i++)
        {
            if (Score(i) > 0 && (best < 0 || Score(i) > Score(best)))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return null;
        }

        // Its neighbours that are as good belong to it: a letter seldom keeps to one tile.
        var (left, top, right, bottom) = (best % _columns, best / _columns, best % _columns, best / _columns);
        var isGrown = true;
        while (isGrown)
        {
            isGrown = TryGrow(ref left, top, bottom, -1, Score(best), isColumn: true, right) | TryGrow(ref right, top, bottom, 1, Score(best), isColumn: true, left)
                | TryGrow(ref top, left, right, -1, Score(best), isColumn: false, bottom) | TryGrow(ref bottom, left, right, 1, Score(best), isColumn: false, top);
        }

        var patch = new Patch(left * TilePixels, top * TilePixels, (right - left + 1) * TilePixels, (bottom - top + 1) * TilePixels);
        return (patch, _answers[best], _answerWindows, _shams[best], _shamWindows);
    }

    // Three of four inputs answered, and clearly more often than it changes by itself. A text field with a blinking caret passes, an animation does not.
    private double Score(int tile)
    {
        if (_answerWindows == 0 || _answers[tile] * 4 < _answerWindows * 3)
        {
            return 0;
        }

        var shams = _shamWindows == 0 ? 0 : (double)_shams[tile] / _shamWindows;
        var score = ((double)_answers[tile] / _answerWindows) - shams;
        return score >= LeastScore ? score : 0;
    }

    private bool TryGrow(ref int edge, int from, int to, int step, double score, bool isColumn, int opposite)
    {
        var next = edge + step;
        if (next < 0 || next >= (isColumn ? _columns : _rows) || Math.Abs(next - opposite) >= MostPatchTiles)
        {
            return false;
        }

        for (var i = from; i <= to; i++)
        {
            if (Score(isColumn ? (i * _columns) + next : (next * _columns) + i) < score)
            {
                continue;
            }

            edge = next;
            return true;
        }

        return false;
    }

    private bool LookAt(FrameSlot slot, in FrameHeader frame, uint left, uint top, uint right, uint bottom, bool isSame)
    {
        var window = Volatile.Read(ref _window);
        var watched = Volatile.Read(ref _watched);
        var isChanged = false;
        var (firstColumn, firstRow) = ((int)(left / TilePixels), (int)(top / TilePixels));
        var (lastColumn, lastRow) = (Math.Min(_columns, (int)((right + TilePixels - 1) / TilePixels)), Math.Min(_rows, (int)((bottom + TilePixels - 1) / TilePixels)));
        if (watched is not null)
        {
            (firstColumn, firstRow) = (Math.Max(firstColumn, watched.Left), Math.Max(firstRow, watched.Top));
            (lastColumn, lastRow) = (Math.Min(lastColumn, watched.Right), Math.Min(lastRow, watched.Bottom));
        }

        for (var row = firstRow; row < lastRow; row++)
        {
            for (var column = firstColumn; column < lastColumn; column++)
            {
                var tile = (row * _columns) + column;
                var hash = Hash(slot, frame, new DamageRect((uint)(column * TilePixels), (uint)(row * TilePixels), (uint)TilePixels, (uint)TilePixels));
                if (hash != _hashes[tile])
                {
                    _hashes[tile] = hash;
                    if (isSame)
                    {
                        Volatile.Write(ref _changedIn[tile], window);
                        isChanged = true;
                    }
                }
            }
        }

        return isChanged && watched is not null;
    }

    // Not against malice: a guest that wants to hide a change from its own measurement may.
    private static ulong Hash(FrameSlot slot, in FrameHeader frame, DamageRect rect)
    {
        var bytes = FrameGeometry.ToByteRect(frame, rect);
        var hash = 0xCBF29CE484222325UL;
        for (var y = 0u; y < bytes.Height && bytes.WidthBytes > 0; y++)
        {
            var row = slot.Buffer!.AsSpan(slot.Offset + ((nuint)(bytes.Y + y) * slot.PitchBytes) + bytes.XBytes, (int)bytes.WidthBytes);
            for (; row.Length >= sizeof(ulong); row = row[sizeof(ulong)..])
            {
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(row));
            }

            foreach (var value in row)
            {
                hash = Mix(hash, value);
            }
        }

        return hash;
    }

    private static ulong Mix(ulong hash, ulong word) => BitOperations.RotateLeft(hash ^ word, 23) * 0x9E3779B97F4A7C15UL;

    /// <summary>Tiles from the first to behind the last.</summary>
    private sealed record Range(int Left, int Top, int Right, int Bottom);
}
