using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Drawing;

/// <summary>
/// Where the picture lies in the target and how it is turned and scaled: an immutable snapshot, made when one of its inputs changes. Both
/// the shaders and the mouse mapping follow it.
/// </summary>
internal sealed record PictureLayout
{
    private PictureLayout()
    {
    }

    /// <summary>Frame as stored, pixels.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>Frame as stored, pixels.</summary>
    public required int FrameHeight { get; init; }

    /// <summary>The guest's turn.</summary>
    public required FrameRotation GuestTurn { get; init; }

    /// <summary>The user's turn on top.</summary>
    public required FrameRotation UserTurn { get; init; }

    /// <summary>Guest desktop after the guest's turn: what cursor and mouse positions count in.</summary>
    public required int ScreenWidth { get; init; }

    /// <summary>Guest desktop after the guest's turn.</summary>
    public required int ScreenHeight { get; init; }

    /// <summary>Target, pixels.</summary>
    public required int TargetWidth { get; init; }

    /// <summary>Target, pixels.</summary>
    public required int TargetHeight { get; init; }

    /// <summary>Where the picture goes.</summary>
    public required PixelRect Destination { get; init; }

    /// <summary>Bilinear sampling.</summary>
    public required bool IsLinear { get; init; }

    /// <summary>Frame after the guest's turn, pixels.</summary>
    public int DesktopWidth => Turn.SwapsAxes(GuestTurn) ? FrameHeight : FrameWidth;

    /// <summary>Frame after the guest's turn, pixels.</summary>
    public int DesktopHeight => Turn.SwapsAxes(GuestTurn) ? FrameWidth : FrameHeight;

    /// <summary>Picture after both turns, pixels.</summary>
    public int PictureWidth => Turn.SwapsAxes(UserTurn) ? DesktopHeight : DesktopWidth;

    /// <summary>Picture after both turns, pixels.</summary>
    public int PictureHeight => Turn.SwapsAxes(UserTurn) ? DesktopWidth : DesktopHeight;

    /// <summary>One picture pixel is one target pixel.</summary>
    public bool IsExact => Destination.Width == PictureWidth && Destination.Height == PictureHeight;

    /// <summary>No target pixel is outside the picture.</summary>
    public bool CoversTarget => Destination.X <= 0 && Destination.Y <= 0
        && Destination.X + Destination.Width >= TargetWidth && Destination.Y + Destination.Height >= TargetHeight;

    /// <summary>Target pixels that a rectangle of the desktop (after the guest's turn, before the user's) can touch, generously: a linear filter reaches one picture pixel further. Never beyond the picture.</summary>
    public PixelRect ToTarget(long left, long top, long right, long bottom)
    {
        (left, top, right, bottom) = (left - 1, top - 1, right + 1, bottom + 1);
        (left, top, right, bottom) = UserTurn switch
        {
            FrameRotation.Clockwise90 => (DesktopHeight - bottom, left, DesktopHeight - top, right),
            FrameRotation.Half => (DesktopWidth - right, DesktopHeight - bottom, DesktopWidth - left, DesktopHeight - top),
            FrameRotation.Clockwise270 => (top, DesktopWidth - right, bottom, DesktopWidth - left),
            _ => (left, top, right, bottom),
        };
        var d = Destination;
        var x0 = Math.Clamp(Floor(left * d.Width, PictureWidth) - 1, 0, d.Width);
        var y0 = Math.Clamp(Floor(top * d.Height, PictureHeight) - 1, 0, d.Height);
        var x1 = Math.Clamp(Floor(right * d.Width, PictureWidth) + 2, x0, d.Width);
        var y1 = Math.Clamp(Floor(bottom * d.Height, PictureHeight) + 2, y0, d.Height);
        return new PixelRect(d.X + (int)x0, d.Y + (int)y0, (int)(x1 - x0), (int)(y1 - y0));
    }

    /// <summary>Lays a frame out in a target; a target of size 0 takes the picture's own size.</summary>
    public static PictureLayout Make(in FrameHeader frame, ViewSettings settings, int targetWidth, int targetHeight)
    {
        var isTurned = Turn.SwapsAxes(frame.Rotation);
        var isPictureTurned = Turn.SwapsAxes(Turn.Add(frame.Rotation, settings.Rotation));
        var width = (int)(isPictureTurned ? frame.FrameHeight : frame.FrameWidth);
        var height = (int)(isPictureTurned ? frame.FrameWidth : frame.FrameHeight);
        if (targetWidth == 0 || targetHeight == 0)
        {
            (targetWidth, targetHeight) = (width, height);
        }

        // P19 and older producers may leave the screen size out.
        var screenWidth = frame.ScreenWidth == 0 ? frame.FrameWidth : frame.ScreenWidth;
        var screenHeight = frame.ScreenHeight == 0 ? frame.FrameHeight : frame.ScreenHeight;
        var destination = Place(width, height, targetWidth, targetHeight, settings);
        return new PictureLayout
        {
            FrameWidth = (int)frame.FrameWidth,
            FrameHeight = (int)frame.FrameHeight,
            GuestTurn = frame.Rotation,
            UserTurn = settings.Rotation,
            ScreenWidth = ClampScreen(isTurned ? screenHeight : screenWidth),
            ScreenHeight = ClampScreen(isTurned ? screenWidth : screenHeight),
            TargetWidth = targetWidth,
            TargetHeight = targetHeight,
            Destination = destination,
            IsLinear = settings.Filter switch
            {
                ScaleFilter.Nearest => false,
                ScaleFilter.Linear => destination.Width != width || destination.Height != height,
                _ => destination.Width % width != 0 || destination.Height % height != 0,
            },
        };
    }

    /// <summary>The guest desktop pixel under a target pixel; false outside the picture.</summary>
    public bool TryMapToGuest(int x, int y, out int guestX, out int guestY)
    {
        guestX = guestY = 0;
        var (dx, dy) = (x - Destination.X, y - Destination.Y);
        if (x < 0 || y < 0 || x >= TargetWidth || y >= TargetHeight || dx < 0 || dy < 0 || dx >= Destination.Width || dy >= Destination.Height)
        {
            return false;
        }

        var (px, py) = (Rescale(dx, PictureWidth, Destination.Width), Rescale(dy, PictureHeight, Destination.Height));
        var (mx, my) = Turn.Undo(UserTurn, px, py, DesktopWidth, DesktopHeight);
        guestX = Rescale(mx, ScreenWidth, DesktopWidth);
        guestY = Rescale(my, ScreenHeight, DesktopHeight);
        return true;
    }

    /// <summary>The guest desktop pixel nearest to a target pixel, which may be anywhere; false when the picture is nowhere in the target.</summary>
    public bool TryMapNearestToGuest(int x, int y, out int guestX, out int guestY)
    {
        var (left, top) = (Math.Max(0, Destination.X), Math.Max(0, Destination.Y));
        var (right, bottom) = (Math.Min(TargetWidth, Destination.X + Destination.Width), Math.Min(TargetHeight, Destination.Y + Destination.Height));
        guestX = guestY = 0;
        return left < right && top < bottom && TryMapToGuest(Math.Clamp(x, left, right - 1), Math.Clamp(y, top, bottom - 1), out guestX, out guestY);
    }

    /// <summary>The target pixel where a guest desktop pixel is shown; false when it is outside the target, or no pixel of the desktop.</summary>
    public bool TryMapToTarget(int guestX, int guestY, out int x, out int y)
    {
        x = y = 0;
        if (guestX < 0 || guestY < 0 || guestX >= ScreenWidth || guestY >= ScreenHeight)
        {
            return false;
        }

        var (px, py) = Turn.Apply(UserTurn, Rescale(guestX, DesktopWidth, ScreenWidth), Rescale(guestY, DesktopHeight, ScreenHeight), DesktopWidth, DesktopHeight);
        (x, y) = (Destination.X + Rescale(px, Destination.Width, PictureWidth), Destination.Y + Rescale(py, Destination.Height, PictureHeight));
        return x >= 0 && y >= 0 && x < TargetWidth && y < TargetHeight;
    }

    /// <summary>The pixel of a row of <paramref name="to"/> pixels under the middle of pixel <paramref name="at"/> of a row of <paramref name="from"/>. The shaders use the same formula.</summary>
    public static int Rescale(int at, int to, int from) => (int)(((2L * at) + 1) * to / (2L * from));

    private static int ClampScreen(uint size) => (int)Math.Min(size, 65535);

    private static PixelRect Place(int width, int height, int targetWidth, int targetHeight, ViewSettings settings)
    {
        var (w, h) = settings.Scale switch
        {
            ScaleMode.Stretch => (targetWidth, targetHeight),
            ScaleMode.OneToOne => (width, height),
            ScaleMode.Integer when Math.Min(targetWidth / width, targetHeight / height) is var factor and >= 1 => (width * factor, height * factor),
            _ => Fit(width, height, targetWidth, targetHeight, settings.NoUpscale),
        };
        return new PixelRect((targetWidth - w) >> 1, (targetHeight - h) >> 1, w, h);
    }

    private static (int Width, int Height) Fit(int width, int height, int targetWidth, int targetHeight, bool noUpscale)
    {
        if (noUpscale && width <= targetWidth && height <= targetHeight)
        {
            return (width, height);
        }

        // Exact in 64 bits: the edge that touches the target is the target's, the other is rounded to the nearest pixel.
        return (long)targetWidth * height <= (long)targetHeight * width
            ? (targetWidth, (int)Math.Max(1, ((2L * targetWidth * height) + width) / (2L * width)))
            : ((int)Math.Max(1, ((2L * targetHeight * width) + height) / (2L * height)), targetHeight);
    }

    private static long Floor(long a, long b) => (a >= 0 ? a : a - b + 1) / b;
}
