using Oriel.Testing;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>The instruments themselves: a test that cannot fail proves nothing.</summary>
public sealed class MeterTests
{
    [Theory]
    [InlineData(997, 997, 960_000)]
    [InlineData(997.4985, 997, 960_000)]
    [InlineData(996.2, 997, 48_000)]
    [InlineData(998.9, 997, 960_000)]
    [InlineData(441.5, 440, 9_600)]
    public void A_pitch_is_read_to_a_part_in_a_million(double hertz, double expected, int samples)
    {
        var read = SineMeter.Frequency(Sine(hertz, samples), expected, 48_000);
        Assert.InRange(read / hertz, 1 - 2e-6, 1 + 2e-6);
    }

    [Fact]
    public void A_click_a_gap_and_a_lost_frame_are_seen()
    {
        var clean = Sine(997, 48_000);
        for (var i = 0; i < clean.Length; i++)
        {
            clean[i] = MathF.Round(clean[i] * 32767) / 32768;
        }

        Assert.True(Waveform.Surprise(clean, 997, 48_000).Largest < 1e-4);
        var click = (float[])clean.Clone();
        click[20_000] += 0.0005f;
        Assert.InRange(Waveform.Surprise(click, 997, 48_000).At, 20_000, 20_002);
        Assert.True(Waveform.Surprise(click, 997, 48_000).Largest > 5e-4);
        Assert.True(Waveform.Surprise([.. clean[..20_000], .. clean[20_001..]], 997, 48_000).Largest > 1e-3);
        Assert.True(Waveform.Surprise([.. clean[..20_000], .. new float[48], .. clean[20_000..]], 997, 48_000).Largest > 1e-3);
    }

    [Fact]
    public void Noise_is_told_from_the_sine()
    {
        var random = new Random(1);
        var noisy = Sine(1000, 48_000);
        for (var i = 0; i < noisy.Length; i++)
        {
            noisy[i] += (float)((random.NextDouble() - 0.5) * 2e-3 * Math.Sqrt(3) / Math.Sqrt(2));
        }

        // Noise of 1e-3/√2 of the sine's effective value.
        Assert.InRange(SineMeter.SignalToRest(noisy, 1000, 48_000, out var amplitude), 59.5, 60.5);
        Assert.Equal(1, amplitude, 3);
    }

    private static float[] Sine(double hertz, int samples) => [.. Enumerable.Range(0, samples).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / 48_000))];
}
