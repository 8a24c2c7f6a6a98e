using Oriel.Sound.Dsp;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>
/// A server and a sound card on clocks of their own, in virtual time: packets of a sine go into a ring, a device takes blocks out of an <see cref="ElasticReader"/>. Thousands
/// of seconds take milliseconds each.
/// </summary>
internal sealed class ClockBed
{
    private readonly Random _random;
    private double _sent;
    private double _serverFrames;
    private double _nextPacket;
    private double _nextBlock;
    private double _phase;

    public ClockBed(int seed = 1) => _random = new Random(seed);

    public AudioFormat Source { get; init; } = new(1, 48_000);

    public AudioFormat Device { get; init; } = new(1, 48_000);

    /// <summary>Error of the server's clock against the device's.</summary>
    public double Ppm { get; set; }

    public double PacketSeconds { get; init; } = 0.01;

    public int BlockFrames { get; init; } = 480;

    public double LatencySeconds { get; init; } = 0.03;

    /// <summary>A packet is late by up to this, evenly spread.</summary>
    public double PacketJitter { get; init; }

    /// <summary>A block is taken late by up to this.</summary>
    public double BlockJitter { get; init; }

    public double Hertz { get; init; } = 1_000;

    public double Amplitude { get; init; } = 0.9;

    /// <summary>True = the server sends nothing now.</summary>
    public Func<double, bool> Silent { get; init; } = _ => false;

    /// <summary>Whatever a silent server did not send comes at once when it is back (a stall), or is lost (a gap).</summary>
    public bool Stalls { get; init; }

    public SampleRing Ring { get; private set; } = null!;

    public ElasticReader Reader { get; private set; } = null!;

    /// <summary>Everything the device played.</summary>
    public List<float> Played { get; } = [];

    public bool Remember { get; init; } = true;

    public double Time { get; private set; }

    /// <summary>Called after each block with the samples.</summary>
    public Action<double, float[]> OnBlock { get; init; } = (_, _) => { };

    public void Run(double seconds)
    {
        if (Ring is null)
        {
            Ring = new SampleRing(Source, Source.FrequencyHz);
            Reader = new ElasticReader(Ring, Device, LatencySeconds, [1, 1, 1, 1, 1, 1, 1, 1]);
            _nextBlock = 0.0031;
        }

        var end = Time + seconds;
        var block = new float[BlockFrames * Device.Channels];
        var packetAt = double.NaN;
        while (true)
        {
            if (double.IsNaN(packetAt))
            {
                packetAt = _nextPacket + (_random.NextDouble() * PacketJitter);
            }

            var blockAt = _nextBlock;
            if (Math.Min(packetAt, blockAt) >= end)
            {
                // A packet that was drawn late must not be drawn again.
                break;
            }

            if (packetAt <= blockAt)
            {
                Time = packetAt;
                Send();
                _nextPacket += PacketSeconds / (1 + (Ppm * 1e-6));
                packetAt = double.NaN;
            }
            else
            {
                Time = blockAt;
                var late = _random.NextDouble() * BlockJitter;
                Reader.Read(block, (long)((Time + late) * 1e9));
                if (Remember)
                {
                    Played.AddRange(block);
                }

                OnBlock(Time, block);
                _nextBlock += (double)BlockFrames / Device.FrequencyHz;
            }
        }

        Time = end;
    }

    private void Send()
    {
        _serverFrames += PacketSeconds * Source.FrequencyHz;
        if (Silent(Time))
        {
            if (!Stalls)
            {
                Skip();
            }

            return;
        }

        var frames = (int)(_serverFrames - _sent);
        var packet = new short[frames * Source.Channels];
        for (var i = 0; i < frames; i++)
        {
            var value = (short)Math.Round(Amplitude * 32767 * Math.Sin(_phase));
            packet.AsSpan(i * Source.Channels, Source.Channels).Fill(value);
            _phase += 2 * Math.PI * Hertz / Source.FrequencyHz;
        }

        _phase = Math.IEEERemainder(_phase, 2 * Math.PI);
        _sent += frames;
        Ring.Write(packet, (long)(Time * 1e9));
    }

    private void Skip()
    {
        var frames = (int)(_serverFrames - _sent);
        _phase = Math.IEEERemainder(_phase + (2 * Math.PI * Hertz * frames / Source.FrequencyHz), 2 * Math.PI);
        _sent += frames;
    }
}
