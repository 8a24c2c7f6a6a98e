using Oriel.Sound.Dsp;
using Oriel.Testing;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>Two clocks, packets, blocks, in virtual time: what a listener would hear.</summary>
public sealed class ElasticReaderTests
{
    // 16-bit samples and the tiny frequency difference surprise the predictor by less than this; a click of 0.1 % of full scale more.
    private const double Clean = 1.2e-4;

    /// <summary>Ten minutes at ±500 ppm, one with other blocks and jitter: no click, no gap, pitch within 0.1 % in every second, latency at its target.</summary>
    [Theory]
    [InlineData(500, 480, 0.0, 600)]
    [InlineData(-500, 480, 0.004, 600)]
    [InlineData(0, 480, 0.0, 60)]
    [InlineData(500, 512, 0.004, 60)]
    [InlineData(-500, 256, 0.004, 60)]
    [InlineData(137, 441, 0.006, 60)]
    public void Two_clocks_are_heard_as_one(double ppm, int block, double jitter, int seconds)
    {
        var bed = new ClockBed { Ppm = ppm, BlockFrames = block, PacketJitter = jitter, BlockJitter = jitter / 2 };
        bed.Run(0.2);
        var start = bed.Played.Count;
        bed.Run(seconds);
        var played = bed.Played.ToArray().AsSpan(start);
        var (surprise, at) = Waveform.Surprise(played, bed.Hertz, 48_000);
        var strongest = 0.0;
        for (var second = 0; second < seconds - 1; second++)
        {
            var hertz = SineMeter.Frequency(played.Slice(second * 48_000, 48_000), bed.Hertz, 48_000);
            strongest = Math.Max(strongest, Math.Abs(hertz - bed.Hertz) / bed.Hertz);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{ppm} ppm, block {block}, jitter {jitter * 1000} ms: surprise {surprise:e2}, pitch error {strongest * 1e6:0} ppm, latency {bed.Reader.Latency * 1000:0.0} of "
            + $"{bed.Reader.Target * 1000:0.0} ms, learned {bed.Reader.Correction * 1e6:0.0} ppm");
        Assert.Equal(0, bed.Reader.Underruns);
        Assert.Equal(0, bed.Reader.Skips);
        Assert.Equal(0, bed.Ring.Dropped);
        Assert.True(surprise < Clean, $"a surprise of {surprise:e2} at {at}");
        Assert.True(strongest < 1e-3, $"pitch was off by {strongest * 1e6:0} ppm");
        Assert.InRange(bed.Reader.Correction * 1e6, ppm - 80, ppm + 80);
        Assert.InRange(bed.Reader.Latency, bed.Reader.Target - 0.003, bed.Reader.Target + 0.003);
    }

    [Fact]
    public void Latency_stays_near_the_target_all_the_time()
    {
        double low = 1, high = 0;
        ClockBed bed = null!;
        bed = new ClockBed
        {
            Ppm = 500,
            PacketJitter = 0.003,
            Remember = false,
            OnBlock = (time, _) =>
            {
                if (time > 0.5 && bed.Ring.TryLevel((long)(time * 1e9), out var level))
                {
                    low = Math.Min(low, level / 48_000);
                    high = Math.Max(high, level / 48_000);
                }
            },
        };
        bed.Run(600);
        Assert.Equal(0, bed.Reader.Underruns);

        // Seen after a block was taken: 10 ms less than before it.
        Assert.InRange(low, 0.02 - 0.006, 0.03);
        Assert.InRange(high, 0.01, 0.02 + 0.006);
    }

    [Fact]
    public void A_server_whose_clock_changes_its_mind_is_followed_without_a_break()
    {
        var bed = new ClockBed { Ppm = 400 };
        bed.Run(60);
        bed.Ppm = -400;
        bed.Run(60);
        bed.Ppm = 0;
        bed.Run(60);
        Assert.Equal(0, bed.Reader.Underruns);
        Assert.Equal(0, bed.Reader.Skips);
        var (surprise, at) = Waveform.Surprise(bed.Played.ToArray().AsSpan(9_600), bed.Hertz, 48_000);
        Assert.True(surprise < Clean, $"{surprise:e2} at {at}");
    }

    [Theory]
    [InlineData(44_100, 2)]
    [InlineData(8_000, 1)]
    [InlineData(96_000, 6)]
    public void Other_formats_come_out_clean(int rate, int channels)
    {
        var bed = new ClockBed { Source = new(channels, rate), Device = new(2, 48_000), Ppm = 250, Hertz = 440, Amplitude = 0.5 };
        bed.Run(30);
        Assert.Equal(0, bed.Reader.Underruns);
        foreach (var side in (int[])[0, 1])
        {
            var one = bed.Played.Where((_, i) => i % 2 == side).ToArray();
            var clean = SineMeter.SignalToRest(one.AsSpan(24 * 48_000, 48_000), SineMeter.Frequency(one.AsSpan(24 * 48_000, 48_000), 440, 48_000), 48_000, out _);
            Assert.True(clean > 65, $"{clean:0.0} dB");
            Assert.True(Waveform.Surprise(one.AsSpan(9_600), 440, 48_000).Largest < Clean);
        }
    }

    [Fact]
    public void A_start_and_an_end_are_ramps()
    {
        var bed = new ClockBed { Hertz = 300 };
        bed.Run(1);
        bed.Ring.Ended = true;
        var ended = false;
        var rest = new float[480];
        for (var i = 0; i < 20; i++)
        {
            bed.Reader.Read(rest, (long)((bed.Time + (i * 0.01)) * 1e9));
            bed.Played.AddRange(rest);
            ended |= !bed.Reader.IsSounding;
        }

        Assert.True(ended);
        Assert.Equal(0, bed.Reader.Underruns);

        // A mirrored wave under a ramp bends; a hard edge of this sine would surprise by up to 0.9.
        var played = bed.Played.ToArray();
        Assert.True(Waveform.Surprise(played, bed.Hertz, 48_000).Largest < 0.08);
        Assert.True(played.TakeLast(2_000).All(s => s == 0));
        var (first, end) = Waveform.Extent(played, 0);
        Assert.InRange((end - first) / 48_000.0, 0.94, 1.02);
    }

    [Fact]
    public void A_sound_shorter_than_the_latency_is_heard_whole()
    {
        var ring = new SampleRing(new(1, 48_000), 48_000);
        var reader = new ElasticReader(ring, new(1, 48_000), 0.05, [1]);
        var beep = Enumerable.Range(0, 960).Select(i => (short)(16_000 * Math.Sin(2 * Math.PI * i / 48))).ToArray();
        ring.Write(beep, 0);
        ring.Ended = true;
        List<float> played = [];
        var block = new float[480];
        for (var i = 0; i < 6; i++)
        {
            reader.Read(block, i * 10_000_000L);
            played.AddRange(block);
        }

        Assert.Equal(960, reader.Played);
        var (first, end) = Waveform.Extent([.. played], 1e-4);
        Assert.InRange(end - first, 940, 960 + 400);
    }

    /// <summary>The server falls silent without saying so, and comes back: one underrun, no click, and the same latency as before.</summary>
    [Fact]
    public void A_gap_is_faded_over_and_counted_once()
    {
        var bed = new ClockBed { Silent = time => time is > 5 and < 5.5, Hertz = 300 };
        bed.Run(20);
        Assert.Equal(1, bed.Reader.Underruns);
        var (surprise, at) = Waveform.Surprise(bed.Played.ToArray(), bed.Hertz, 48_000);
        Assert.True(surprise < 0.08, $"{surprise:0.000} at {at}");
        Assert.InRange(bed.Reader.Latency, 0.030, 0.038);
    }

    /// <summary>A stall delivers everything late and at once: what is too old is passed over with a cross-fade, latency comes back by itself.</summary>
    [Theory]
    [InlineData(0.12)]
    [InlineData(0.7)]
    public void A_stall_leaves_no_latency_behind(double seconds)
    {
        var bed = new ClockBed { Silent = time => time > 5 && time < 5 + seconds, Stalls = true, Hertz = 300 };
        bed.Run(12);
        Assert.Equal(1, bed.Reader.Underruns);
        Assert.InRange(bed.Reader.Latency, 0.028, 0.040);
        Assert.True(Waveform.Surprise(bed.Played.ToArray(), bed.Hertz, 48_000).Largest < 0.08);
    }

    [Fact]
    public void A_device_that_stalls_does_not_leave_latency_behind_either()
    {
        var bed = new ClockBed { Hertz = 300 };
        bed.Run(5);

        // The device takes nothing for 300 ms.
        var silence = new short[480];
        for (var i = 0; i < 30; i++)
        {
            bed.Ring.Write(silence, (long)((bed.Time + (i * 0.01)) * 1e9));
        }

        bed.Run(10);
        Assert.True(bed.Reader.Skips >= 1);
        Assert.InRange(bed.Reader.Latency, 0.028, 0.045);
    }

    /// <summary>A network that stutters more than the target allows: the target grows, the underruns end.</summary>
    [Fact]
    public void Too_small_a_target_grows_until_it_is_enough()
    {
        var bed = new ClockBed(7) { LatencySeconds = 0.01, PacketJitter = 0.03, Remember = false };
        bed.Run(60);
        var early = bed.Reader.Underruns;
        Assert.InRange(early, 1, 30);
        bed.Run(60);
        Assert.InRange(bed.Reader.Underruns - early, 0, 2);
        Assert.InRange(bed.Reader.Target, 0.024, 0.12);
    }

    [Fact]
    public void Volume_moves_without_a_click()
    {
        var bed = new ClockBed { Hertz = 300 };
        bed.Run(2);
        bed.Reader.SetGains([0]);
        bed.Run(0.5);
        var muted = bed.Played.ToArray()[^4_800..];
        Assert.True(muted.Max(Math.Abs) < 1e-6);
        bed.Reader.SetGains([0.25f]);
        bed.Run(0.5);
        Assert.InRange(bed.Played.ToArray()[^4_800..].Max(), 0.222f, 0.228f);
        Assert.True(Waveform.Surprise(bed.Played.ToArray(), bed.Hertz, 48_000).Largest < 0.01);
    }

    [Fact]
    public void Another_stream_takes_over_without_a_click()
    {
        var gains = new[] { 1f, 1f };
        var first = new SampleRing(new(2, 48_000), 48_000);
        var second = new SampleRing(new(2, 44_100), 48_000);
        var mixer = new OutputMixer();
        mixer.Prepare(960);
        mixer.Stream = new ElasticReader(first, new(2, 48_000), 0.03, gains);
        List<float> left = [];
        var block = new float[960];
        for (var i = 0; i < 300; i++)
        {
            var ring = i < 100 ? first : second;
            var rate = ring.Format.FrequencyHz;
            ring.Write([.. Enumerable.Range(0, 2 * rate / 100).Select(n => (short)(20_000 * Math.Sin(2 * Math.PI * 300 * ((i * rate / 100) + (n / 2)) / rate)))], i * 10_000_000L);
            if (i == 100)
            {
                mixer.Stream = new ElasticReader(second, new(2, 48_000), 0.03, gains);
            }

            mixer.Fill(block, (i * 10_000_000L) + 3_000_000);
            left.AddRange(block.Where((_, n) => n % 2 == 0));
        }

        Assert.True(Waveform.Surprise([.. left], 300, 48_000).Largest < 0.08);
        Assert.True(left.Skip(60_000).Max() > 0.6);
    }

    [Fact]
    public void Reading_and_mixing_allocate_nothing()
    {
        var ring = new SampleRing(new(2, 48_000), 48_000);
        var mixer = new OutputMixer();
        mixer.Prepare(960);
        mixer.Stream = new ElasticReader(ring, new(2, 48_000), 0.03, [1, 1]);
        var packet = new short[960];
        var block = new float[960];
        long before = 0;
        for (var i = 0; i < 12_000; i++)
        {
            if (i == 2_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            // Now and then nothing comes, so that every state is passed through.
            if (i % 500 < 480)
            {
                ring.Write(packet, i * 10_000_000L);
            }

            mixer.Fill(block, (i * 10_000_000L) + 3_000_000);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(mixer.Stream.Underruns > 10);
    }
}
