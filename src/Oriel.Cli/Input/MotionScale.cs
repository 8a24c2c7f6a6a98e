namespace Oriel.Cli.Input;

/// <summary>
/// Sensitivity of the captured mouse: -9 to 9, each three steps double or halve the motion, 0 passes it on untouched. Parts of a count are kept, so that slow motion is not
/// lost. With smoothing a scaled jump is spread over the next motions. For the window role.
/// </summary>
internal sealed class MotionScale
{
    /// <summary>Largest sensitivity, and with the opposite sign the smallest.</summary>
    public const int Most = 9;

    private double _gain = 1;
    private double _x;
    private double _y;

    /// <summary>The sensitivity; values beyond the limits are the limit.</summary>
    public int Sensitivity
    {
        get;
        set
        {
            field = Math.Clamp(value, -Most, Most);
            _gain = Math.Pow(2, field / 3.0);
            Reset();
        }
    }

    /// <summary>Spread scaled motion. Motion that is not scaled is never touched.</summary>
    public bool IsSmooth { get; set; }

    /// <summary>Scales one motion.</summary>
    public (int X, int Y) Apply(int dx, int dy)
    {
        if (Sensitivity == 0)
        {
            return (dx, dy);
        }

        return (Take(ref _x, dx), Take(ref _y, dy));
    }

    /// <summary>Forgets what is left over.</summary>
    public void Reset() => (_x, _y) = (0, 0);

    // Half of what has gathered goes out with each motion: the sum is that of the motions, but for what the last one left.
    private int Take(ref double left, int delta)
    {
        left += delta * _gain;
        var now = (int)(IsSmooth ? left / 2 : left);
        left -= now;
        return now;
    }
}
