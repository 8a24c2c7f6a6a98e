namespace Oriel.Cli.Input;

/// <summary>
/// Sums the parts of a notch that fine wheels and touch pads report, because a guest's mouse knows whole notches only. What is left over is kept for the next part;
/// turning round drops it. For the window role.
/// </summary>
internal sealed class WheelNotches
{
    // Whole numbers: 120 parts of 1/120 (what most fine wheels send) must be one notch, not 0.9999.
    private const long UnitsPerNotch = 120_000;
    private const float MaxNotches = 1000;
    private long _left;

    /// <summary>Takes a turn, positive = away from the user; returns the whole notches that are complete now.</summary>
    public int Add(float notches)
    {
        if (!float.IsFinite(notches) || notches == 0)
        {
            return 0;
        }

        var units = (long)MathF.Round(Math.Clamp(notches, -MaxNotches, MaxNotches) * UnitsPerNotch);
        if ((units > 0 && _left < 0) || (units < 0 && _left > 0))
        {
            _left = 0;
        }

        _left += units;
        var whole = _left / UnitsPerNotch;
        _left -= whole * UnitsPerNotch;
        return (int)whole;
    }

    /// <summary>Forgets what is left over.</summary>
    public void Reset() => _left = 0;
}
