using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Drawing;

/// <summary>Quarter turns of a picture (kvmfr.md section 4.3).</summary>
internal static class Turn
{
    /// <summary>True when width and height change places.</summary>
    public static bool SwapsAxes(FrameRotation rotation) => ((uint)rotation & 1) != 0;

    /// <summary>Two turns after each other.</summary>
    public static FrameRotation Add(FrameRotation first, FrameRotation second) => (FrameRotation)(((uint)first + (uint)second) & 3);

    /// <summary>The point before the turn that came to lie at (x, y); sizes are those before the turn.</summary>
    public static (int X, int Y) Undo(FrameRotation rotation, int x, int y, int width, int height) => rotation switch
    {
        FrameRotation.Clockwise90 => (y, height - 1 - x),
        FrameRotation.Half => (width - 1 - x, height - 1 - y),
        FrameRotation.Clockwise270 => (width - 1 - y, x),
        _ => (x, y),
    };

    /// <summary>Where a point comes to lie by the turn; sizes are those before it.</summary>
    public static (int X, int Y) Apply(FrameRotation rotation, int x, int y, int width, int height) => rotation switch
    {
        FrameRotation.Clockwise90 => (height - 1 - y, x),
        FrameRotation.Half => (width - 1 - x, height - 1 - y),
        FrameRotation.Clockwise270 => (y, width - 1 - x),
        _ => (x, y),
    };
}
