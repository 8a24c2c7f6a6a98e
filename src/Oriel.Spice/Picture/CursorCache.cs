namespace Oriel.Spice.Picture;

/// <summary>Shapes the server asked to keep; the oldest makes room.</summary>
internal sealed class CursorCache
{
    /// <summary>What servers count on.</summary>
    private const int MaxShapes = 256;
    private const long MaxBytes = 64L << 20;
    private readonly Dictionary<ulong, CursorShape?> _shapes = [];
    private readonly LinkedList<ulong> _order = [];
    private long _bytes;

    public bool TryFind(ulong id, out CursorShape? shape) => _shapes.TryGetValue(id, out shape);

    public void Keep(ulong id, CursorShape? shape)
    {
        Drop(id);
        _shapes.Add(id, shape);
        _order.AddLast(id);
        _bytes += SizeOf(shape);
        while ((_shapes.Count > MaxShapes || _bytes > MaxBytes) && _order.First is { } oldest)
        {
            Drop(oldest.Value);
        }
    }

    public void Drop(ulong id)
    {
        if (_shapes.Remove(id, out var shape))
        {
            _order.Remove(id);
            _bytes -= SizeOf(shape);
        }
    }

    public void Clear()
    {
        _shapes.Clear();
        _order.Clear();
        _bytes = 0;
    }

    private static long SizeOf(CursorShape? shape) => shape?.Data.Length ?? 0;
}
