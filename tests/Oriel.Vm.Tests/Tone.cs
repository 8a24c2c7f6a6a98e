using System.Buffers.Binary;

namespace Oriel.Vm.Tests;

/// <summary>Sines as files, and what frequency a sound has.</summary>
internal static class Tone
{
    public const int Rate = 48000;

    /// <summary>A stereo WAV file with a sine.</summary>
    public static byte[] Wav(double hertz, double seconds)
    {
        var frames = (int)(seconds * Rate);
        var data = new byte[44 + (frames * 4)];
        "RIFF"u8.CopyTo(data);
        "WAVEfmt "u8.CopyTo(data.AsSpan(8));
        "data"u8.CopyTo(data.AsSpan(36));
        Span<(int At, int Value)> words = [(4, data.Length - 8), (16, 16), (20, 1 | (2 << 16)), (24, Rate), (28, Rate * 4), (32, 4 | (16 << 16)), (40, frames * 4)];
        foreach (var (at, value) in words)
        {
            BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(at), value);
        }

        for (var frame = 0; frame < frames; frame++)
        {
            var value = (short)Math.Round(16000 * Math.Sin(2 * Math.PI * hertz * frame / Rate));
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(44 + (frame * 4)), value);
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(46 + (frame * 4)), value);
        }

        return data;
    }

    /// <summary>Left channel of a 16-bit stereo WAV file with a 44-byte header.</summary>
    public static short[] Left(byte[] wav)
    {
        var samples = new short[(wav.Length - 44) / 4];
        for (var frame = 0; frame < samples.Length; frame++)
        {
            samples[frame] = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (frame * 4)));
        }

        return samples;
    }

    /// <summary>Frequency by the median distance of rising zero crossings, which gaps and silence do not move; and how much of the sound is loud.</summary>
    public static (double Hertz, double LoudSeconds, int Peak) Measure(short[] samples, int rate = Rate)
    {
        var peak = samples.Length == 0 ? 0 : samples.Max(sample => Math.Abs((int)sample));
        var crossings = new List<double>();
        var loud = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            loud += Math.Abs((int)samples[i]) > peak / 20 ? 1 : 0;
            if (samples[i - 1] < 0 && samples[i] >= 0)
            {
                crossings.Add(i - 1 + (-(double)samples[i - 1] / (samples[i] - samples[i - 1])));
            }
        }

        if (crossings.Count < 20)
        {
            return (0, 0, peak);
        }

        // Over ten periods at once: finer than a sample.
        var distances = Enumerable.Range(0, crossings.Count - 10).Select(i => crossings[i + 10] - crossings[i]).Order().ToArray();
        return (10 * rate / distances[distances.Length / 2], (double)loud / rate, peak);
    }
}
