using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Spice.Picture;

namespace Oriel.Cli.Fallback;

/// <summary>Carries the guest's pointer from the SPICE cursor channel to the renderer. Fallback thread, except <see cref="Place"/>.</summary>
internal sealed class FallbackPointer(CursorChannel cursor, IFrameSink sink)
{
    private const long NoPlace = long.MinValue;
    private CursorShape? _shape;
    private CursorUpdate _sent;
    private long _place = NoPlace;

    /// <summary>Where the hot spot is drawn; null = where the server says. Any thread.</summary>
    public void Place((int X, int Y)? place) =>
        Volatile.Write(ref _place, place is { } p ? ((long)Math.Clamp(p.X, short.MinValue, short.MaxValue) << 32) | (uint)Math.Clamp(p.Y, short.MinValue, short.MaxValue) : NoPlace);

    /// <summary>Leaves the channel.</summary>
    public void Disconnect() => cursor.Changed = null;

    /// <summary>Sends what changed.</summary>
    public void Forward(int originX, int originY)
    {
        var state = cursor.State;
        var shape = state.Shape;
        var placed = Volatile.Read(ref _place);
        var (x, y) = placed == NoPlace ? (state.X - originX, state.Y - originY) : ((int)(placed >> 32), (int)placed);
        var update = new CursorUpdate
        {
            HasPosition = true,
            X = Clamp(x - (shape?.HotX ?? 0)),
            Y = Clamp(y - (shape?.HotY ?? 0)),
            HasVisibility = true,
            Visible = state.IsVisible && shape is not null,
        };
        if (shape is not null && !ReferenceEquals(shape, _shape))
        {
            _shape = shape;
            sink.UpdateCursor(WithShape(update, shape), shape.Data.Span);
        }
        else if (update != _sent)
        {
            sink.UpdateCursor(update, []);
        }

        _sent = update;
    }

    private static CursorUpdate WithShape(CursorUpdate update, CursorShape shape) => update with
    {
        HasShape = true,
        Type = shape.Kind switch { CursorKind.Color => CursorType.Color, CursorKind.Monochrome => CursorType.Monochrome, _ => CursorType.MaskedColor },
        HotspotX = (sbyte)Math.Min(shape.HotX, sbyte.MaxValue),
        HotspotY = (sbyte)Math.Min(shape.HotY, sbyte.MaxValue),
        Width = (uint)shape.Width,
        Height = (uint)(shape.Kind == CursorKind.Monochrome ? shape.Height * 2 : shape.Height),
        PitchBytes = (uint)shape.PitchBytes,
    };

    private static short Clamp(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);
}
