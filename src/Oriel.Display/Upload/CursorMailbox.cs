using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Upload;

/// <summary>
/// The guest's cursor on its way from the feed to the render thread: position and visibility in one word, shapes in three buffers that change hands by one
/// exchange. The word carries the number of the shape it belongs to, so that a new shape is not drawn at the position of the old one.
/// </summary>
public sealed class CursorMailbox
{
    private const int FreshBit = 4;
    private readonly CursorShape[] _shapes = [new(), new(), new()];
    private int _back;
    private int _middle = 1;
    private int _front = 2;
    private int _generation;
    private short _x;
    private short _y;
    private bool _isVisible;
    private long _word;

    /// <summary>Feed: takes over a pointer message; returns false when it changes nothing that could be seen.</summary>
    public bool Update(in CursorUpdate cursor, ReadOnlySpan<byte> shape)
    {
        if (cursor.HasShape)
        {
            var target = _shapes[_back];
            if (target.Data.Length < shape.Length)
            {
                target.Data = new byte[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)shape.Length)];
            }

            shape.CopyTo(target.Data);
            target.Info = cursor;
            target.Generation = ++_generation;
            _back = Interlocked.Exchange(ref _middle, _back | FreshBit) & ~FreshBit;
        }

        if (cursor.HasPosition)
        {
            _x = cursor.X;
            _y = cursor.Y;
        }

        if (cursor.HasVisibility)
        {
            _isVisible = cursor.Visible;
        }

        var word = (long)(ushort)_x | ((long)(ushort)_y << 16) | (_isVisible ? 1L << 32 : 0) | ((long)(_generation & 0x3FFFFFFF) << 33);
        var before = _word;
        Volatile.Write(ref _word, word);
        // A hidden cursor that moves is not worth a redraw.
        return word != before && (((word | before) >> 32) & 1) != 0;
    }

    /// <summary>Render: the newest state. The shape stays valid until the next call.</summary>
    public CursorState Read()
    {
        var word = Volatile.Read(ref _word);
        if ((Volatile.Read(ref _middle) & FreshBit) != 0)
        {
            _front = Interlocked.Exchange(ref _middle, _front) & ~FreshBit;
            // The feed writes the word a moment after the shape: wait for that moment, but not for a feed that was descheduled in between.
            for (var i = 0; i < 100 && GenerationOf(word = Volatile.Read(ref _word)) < _shapes[_front].Generation; i++)
            {
                Thread.SpinWait(20);
            }
        }

        return new CursorState((short)word, (short)(word >> 16), ((word >> 32) & 1) != 0 && _shapes[_front].Generation != 0, _shapes[_front]);
    }

    private static int GenerationOf(long word) => (int)(word >> 33);
}

/// <summary>What the render thread knows of the cursor.</summary>
/// <param name="X">Left edge, displayed desktop pixels.</param>
/// <param name="Y">Top edge, displayed desktop pixels.</param>
/// <param name="IsVisible">Shown, and a shape is known.</param>
/// <param name="Shape">The shape.</param>
public readonly record struct CursorState(short X, short Y, bool IsVisible, CursorShape Shape);
