namespace Oriel.Sound;

/// <summary>Channels and rate of one side of a stream.</summary>
/// <param name="Channels">1 to 8, in the usual order (front left, front right, centre, low, …).</param>
/// <param name="FrequencyHz">Frames per second, 8,000 to 192,000.</param>
public readonly record struct AudioFormat(int Channels, int FrequencyHz)
{
    /// <summary>Most channels of a stream.</summary>
    public const int MaxChannels = 8;

    /// <summary>Lowest rate.</summary>
    public const int MinFrequencyHz = 8_000;

    /// <summary>Highest rate.</summary>
    public const int MaxFrequencyHz = 192_000;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels} × {FrequencyHz} Hz";

    /// <summary>Refuses what no room before this one may let through.</summary>
    internal AudioFormat Checked() => Channels is >= 1 and <= MaxChannels && FrequencyHz is >= MinFrequencyHz and <= MaxFrequencyHz
        ? this
        : throw new ArgumentOutOfRangeException(nameof(Channels), $"{this} is not a format this program plays");
}
