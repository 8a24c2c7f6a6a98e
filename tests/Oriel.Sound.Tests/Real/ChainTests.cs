using System.Buffers.Binary;
using Oriel.Cli.Sound;
using Oriel.Sound.Microphone;
using Oriel.Spice;
using Oriel.Testing;

namespace Oriel.Sound.Tests.Real;

/// <summary>A real SPICE server, SDL and a sound server: volume, codec, restarts, the microphone.</summary>
public sealed class ChainTests(SoundStage stage)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Opus_comes_out_as_the_tone_that_went_in()
    {
        if (SystemOpus.Instance is null)
        {
            Assert.Skip("libopus is not installed");
        }

        await using var sound = new SpiceSound(SpiceSound.For("opus-sink", codec: SoundCodec.Opus));
        using var recording = stage.Server.Record("opus-sink");
        sound.Server.Command("play 1000 0.5 0");
        HearsTone(recording, 0, 1000, 0.5, 0.02);
        Assert.Equal(0, sound.Bridge.Playback.DroppedFrames);
    }

    [Fact]
    public async Task Volume_and_mute_follow_the_guest_and_the_keys()
    {
        await using var sound = new SpiceSound(SpiceSound.For("volume-sink"));
        using var recording = stage.Server.Record("volume-sink");
        sound.Server.Command("play 440 0.8 0");
        HearsTone(recording, 0, 440, 0.8, 0.02);

        // Half way of a control is an eighth of the amplitude; left and right are apart.
        sound.Server.Command("volume 32768 65535");
        HearsTone(recording, 0, 440, 0.1, 0.02);
        HearsTone(recording, 1, 440, 0.8, 0.02);
        sound.Server.Command("mute 1");
        HearsSilence(recording);
        Eventually.True(() => sound.Bridge.View.IsMuted, s_patience, "the view says so");
        sound.Server.Command("mute 0");
        sound.Server.Command("volume 65535 65535");
        HearsTone(recording, 0, 440, 0.8, 0.02);

        sound.Bridge.ToggleMute();
        HearsSilence(recording);
        sound.Bridge.StepVolume(-5);
        sound.Bridge.ToggleMute();
        Assert.Equal(50, sound.Bridge.View.Volume);
        HearsTone(recording, 1, 440, 0.1, 0.02);
        sound.Bridge.StepVolume(+9);
        Assert.Equal(100, sound.Bridge.View.Volume);
        HearsTone(recording, 0, 440, 0.8, 0.02);
    }

    /// <summary>44.1 kHz from the server, 48 kHz at the device; stopped and started again; the pitch is right each time.</summary>
    [Fact]
    public async Task Another_rate_stops_and_starts_at_its_pitch()
    {
        await using var sound = new SpiceSound(SpiceSound.For("moving-sink"), new SpiceServerOptions { Rate = 44_100 });
        using var recording = stage.Server.Record("moving-sink");
        foreach (var hertz in (int[])[700, 1300])
        {
            sound.Server.Command($"play {hertz} 0.5 0");
            HearsTone(recording, 0, hertz, 0.5, 0.02);
            Assert.Equal(new AudioFormat(2, 44_100), sound.Bridge.Playback.Source);
            sound.Server.Command("play-stop");
            HearsSilence(recording);
        }

        Assert.Equal(1, sound.Bridge.Playback.DevicesOpened);
    }

    [Fact]
    public async Task A_device_that_does_not_exist_is_named_and_nothing_else_breaks()
    {
        await using var sound = new SpiceSound(SpiceSound.For("no such device"));
        sound.Server.Command("play 440 0.5 0");
        Eventually.True(() => sound.Bridge.View.PlaybackFailure is not null, s_patience, "the failure is shown");
        var failure = sound.Bridge.View.PlaybackFailure!;
        Assert.Equal(SoundErrors.NoSuchDevice, failure.Code);
        Assert.Contains("no such device", failure.Seen, StringComparison.Ordinal);
        Assert.Contains("true-clock", failure.Expected, StringComparison.Ordinal);
        Assert.True(sound.IsLinked(ChannelType.Playback));
    }

    /// <summary>The sound card is pulled out and put in again.</summary>
    [Fact]
    public async Task A_device_that_was_unplugged_is_played_on_when_it_is_back()
    {
        // Another device stays open, so that SDL has to notice changes while it runs.
        await using var other = new SpiceSound(SpiceSound.For("default-sink"));
        other.Server.Command("play 300 0.1 0");
        Eventually.True(() => other.Bridge.Playback.State == SoundState.Running, s_patience, "the other one plays");
        var sink = stage.Server.Plug("unplugged-sink");
        await using var sound = new SpiceSound(SpiceSound.For("unplugged-sink"));
        sound.Server.Command("play 440 0.5 0");
        Eventually.True(() => sound.Bridge.Playback.State == SoundState.Running, s_patience, "it plays");
        stage.Server.Unplug(sink);
        Eventually.True(() => sound.Bridge.View.PlaybackFailure is not null, s_patience, () => $"the loss is shown: {sound.Bridge.Playback}");
        _ = stage.Server.Plug("unplugged-sink");
        Eventually.True(() => sound.Bridge.View.PlaybackFailure is null, s_patience, () => $"it is open again: {sound.Bridge.Playback}");
        using var recording = stage.Server.Record("unplugged-sink");
        HearsTone(recording, 0, 440, 0.5, 0.02);
        Assert.True(sound.Bridge.Playback.DevicesOpened > 1);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("opus")]
    public async Task What_the_microphone_hears_reaches_the_guest_once_the_user_agrees(string codec)
    {
        if (codec == "opus" && SystemOpus.Instance is null)
        {
            Assert.Skip("libopus is not installed");
        }

        var microphone = codec == "raw" ? "microphone" : "second-microphone";
        var settings = SpiceSound.For("default-sink", MicrophonePolicy.Prompt, microphone, codec == "raw" ? SoundCodec.Raw : SoundCodec.Opus);
        await using var sound = new SpiceSound(settings);
        using var voice = stage.Server.Sing(microphone, 620, 0.4, 40);
        Eventually.True(() => sound.IsLinked(ChannelType.Record), s_patience, "the record channel is linked");
        var file = Path.Combine(sound.Server.Folder, "heard.wav");
        sound.Server.Command($"record {file}");

        // Asked first: no device is open, nothing is sent.
        Eventually.True(() => sound.Bridge.View.Microphone == MicrophoneState.Asking, s_patience, "the user is asked");
        Assert.Equal(SoundState.Idle, sound.Bridge.Capture.State);
        Assert.False(sound.Bridge.View.ShowsRecording);
        Assert.False(stage.Server.IsHeard(microphone));

        sound.Bridge.ToggleMicrophone();
        Assert.Equal(MicrophoneState.Recording, sound.Bridge.View.Microphone);
        Assert.True(sound.Bridge.View.ShowsRecording);
        _ = sound.Server.WaitFor("recording");
        Assert.True(stage.Server.IsHeard(microphone));
        Eventually.True(() => sound.Bridge.Capture.Packets > 400, s_patience, () => $"four seconds are sent: {sound.Bridge.Capture}");
        sound.Server.Command("record-stop");
        Eventually.True(() => sound.Bridge.View.Microphone == MicrophoneState.Off, s_patience, "the guest has stopped");
        Eventually.True(() => sound.Bridge.Capture.Device is null, s_patience, "the device is closed");
        Assert.False(stage.Server.IsHeard(microphone));

        var heard = ReadWave(file);
        Assert.True(heard.Length > 3 * 48_000, $"{heard.Length / 48_000.0:0.0} s");
        var steady = heard.AsSpan(heard.Length - 2 * 48_000, 90_000);
        Assert.InRange(SineMeter.Frequency(steady[..48_000], 620, 48_000), 620 * 0.999, 620 * 1.001);
        _ = SineMeter.SignalToRest(steady[..4_800], SineMeter.Frequency(steady[..48_000], 620, 48_000), 48_000, out var amplitude);
        Assert.InRange(amplitude, 0.36, 0.44);
    }

    [Fact]
    public async Task Under_deny_the_server_is_not_even_told_of_a_microphone()
    {
        await using var sound = new SpiceSound(SpiceSound.For("default-sink", MicrophonePolicy.Deny, "microphone"));
        Assert.False(sound.IsLinked(ChannelType.Record));

        // Prompt: linked. Allow: records at once. Deny again: the device closes and the channel goes.
        Assert.Equal(MicrophonePolicy.Prompt, sound.Bridge.CycleMicrophonePolicy());
        Eventually.True(() => sound.IsLinked(ChannelType.Record), s_patience, "linked");
        sound.Server.Command($"record {Path.Combine(sound.Server.Folder, "policy.wav")}");
        Eventually.True(() => sound.Bridge.View.Microphone == MicrophoneState.Asking, s_patience, "asked");
        Assert.Equal(MicrophonePolicy.Allow, sound.Bridge.CycleMicrophonePolicy());
        Eventually.True(() => sound.Bridge.Capture.State == SoundState.Running, s_patience, () => $"recording: {sound.Bridge.Capture}");
        Assert.Equal(MicrophonePolicy.Deny, sound.Bridge.CycleMicrophonePolicy());
        Eventually.True(() => !sound.IsLinked(ChannelType.Record) && sound.Bridge.Capture.Device is null, s_patience, "unlinked and closed");
        Assert.Equal(MicrophoneState.Off, sound.Bridge.View.Microphone);
    }

    private static void HearsTone(PulseRecording recording, int channel, double hertz, double amplitude, double tolerance)
    {
        var seen = "";
        Eventually.True(
            () =>
            {
                var samples = recording.Channel(channel);
                if (samples.Length < 9_600)
                {
                    return false;
                }

                var last = samples.AsSpan(samples.Length - 9_600);
                var heard = SineMeter.Frequency(last, hertz, 48_000);
                var clean = SineMeter.SignalToRest(last, heard, 48_000, out var level);
                seen = $"{heard:0.0} Hz, amplitude {level:0.000}, {clean:0} dB";
                return Math.Abs(heard - hertz) < hertz * 0.002 && Math.Abs(level - amplitude) < tolerance && clean > 30;
            },
            s_patience,
            () => $"a tone of {hertz} Hz, amplitude {amplitude}; heard: {seen}");
    }

    private static void HearsSilence(PulseRecording recording) => Eventually.True(
        () => recording.Channel(0) is { Length: > 9_600 } samples && samples.AsSpan(samples.Length - 9_600).ToArray().All(s => Math.Abs(s) < 1e-4), s_patience, "silence");

    private static float[] ReadWave(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return [.. Enumerable.Range(0, (bytes.Length - 44) / 4).Select(i => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(44 + (4 * i))) / 32768f)];
    }
}
