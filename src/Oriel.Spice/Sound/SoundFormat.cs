namespace Oriel.Spice.Sound;

/// <summary>Interleaved signed 16-bit samples, the only sample format SPICE has (spice.md section 9.1). Only <see cref="Read"/> makes one from the wire.</summary>
/// <param name="Channels">1 to 8.</param>
/// <param name="FrequencyHz">8,000 to 192,000 frames per second.</param>
public readonly record struct SoundFormat(int Channels, int FrequencyHz)
{
    /// <summary>Most channels that are accepted.</summary>
    public const int MaxChannels = 8;

    /// <summary>Lowest rate that is accepted.</summary>
    public const int MinFrequencyHz = 8_000;

    /// <summary>Highest rate that is accepted.</summary>
    public const int MaxFrequencyHz = 192_000;

    /// <summary>Frames in a packet of 10 ms, rounded down.</summary>
    public int PacketFrames => FrequencyHz / 100;

    /// <summary>Frames per second and channels, for messages.</summary>
    public override string ToString() => $"{Channels} × {FrequencyHz} Hz";

    /// <summary>Validates the numbers of a START message.</summary>
    /// <exception cref="SpiceException">A number is outside what this program plays.</exception>
    internal static SoundFormat Read(string channel, uint channels, ushort format, uint frequency)
    {
        if (channels is 0 or > MaxChannels)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{channel} START: {channels} channels, not 1 to {MaxChannels}");
        }

        if (format != 1)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{channel} START: sample format {format}, not 1 (16-bit)");
        }

        if (frequency is < MinFrequencyHz or > MaxFrequencyHz)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{channel} START: {frequency} frames per second, not {MinFrequencyHz} to {MaxFrequencyHz}");
        }

        return new SoundFormat((int)channels, (int)frequency);
    }
}
