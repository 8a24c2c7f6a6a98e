using Oriel.Spice.Sound;

namespace Oriel.Vm.Tests;

/// <summary>Keeps what the guest plays: the left channel.</summary>
internal sealed class SpiceEar : IPlaybackSink
{
    private readonly List<short> _samples = [];
    private int _channels = 2;

    public SoundFormat? Format { get; private set; }

    public short[] Samples
    {
        get
        {
            lock (_samples)
            {
                return [.. _samples];
            }
        }
    }

    public void Start(SoundFormat format)
    {
        lock (_samples)
        {
            Format = format;
            _channels = format.Channels;
        }
    }

    public void Write(ReadOnlySpan<short> samples)
    {
        lock (_samples)
        {
            for (var at = 0; at < samples.Length; at += _channels)
            {
                _samples.Add(samples[at]);
            }
        }
    }

    public void Stop()
    {
        // What was played is kept.
    }

    public void SetVolume(ReadOnlySpan<ushort> channels)
    {
        // The samples are what is looked at.
    }

    public void SetMute(bool muted)
    {
        // As above.
    }
}
