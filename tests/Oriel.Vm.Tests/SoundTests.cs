namespace Oriel.Vm.Tests;

/// <summary>Sound of the guest's emulated card, both ways.</summary>
[Collection(VmCollection.Name)]
public sealed class SoundTests(SharedGuest shared)
{
    private const string Unmute = "for control in $(amixer scontrols | sed \"s/.*'\\(.*\\)'.*/\\1/\"); do amixer -q set $control 100% unmute cap 2>/dev/null; done; true";

    [Fact]
    public void A_tone_played_in_the_guest_arrives()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        File.WriteAllBytes(Path.Combine(guest.Share, "tone.wav"), Tone.Wav(440, 4));
        guest.Run(Unmute);
        guest.Run("aplay -q -D plughw:0 /share/tone.wav");
        var (hertz, loud, peak) = Tone.Measure(spice.Ear.Samples, spice.Ear.Format!.Value.FrequencyHz);
        Assert.InRange(hertz, 440 * 0.99, 440 * 1.01);
        Assert.True(loud > 2, $"{loud:0.00} s of 4 s of sound arrived");
        Assert.True(peak > 8000, $"the tone is quiet: {peak}");
    }

    [Fact]
    public void A_tone_spoken_into_the_microphone_is_recorded_in_the_guest()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        guest.Run(Unmute);
        guest.Run("arecord -q -D plughw:0 -f S16_LE -r 48000 -c 2 -d 4 /share/recorded.wav");
        Assert.True(spice.Voice.WasAsked, "the guest never asked for the microphone");
        var (hertz, loud, peak) = Tone.Measure(Tone.Left(File.ReadAllBytes(Path.Combine(guest.Share, "recorded.wav"))));
        Assert.InRange(hertz, SpiceVoice.Hertz * 0.99, SpiceVoice.Hertz * 1.01);
        Assert.True(loud > 2, $"{loud:0.00} s of 4 s of sound arrived, peak {peak}");
    }
}
