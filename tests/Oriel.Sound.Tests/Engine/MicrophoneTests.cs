using Oriel.Sound.Microphone;
using Oriel.Testing;

namespace Oriel.Sound.Tests.Engine;

/// <summary>Who may hear the microphone, and the engine that sends it.</summary>
public sealed class MicrophoneTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Nothing_is_recorded_without_a_yes()
    {
        var gate = new MicrophoneGate(MicrophonePolicy.Prompt);
        Assert.Equal(MicrophoneState.Off, gate.State);

        // A yes to nothing is none.
        gate.Toggle();
        gate.Answer(true);
        gate.GuestStarts(0);
        Assert.Equal(MicrophoneState.Asking, gate.State);
        gate.Answer(false);
        Assert.Equal(MicrophoneState.Refused, gate.State);
        gate.Toggle();
        Assert.Equal(MicrophoneState.Recording, gate.State);
        gate.Toggle();
        Assert.Equal(MicrophoneState.Refused, gate.State);
    }

    [Theory]
    [InlineData(true, MicrophoneState.Recording)]
    [InlineData(false, MicrophoneState.Refused)]
    public void An_answer_is_good_for_a_recording_that_begins_again_at_once_and_no_longer(bool yes, MicrophoneState state)
    {
        var gate = new MicrophoneGate(MicrophonePolicy.Prompt);
        gate.GuestStarts(1_000);
        gate.Answer(yes);
        gate.GuestStops(50_000);
        Assert.Equal(MicrophoneState.Off, gate.State);
        gate.GuestStarts(54_000);
        Assert.Equal(state, gate.State);
        gate.GuestStops(60_000);
        gate.GuestStarts(65_001);
        Assert.Equal(MicrophoneState.Asking, gate.State);
    }

    [Fact]
    public void Policies_are_in_force_at_once()
    {
        var gate = new MicrophoneGate(MicrophonePolicy.Prompt);
        gate.GuestStarts(0);
        gate.CyclePolicy();
        Assert.Equal((MicrophonePolicy.Allow, MicrophoneState.Recording), (gate.Policy, gate.State));
        gate.Toggle();
        Assert.Equal(MicrophoneState.Refused, gate.State);
        gate.CyclePolicy();
        Assert.Equal((MicrophonePolicy.Deny, MicrophoneState.Refused), (gate.Policy, gate.State));
        gate.Toggle();
        gate.Answer(true);
        Assert.Equal(MicrophoneState.Refused, gate.State);
        gate.CyclePolicy();
        Assert.Equal((MicrophonePolicy.Prompt, MicrophoneState.Asking), (gate.Policy, gate.State));
    }

    [Fact]
    public void Packets_of_10_ms_come_at_an_even_pace_in_the_guests_format()
    {
        var backend = new FakeBackend();
        using var engine = new CaptureEngine(new SoundOptions { InputDevice = "there" }, backend);
        Assert.Empty(backend.Devices);
        var consumer = new Consumer();
        engine.Start(new AudioFormat(1, 44_100), consumer);
        Eventually.True(() => backend.Devices is [{ IsBegun: true }], s_patience, "the microphone is open");
        var device = backend.Devices[0];
        Assert.Equal("there", device.Wish.Device);
        Assert.Equal(1, device.Wish.Format.Channels);
        Eventually.True(
            () =>
            {
                _ = device.Turn();
                return consumer.Loudest > 8_000;
            },
            s_patience,
            "what the microphone hears arrives");
        Assert.Equal([441], consumer.Lengths);

        // 0.25 of full scale, whatever the rate; an overshoot of the filter at the ramp is small.
        Assert.InRange(consumer.Loudest, 8_000, 8_400);

        engine.Stop();
        Eventually.True(() => device.IsClosed, s_patience, "the microphone is closed");
        Assert.Equal(SoundState.Idle, engine.Statistics.State);
    }

    [Fact]
    public void A_lost_microphone_is_opened_again()
    {
        var backend = new FakeBackend();
        using var engine = new CaptureEngine(new SoundOptions(), backend);
        engine.Start(new AudioFormat(2, 48_000), new Consumer());
        Eventually.True(() => backend.Devices is [{ IsBegun: true }], s_patience, "the microphone is open");
        backend.Devices[0].Break();
        Eventually.True(() => backend.Devices is [{ IsClosed: true }, { IsBegun: true }], s_patience, "another one is open");
    }

    [Fact]
    public void A_missing_microphone_is_named_and_the_end_still_comes()
    {
        var refusal = new OrielException(SoundErrors.NoInput, "nothing", "something", "do something");
        using var engine = new CaptureEngine(new SoundOptions(), new FakeBackend { Refusal = refusal });
        engine.Start(new AudioFormat(2, 48_000), new Consumer());
        Eventually.True(() => engine.Statistics is { State: SoundState.Failed, Failure: { } failure } && failure == refusal, s_patience, "the failure is shown");
    }

    private sealed class Consumer : ICaptureConsumer
    {
        private readonly Lock _gate = new();
        private readonly HashSet<int> _lengths = [];
        private int _loudest;

        public int Loudest => Volatile.Read(ref _loudest);

        public IReadOnlyList<int> Lengths
        {
            get
            {
                lock (_gate)
                {
                    return [.. _lengths];
                }
            }
        }

        public void Take(ReadOnlySpan<short> samples)
        {
            lock (_gate)
            {
                _ = _lengths.Add(samples.Length);
            }

            foreach (var sample in samples)
            {
                Volatile.Write(ref _loudest, Math.Max(_loudest, (int)sample));
            }
        }
    }
}
