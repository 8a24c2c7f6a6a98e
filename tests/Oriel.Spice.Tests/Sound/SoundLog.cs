using Oriel.Spice.Sound;

namespace Oriel.Spice.Tests.Sound;

/// <summary>A sink and a source that remember what the channels told them, and complain about calls out of order.</summary>
internal sealed class SoundLog : IPlaybackSink, ICaptureSource
{
    private bool _running;

    public List<string> Events { get; } = [];

    public List<short> Samples { get; } = [];

    public SoundFormat? Format { get; private set; }

    public ICaptureTarget? Target { get; private set; }

    public void Start(SoundFormat format)
    {
        Assert.InRange(format.Channels, 1, 8);
        Assert.InRange(format.FrequencyHz, 8_000, 192_000);
        Format = format;
        _running = true;
        Events.Add($"start {format}");
    }

    public void Write(ReadOnlySpan<short> samples)
    {
        Assert.True(_running, "samples without a start");
        Assert.Equal(0, samples.Length % Format!.Value.Channels);
        Samples.AddRange(samples);
    }

    public void Start(SoundFormat format, ICaptureTarget target)
    {
        Start(format);
        Target = target;
    }

    public void Stop()
    {
        Assert.True(_running, "a stop without a start");
        _running = false;
        Target = null;
        Events.Add("stop");
    }

    public void SetVolume(ReadOnlySpan<ushort> channels)
    {
        Assert.InRange(channels.Length, 1, 8);
        Events.Add($"volume {string.Join(' ', channels.ToArray().Select(v => $"{v:X4}"))}");
    }

    public void SetMute(bool muted) => Events.Add($"mute {muted}");
}
