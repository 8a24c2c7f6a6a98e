namespace Oriel.Agent.Capture;

/// <summary>
/// Decides whether comparing pictures, to find what changed, pays. It costs reading both; it saves copying what is the same into the image and from there into the region.
/// Where everything changes all the time (a film that fills the screen) it is switched off after a few pictures in a row, and tried now and then whether that is over.
/// Pure arithmetic over measured times in any one unit. Owned by one thread; allocates nothing.
/// </summary>
internal sealed class DifferencePolicy
{
    /// <summary>Losing pictures in a row after which comparing stops.</summary>
    public const int LossesBeforeOff = 8;

    /// <summary>While off, one picture in so many is compared: a quarter of a second of a full frame rate.</summary>
    public const int PicturesPerTrial = 15;

    /// <summary>Winning trials in a row after which comparing starts again. One that finds nothing changed at all is enough.</summary>
    public const int WinsBeforeOn = 2;

    // Into the image and from the image into the region; what the viewer saves as well is not ours to count on.
    private const double CopiesSaved = 2;

    /// <summary>
    /// Part of a picture up to which comparing always pays. Whatever was measured, on a machine that was busy perhaps, all that comes after works on what changed too:
    /// region, viewer, texture, drawing.
    /// </summary>
    public const double LittleChanged = 0.25;

    private double _copyTime;
    private int _inARow;
    private int _untilTrial;

    /// <summary>Comparing is the rule now.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>Times it was switched off.</summary>
    public long TimesOff { get; private set; }

    /// <summary>Whether to compare the next picture. Call once per picture.</summary>
    public bool ShouldCompare() => IsOn || --_untilTrial <= 0;

    /// <summary>A whole picture was copied.</summary>
    /// <param name="time">How long it took.</param>
    public void Copied(long time) => _copyTime = _copyTime == 0 ? time : Math.Min(time, _copyTime * 1.05);

    /// <summary>A picture was compared, and what changed was copied.</summary>
    /// <param name="time">How long both took.</param>
    /// <param name="changed">Part of the picture that changed, 0 to 1.</param>
    public void Compared(long time, double changed)
    {
        if (_copyTime == 0)
        {
            return;
        }

        // Both times are a picture's: an interrupted comparison looks like a loss, but not eight in a row.
        var extra = Math.Max(0, time - (changed * _copyTime));
        var pays = changed <= LittleChanged || extra < (1 - changed) * _copyTime * CopiesSaved;
        if (IsOn)
        {
            _inARow = pays ? 0 : _inARow + 1;
            if (_inARow >= LossesBeforeOff)
            {
                (IsOn, _inARow, _untilTrial) = (false, 0, PicturesPerTrial);
                TimesOff++;
            }

            return;
        }

        _untilTrial = PicturesPerTrial;
        _inARow = pays ? _inARow + 1 : 0;
        if (_inARow >= WinsBeforeOn || changed == 0)
        {
            (IsOn, _inARow) = (true, 0);
        }
    }

    /// <summary>Another source: what was measured says nothing about it.</summary>
    public void Restart() => (IsOn, _copyTime, _inARow) = (true, 0, 0);
}
