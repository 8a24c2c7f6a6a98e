namespace Oriel.Memory.Kernels;

/// <summary>
/// Decides whether a second thread helps with large copies. Nobody asks the system whether a core is idle: a helper that comes late, does little or makes the copy no faster is
/// how a busy core, or a memory bus that one core fills, shows. Off to begin with; now and then one copy is a trial. Pure arithmetic over measured times in any one unit.
/// Owned by whoever holds the assistant; allocates nothing.
/// </summary>
internal sealed class AssistPolicy
{
    /// <summary>While off, one large copy in so many is a trial: about once a second at 60 Hz. While on, one in so many is made alone, so that the comparison stays fresh.</summary>
    public const int CopiesPerTrial = 64;

    /// <summary>Winning trials in a row after which the helper is on.</summary>
    public const int WinsBeforeOn = 3;

    /// <summary>Losing copies in a row after which it is off.</summary>
    public const int LossesBeforeOff = 2;

    // What is gained has to be worth another core's time.
    private const double Gain = 0.85;

    // Of the steps; half would be all there is to have.
    private const double LeastShare = 0.25;

    private double _alone;
    private int _untilTrial = CopiesPerTrial;
    private int _inARow;
    private bool _refreshes;

    /// <summary>Always help, for tests and benchmarks.</summary>
    public bool IsForced { get; init; }

    /// <summary>The helper is on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Whether the next large copy is to be helped. Call once per copy, and report its time.</summary>
    public bool ShouldAssist()
    {
        if (IsForced)
        {
            return true;
        }

        _refreshes = --_untilTrial <= 0;
        if (_refreshes)
        {
            _untilTrial = CopiesPerTrial;
        }

        return IsOn != _refreshes && _alone != 0;
    }

    /// <summary>A large copy was made by one thread.</summary>
    public void Alone(long time) => _alone = _alone == 0 ? time : _alone + ((time - _alone) / 8);

    /// <summary>A large copy was helped with.</summary>
    /// <param name="time">Until the last step of either was done.</param>
    /// <param name="share">Part of the steps that the helper did, 0 to 1.</param>
    public void Assisted(long time, double share)
    {
        var pays = share >= LeastShare && time < _alone * Gain;
        if (IsOn)
        {
            _inARow = pays ? 0 : _inARow + 1;
            if (_inARow >= LossesBeforeOff)
            {
                (IsOn, _inARow) = (false, 0);
            }

            return;
        }

        _inARow = pays ? _inARow + 1 : 0;
        if (_inARow >= WinsBeforeOn)
        {
            (IsOn, _inARow) = (true, 0);
        }
    }
}
