using Oriel.Sound.Dsp;
using Oriel.Testing;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>What the interpolator does to sound.</summary>
public sealed class SincResamplerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void At_equal_rates_an_undisturbed_stream_passes_bit_by_bit(int channels)
    {
        var random = new Random(5);
        var resampler = new SincResampler(channels, 48_000, 48_000);
        var source = new FrameFeed(channels, (_, _) => random.Next(-32768, 32768) / 32768f);
        var output = new float[4_801 * channels];
        resampler.Process(output, source);
        for (var frame = 0; frame < 4_800; frame++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                Assert.Equal(source.Given[channel][frame], output[(frame * channels) + channel]);
            }
        }
    }

    /// <summary>THD + N of a full sine, all of it: harmonics, images, table errors, and the 32-bit arithmetic.</summary>
    [Theory]
    [InlineData(1000, 100, 100)]
    [InlineData(997, 1000, 100)]
    [InlineData(997, -1000, 100)]
    [InlineData(100, 517, 100)]
    [InlineData(6001, -333, 100)]
    [InlineData(15013, 1000, 96)]
    [InlineData(20011, -1000, 92)]
    public void A_corrected_sine_stays_clean(double hertz, double ppm, double least)
    {
        var resampler = new SincResampler(1, 48_000, 48_000);
        resampler.SetCorrection(ppm * 1e-6);
        var source = new FrameFeed(1, (frame, _) => (float)(0.99 * Math.Sin(2 * Math.PI * hertz * frame / 48_000)));
        var output = new float[48_000 * 2];
        resampler.Process(output, source);

        var heard = hertz * (1 + (ppm * 1e-6));
        var clean = SineMeter.SignalToRest(output.AsSpan(4_800), heard, 48_000, out var amplitude);
        TestContext.Current.TestOutputHelper?.WriteLine($"{hertz} Hz at {ppm:+0;-0} ppm: {clean:0.0} dB");
        Assert.True(clean > least, $"{hertz} Hz at {ppm} ppm: {clean:0.0} dB, {least} are wanted");
        Assert.InRange(20 * Math.Log10(amplitude / 0.99), -0.05, 0.05);
    }

    [Theory]
    [InlineData(44_100, 48_000, 10_007, 90)]
    [InlineData(48_000, 44_100, 10_007, 90)]
    [InlineData(8_000, 48_000, 1_013, 90)]
    [InlineData(96_000, 48_000, 10_007, 90)]
    [InlineData(192_000, 8_000, 1_013, 90)]
    [InlineData(8_000, 192_000, 1_013, 90)]
    public void Between_rates_a_sine_stays_clean(int from, int to, double hertz, double least)
    {
        var resampler = new SincResampler(1, from, to);
        var source = new FrameFeed(1, (frame, _) => (float)(0.99 * Math.Sin(2 * Math.PI * hertz * frame / from)));
        var output = new float[to * 2];
        resampler.Process(output, source);
        var clean = SineMeter.SignalToRest(output.AsSpan(to / 4), hertz, to, out var amplitude);
        Assert.True(clean > least, $"{from} → {to}, {hertz} Hz: {clean:0.0} dB");
        Assert.InRange(amplitude / 0.99, 0.99, 1.01);
    }

    /// <summary>What the lower rate cannot carry must not come back as another tone.</summary>
    [Fact]
    public void To_a_lower_rate_nothing_is_folded_back()
    {
        var resampler = new SincResampler(1, 96_000, 48_000);
        var source = new FrameFeed(1, (frame, _) => (float)Math.Sin(2 * Math.PI * 30_000 * frame / 96_000));
        var output = new float[48_000];
        resampler.Process(output, source);
        var loudest = output.AsSpan(4_800).ToArray().Max(Math.Abs);
        Assert.True(loudest < 1e-4, $"{20 * Math.Log10(loudest):0.0} dB");
    }

    [Fact]
    public void The_band_is_flat_up_to_20_kHz()
    {
        foreach (var hertz in (double[])[20, 200, 2_000, 8_000, 14_000, 18_000, 20_000])
        {
            var resampler = new SincResampler(1, 48_000, 48_000);
            resampler.SetCorrection(777e-6);
            var source = new FrameFeed(1, (frame, _) => (float)Math.Sin(2 * Math.PI * hertz * frame / 48_000));
            var output = new float[48_000];
            resampler.Process(output, source);
            _ = SineMeter.SignalToRest(output.AsSpan(4_800), hertz * (1 + 777e-6), 48_000, out var amplitude);
            Assert.InRange(20 * Math.Log10(amplitude), -0.02, 0.02);
        }
    }

    /// <summary>The position is a number of 32.32 bits: over an hour it must not lose a frame.</summary>
    [Fact]
    public void It_takes_exactly_as_many_frames_as_the_ratio_says()
    {
        var resampler = new SincResampler(1, 44_100, 48_000);
        resampler.SetCorrection(-500e-6);
        var source = new FrameFeed(1, (_, _) => 0, remember: false);
        var output = new float[48_000];
        for (var second = 0; second < 200; second++)
        {
            resampler.Process(output, source);
        }

        Assert.InRange(source.Count - resampler.Pending - (200 * 44_100 * (1 - 500e-6)), -40, 5);
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var resampler = new SincResampler(2, 48_000, 48_000);
        var source = new FrameFeed(2, (frame, _) => frame % 100, remember: false);
        var output = new float[960];
        resampler.Process(output, source);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            resampler.SetCorrection(i * 1e-7);
            resampler.Process(output, source);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class FrameFeed(int channels, Func<long, int, float> sample, bool remember = true) : IFrameSource
    {
        public List<float>[] Given { get; } = [.. Enumerable.Range(0, channels).Select(_ => new List<float>())];

        public long Count { get; private set; }

        public void Fetch(float[][] planes, int at, int frames)
        {
            for (var i = 0; i < frames; i++, Count++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    planes[channel][at + i] = sample(Count, channel);
                    if (remember)
                    {
                        Given[channel].Add(planes[channel][at + i]);
                    }
                }
            }
        }
    }
}
