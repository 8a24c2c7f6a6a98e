namespace Oriel.Spice.Session;

/// <summary>Pauses that grow from the first to the longest by doubling.</summary>
internal sealed class Pause(TimeSpan first, TimeSpan longest)
{
    private int _doublings;

    /// <summary>The next one.</summary>
    public TimeSpan Next()
    {
        var pause = first * (1 << _doublings);
        if (pause >= longest)
        {
            return longest;
        }

        _doublings++;
        return pause;
    }

    /// <summary>Begins again.</summary>
    public void Reset() => _doublings = 0;
}
