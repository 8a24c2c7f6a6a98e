namespace Oriel.Sound.Dsp;

/// <summary>
/// Holds a buffer's level at its target by a small correction of the reading speed: the difference between two clocks is learned, not heard. A filter takes the jitter out of the
/// measured level, a PI controller (critically damped, <see cref="Bandwidth"/> rad/s) turns it into a correction. The correction stays within ±<see cref="NarrowLimit"/>
/// (1.5 cents, and it moves slowly); only when that proves too little for a while, because the clocks are farther apart, does the limit widen: the other choice is a gap or a skip now
/// and then. A level that is merely far off, after a stall, is worked off in the narrow range. Pure; for one thread.
/// </summary>
internal sealed class DriftLoop
{
    /// <summary>Usual largest correction.</summary>
    public const double NarrowLimit = 900e-6;

    /// <summary>Largest correction there is.</summary>
    public const double WideLimit = 5000e-6;

    /// <summary>Natural frequency of the loop: 500 ppm move the level by 2.6 ms at most, and are learned in less than a minute.</summary>
    public const double Bandwidth = 0.07;

    private const double Kp = 2 * Bandwidth;
    private const double Ki = Bandwidth * Bandwidth;
    private const double FilterSeconds = 2;

    // One measurement says little: jitter beyond this is cut.
    private const double OutlierSeconds = 0.02;

    // At the limit the distance has to shrink; when it did not in so many looks, the limit gives way.
    private const double LookSeconds = 6;
    private const double LeastProgress = 0.0003;
    private const int Patience = 3;
    private const double Widening = 300e-6;

    // No listener hears a change this slow, and no test tone shows it.
    private const double SlewPerSecond = 250e-6;

    private double _error;
    private double _integral;
    private double _limit = NarrowLimit;
    private double _pressed;
    private double _farAtLook;
    private int _looks;
    private double _correction;

    /// <summary>Correction in force: 1e-6 is one frame more per million.</summary>
    public double Correction => _correction;

    /// <summary>Filtered distance of the level from the target, in seconds; positive = too full.</summary>
    public double Error => _error;

    /// <summary>The level was set by other means (a start, a skip): forget the distance, keep what was learned of the clocks.</summary>
    public void LevelSet()
    {
        // What a skip took away is distance that the correction did not: it counts as such.
        _farAtLook = 0;
        _error = 0;
    }

    /// <summary>Takes one measurement.</summary>
    /// <param name="errorSeconds">Level minus target.</param>
    /// <param name="elapsedSeconds">Since the last one.</param>
    /// <returns>The correction to use now.</returns>
    public double Update(double errorSeconds, double elapsedSeconds)
    {
        var dt = Math.Clamp(elapsedSeconds, 0, 0.5);
        var seen = Math.Clamp(errorSeconds, _error - OutlierSeconds, _error + OutlierSeconds);
        _error += (seen - _error) * (1 - Math.Exp(-dt / FilterSeconds));

        var wanted = (Kp * _error) + _integral;
        var isBeyond = Math.Abs(wanted) >= _limit;
        if (!isBeyond || Math.Sign(_error) != Math.Sign(wanted))
        {
            _integral = Math.Clamp(_integral + (Ki * _error * dt), -_limit, _limit);
        }

        AdjustLimit(wanted, dt);
        wanted = Math.Clamp(wanted, -_limit, _limit);
        _correction += Math.Clamp(wanted - _correction, -SlewPerSecond * dt, SlewPerSecond * dt);
        return _correction;
    }

    private void AdjustLimit(double wanted, double dt)
    {
        if (Math.Abs(wanted) < 0.8 * NarrowLimit)
        {
            _limit = NarrowLimit;
            _looks = 0;
        }

        if (Math.Abs(wanted) < _limit)
        {
            _pressed = 0;
            _farAtLook = Math.Abs(_error);
            return;
        }

        _pressed += dt;
        if (_pressed < LookSeconds)
        {
            return;
        }

        _looks = Math.Abs(_error) > _farAtLook - LeastProgress ? _looks + 1 : 0;
        _pressed = 0;
        _farAtLook = Math.Abs(_error);
        if (_looks >= Patience)
        {
            _limit = Math.Min(WideLimit, _limit + Widening);
        }
    }
}
