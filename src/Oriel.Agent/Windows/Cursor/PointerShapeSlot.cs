using Oriel.Agent.Capture;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Cursor;

/// <summary>
/// Where a capture backend that is told the pointer's shape (desktop duplication: exact, also each frame of an animated one) leaves it for the cursor thread, which else
/// asks user32. Shapes change a few times a second at most, so a lock does.
/// </summary>
internal sealed class PointerShapeSlot
{
    private readonly Lock _gate = new();
    private readonly byte[] _shape = new byte[CursorSnapshot.MaxSide * CursorSnapshot.MaxSide * 4];
    private CursorType _type;
    private int _width;
    private int _height;
    private int _pitchBytes;
    private int _hotspotX;
    private int _hotspotY;
    private bool _fresh;
    private int _isFed;

    /// <summary>A backend feeds shapes now; while false the cursor thread asks the system.</summary>
    public bool IsFed
    {
        get => Volatile.Read(ref _isFed) != 0;
        set => Volatile.Write(ref _isFed, value ? 1 : 0);
    }

    /// <summary>Leaves a shape, in the protocol's form. Ignored when it is larger than the protocol allows. Capture thread.</summary>
    public void Put(CursorType type, int width, int height, int pitchBytes, int hotspotX, int hotspotY, ReadOnlySpan<byte> shape)
    {
        if (shape.Length > _shape.Length)
        {
            return;
        }

        lock (_gate)
        {
            (_type, _width, _height, _pitchBytes, _hotspotX, _hotspotY, _fresh) = (type, width, height, pitchBytes, hotspotX, hotspotY, true);
            shape.CopyTo(_shape);
        }
    }

    /// <summary>Takes a shape that was not taken yet. Cursor thread.</summary>
    /// <param name="cursor">Receives it.</param>
    /// <param name="again">Also one that was taken before: the taker is new.</param>
    public bool TryTake(CursorSnapshot cursor, bool again)
    {
        lock (_gate)
        {
            if (_width == 0 || !(_fresh || again))
            {
                return false;
            }

            _fresh = false;
            (cursor.Type, cursor.Width, cursor.Height, cursor.PitchBytes) = (_type, _width, _height, _pitchBytes);
            (cursor.HotspotX, cursor.HotspotY, cursor.ShapeChanged) = (_hotspotX, _hotspotY, true);
            _shape.AsSpan(0, _height * _pitchBytes).CopyTo(cursor.Shape);
            return true;
        }
    }
}
