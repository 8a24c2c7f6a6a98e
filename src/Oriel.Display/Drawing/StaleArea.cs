using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Drawing;

/// <summary>
/// Which part of the target has to be drawn again: everything, or a rectangle. Software renderers pay for every pixel they draw, and a key press changes a few hundred. Render role.
/// </summary>
internal sealed class StaleArea
{
    private int _left, _top, _right, _bottom;

    /// <summary>No rectangle would do.</summary>
    public bool IsEverything { get; private set; } = true;

    /// <summary>What is stale, target pixels; meaningless when everything is.</summary>
    public PixelRect Rect => _right > _left ? new PixelRect(_left, _top, _right - _left, _bottom - _top) : default;

    /// <summary>Everything is stale.</summary>
    public void SetEverything() => IsEverything = true;

    /// <summary>Nothing is stale.</summary>
    public void Clear() => (IsEverything, _left, _top, _right, _bottom) = (false, 0, 0, 0, 0);

    /// <summary>Adds a rectangle.</summary>
    public void Add(PixelRect rect)
    {
        if (rect.Width <= 0 || rect.Height <= 0)
        {
            return;
        }

        (_left, _top, _right, _bottom) = _right > _left
            ? (Math.Min(_left, rect.X), Math.Min(_top, rect.Y), Math.Max(_right, rect.X + rect.Width), Math.Max(_bottom, rect.Y + rect.Height))
            : (rect.X, rect.Y, rect.X + rect.Width, rect.Y + rect.Height);
    }

    /// <summary>Adds what a frame changed. A picture that is turned by the guest, or whose pixels are packed, counts as everything: such frames are rare where this matters.</summary>
    public void Add(PictureLayout layout, in FrameHeader frame, DamageList damage)
    {
        if (damage.IsEverything || layout.GuestTurn != FrameRotation.None || frame.Type is not (FrameType.Bgra or FrameType.Rgba))
        {
            SetEverything();
            return;
        }

        foreach (var rect in damage.Rects)
        {
            Add(layout.ToTarget(rect.X, rect.Y, (long)rect.X + rect.Width, (long)rect.Y + rect.Height));
        }
    }
}
