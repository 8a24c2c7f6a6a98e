using Oriel.Testing;

namespace Oriel.Sound.Tests.Engine;

/// <summary>Who opens what when; with devices made of nothing.</summary>
public sealed class PlaybackEngineTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly AudioFormat s_stereo = new(2, 48_000);

    [Fact]
    public void Nothing_is_opened_before_there_is_sound()
    {
        var backend = new FakeBackend();
        using var engine = new PlaybackEngine(new SoundOptions { OutputDevice = "there", PeriodFrames = 256 }, backend);
        engine.SetGuestVolume([1000, 2000]);
        engine.SetGuestMute(true);
        Assert.Equal(SoundState.Idle, engine.Statistics.State);
        Assert.Empty(backend.Devices);
        engine.Start(s_stereo);
        Eventually.True(() => engine.Statistics.State == SoundState.Running && backend.Devices is [{ IsBegun: true }], s_patience, "one device is open");
        Assert.Equal("there", backend.Devices[0].Wish.Device);
        Assert.Equal(256, backend.Devices[0].Wish.PeriodFrames);
        Assert.Equal(s_stereo, engine.Statistics.Device);
    }

    [Fact]
    public void Sound_that_came_before_the_device_was_open_is_played_at_the_target_latency()
    {
        var backend = new FakeBackend();
        using var engine = new PlaybackEngine(new SoundOptions(), backend);
        engine.Start(s_stereo);
        for (var i = 0; i < 30; i++)
        {
            engine.Write(Samples(960));
        }

        var device = Opened(backend, 0);
        Eventually.True(() => device.Turn().Any(s => s > 0.9), s_patience, "it is heard");
        Assert.InRange(engine.Statistics.LatencyMs, 20, 45);
    }

    [Fact]
    public void A_lost_device_is_opened_again_and_the_sound_goes_on()
    {
        var backend = new FakeBackend();
        List<PlaybackStatistics> told = [];
        using var engine = new PlaybackEngine(new SoundOptions(), backend) { Changed = told.Add };
        engine.Start(s_stereo);
        Opened(backend, 0).Break();
        var second = Opened(backend, 1);
        Assert.True(backend.Devices[0].IsClosed);
        Eventually.True(
            () =>
            {
                engine.Write(Samples(960));
                return second.Turn().Any(s => s > 0.9);
            },
            s_patience,
            "it is heard again");
        Eventually.True(() => engine.Statistics is { State: SoundState.Running, DevicesOpened: 2, Failure: null }, s_patience, "all is well");
        Assert.Contains(told, t => t.Failure?.Code == SoundErrors.NoOutput);
    }

    [Fact]
    public void A_device_that_takes_nothing_any_more_is_replaced()
    {
        var backend = new FakeBackend();
        using var engine = new PlaybackEngine(new SoundOptions(), backend);
        engine.Start(s_stereo);
        _ = Opened(backend, 0);

        // Nobody turns its crank.
        Eventually.True(() => backend.Devices.Count > 1 && backend.Devices[0].IsClosed, s_patience, "another one is opened");
    }

    /// <summary>Buffers too short for a machine lose time: the sound piles up. Longer ones are tried, up to a bound.</summary>
    [Fact]
    public void A_device_that_loses_time_is_opened_with_longer_periods()
    {
        var backend = new FakeBackend();
        using var engine = new PlaybackEngine(new SoundOptions { PeriodFrames = 1500 }, backend);
        engine.Start(s_stereo);
        foreach (var period in (int[])[1500, 3000, 4096])
        {
            var device = Opened(backend, backend.Devices.Count == 0 ? 0 : backend.Devices.Count - 1);
            Eventually.True(
                () =>
                {
                    if (period == 4096)
                    {
                        return true;
                    }

                    for (var i = 0; i < 40; i++)
                    {
                        engine.Write(Samples(960 * 8));
                        _ = device.Turn();
                    }

                    return device.IsClosed && backend.Devices[^1] != device && backend.Devices[^1].IsBegun;
                },
                s_patience,
                () => $"another one than that of {period}: {engine.Statistics}");
        }

        Assert.Equal([1500, 3000, 4096], backend.Devices.Select(device => device.PeriodFrames));
        Assert.True(engine.Statistics.Skips >= 6);
    }

    [Fact]
    public void A_refusal_is_shown_and_tried_again()
    {
        var refusal = new OrielException(SoundErrors.NoSound, "nothing", "something", "do something");
        var backend = new FakeBackend { Refusal = refusal };
        using var engine = new PlaybackEngine(new SoundOptions(), backend);
        engine.Start(s_stereo);
        Eventually.True(() => engine.Statistics is { State: SoundState.Failed, Failure: { } failure } && failure == refusal, s_patience, "the failure is shown");

        // The guest does not notice: its sound has nowhere to go and takes no memory.
        for (var i = 0; i < 300; i++)
        {
            engine.Write(Samples(960));
        }

        Assert.True(engine.Statistics.DroppedFrames > 0);
        backend.Refusal = null;
        _ = Opened(backend, 0);
        Eventually.True(() => engine.Statistics.State == SoundState.Running, s_patience, "all is well");
    }

    [Fact]
    public void Formats_change_live()
    {
        var backend = new FakeBackend();
        using var engine = new PlaybackEngine(new SoundOptions(), backend);
        foreach (var format in (AudioFormat[])[new(2, 48_000), new(1, 22_050), new(2, 96_000)])
        {
            engine.Start(format);
            var device = Opened(backend, 0);
            Eventually.True(
                () =>
                {
                    engine.Write(Samples(format.FrequencyHz / 100 * format.Channels));
                    return device.Turn().All(s => s > 0.9) && engine.Statistics.Source == format;
                },
                s_patience,
                $"{format} is heard");
        }

        Assert.Single(backend.Devices);
        Assert.True(engine.Statistics.PlayedFrames > 0);

        // Six channels ask for a device that has them.
        engine.Start(new(6, 48_000));
        Assert.Equal(6, Opened(backend, 1).Wish.Format.Channels);
    }

    [Fact]
    public void A_device_of_another_rate_and_one_channel_gets_what_it_needs()
    {
        var backend = new FakeBackend { Gives = new(1, 44_100) };
        using var engine = new PlaybackEngine(new SoundOptions(), backend);
        engine.Start(s_stereo);
        var device = Opened(backend, 0);
        Eventually.True(
            () =>
            {
                engine.Write(Samples(960));
                return device.Turn().All(s => s is > 0.9f and < 1.0f);
            },
            s_patience,
            "both channels are heard on one");
    }

    [Fact]
    public void Volume_of_guest_and_user_multiply_and_mute_wins()
    {
        var mix = new VolumeMix(followGuest: true);
        Assert.All(mix.Gains(), gain => Assert.Equal(1, gain));
        mix.SetGuest([32768, 65535]);
        Assert.Equal(0.125, mix.Gains()[0], 4);
        Assert.Equal(1, mix.Gains()[1], 4);
        Assert.Equal(1, mix.Gains()[5], 4);
        mix.Local = 0.5;
        Assert.Equal(0.125 / 8, mix.Gains()[0], 4);
        mix.SetGuestMute(true);
        Assert.True(mix.IsMuted);
        Assert.All(mix.Gains(), gain => Assert.Equal(0, gain));
        mix.SetGuestMute(false);
        mix.Muted = true;
        Assert.All(mix.Gains(), gain => Assert.Equal(0, gain));

        var deaf = new VolumeMix(followGuest: false);
        deaf.SetGuest([0]);
        deaf.SetGuestMute(true);
        Assert.False(deaf.IsMuted);
        Assert.All(deaf.Gains(), gain => Assert.Equal(1, gain));
    }

    [Fact]
    public void Ending_closes_the_device_in_the_middle_of_sound()
    {
        var backend = new FakeBackend();
        var engine = new PlaybackEngine(new SoundOptions(), backend);
        engine.Start(s_stereo);
        var device = Opened(backend, 0);
        engine.Write(Samples(960));
        engine.Dispose();
        Assert.True(device.IsClosed);
        engine.Write(Samples(960));
        engine.Dispose();
    }

    private static short[] Samples(int count) => [.. Enumerable.Repeat((short)31_000, count)];

    private static FakeBackend.FakeDevice Opened(FakeBackend backend, int number)
    {
        Eventually.True(() => backend.Devices.Count > number && backend.Devices[number].IsBegun, s_patience, $"device {number} is open");
        return backend.Devices[number];
    }
}
