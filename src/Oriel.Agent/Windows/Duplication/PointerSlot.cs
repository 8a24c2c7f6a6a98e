using Oriel.Agent.Capture;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Duplication;

/// <summary>
/// Latest-wins slot for the pointer between the capture thread, to which the duplication tells it along with frames, and the cursor thread. The lock is held for a copy of a shape
/// at most, and shapes change rarely.
/// </summary>
internal sealed class PointerSlot
{
    private readonly Lock _gate = new();
    private readonly byte[] _bytes = new byte[CursorSnapshot.MaxSide * CursorSnapshot.MaxSide * 4];
    private PointerShape _shape;
    private WakeFlag? _listener;
    private long _version;
    private long _shapeVersion;
    private int _x;
    private int _y;
    private bool _visible;

    /// <summary>Counts what was posted.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>A shape was posted.</summary>
    public bool HasShape => Volatile.Read(ref _shapeVersion) != 0;

    /// <summary>Whom to wake when something is posted; null = nobody. Cursor thread.</summary>
    public void Listen(WakeFlag? listener)
    {
        lock (_gate)
        {
            _listener = listener;
        }
    }

    /// <summary>The pointer's place: the corner of its shape on the whole desktop, and whether it is shown. Capture thread.</summary>
    public void PostPlace(int x, int y, bool visible)
    {
        lock (_gate)
        {
            (_x, _y, _visible) = (x, y, visible);
            Posted();
        }
    }

    /// <summary>Another shape. What a message cannot carry is left out: beyond 512 pixels, and kinds nobody knows. Capture thread.</summary>
    public void PostShape(in PointerShape shape, ReadOnlySpan<byte> bytes)
    {
        var isMonochrome = shape.Kind == PointerShapeKind.Monochrome;
        var most = isMonochrome ? CursorSnapshot.MaxSide * 2 : CursorSnapshot.MaxSide;
        var (width, height) = (Math.Min(shape.Width, CursorSnapshot.MaxSide), Math.Min(shape.Height, most));
        var rowBytes = isMonochrome ? (width + 7) / 8 : width * 4;
        if (shape.Kind is not (PointerShapeKind.Color or PointerShapeKind.MaskedColor or PointerShapeKind.Monochrome) || width <= 0 || height <= 0 || shape.PitchBytes < rowBytes
            || ((long)shape.Height - 1) * shape.PitchBytes + rowBytes > bytes.Length || (isMonochrome && (shape.Height % 2 != 0 || height != shape.Height)))
        {
            return;
        }

        lock (_gate)
        {
            for (var y = 0; y < height; y++)
            {
                bytes.Slice(y * shape.PitchBytes, rowBytes).CopyTo(_bytes.AsSpan(y * rowBytes, rowBytes));
            }

            _shape = shape with { Width = width, Height = height, PitchBytes = rowBytes };
            _shapeVersion++;
            Posted();
        }
    }

    /// <summary>Brings a snapshot up to date; false when it already was. Cursor thread.</summary>
    /// <param name="cursor">The snapshot.</param>
    /// <param name="shapeSeen">Counts the shapes; kept by the caller.</param>
    public bool Read(CursorSnapshot cursor, ref long shapeSeen)
    {
        lock (_gate)
        {
            var isNewShape = _shapeVersion != shapeSeen;
            if (isNewShape)
            {
                shapeSeen = _shapeVersion;
                _bytes.AsSpan(0, _shape.Height * _shape.PitchBytes).CopyTo(cursor.Shape);
                (cursor.Width, cursor.Height, cursor.PitchBytes) = (_shape.Width, _shape.Height, _shape.PitchBytes);
                (cursor.HotspotX, cursor.HotspotY) = (_shape.HotspotX, _shape.HotspotY);
                cursor.Type = _shape.Kind switch
                {
                    PointerShapeKind.Monochrome => CursorType.Monochrome,
                    PointerShapeKind.MaskedColor => CursorType.MaskedColor,
                    _ => CursorType.Color,
                };
                cursor.ShapeChanged = true;
            }

            var (x, y) = (_x + cursor.HotspotX, _y + cursor.HotspotY);
            var changed = isNewShape || x != cursor.X || y != cursor.Y || _visible != cursor.Visible;
            (cursor.X, cursor.Y, cursor.Visible) = (x, y, _visible);
            return changed;
        }
    }

    private void Posted()
    {
        _version++;
        _listener?.Raise();
    }
}
