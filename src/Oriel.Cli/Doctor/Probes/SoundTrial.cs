using Oriel.Host.Checks.Desktop;
using Oriel.Interop.Linux.Sdl;
using Oriel.Sound;
using Oriel.Sound.Devices;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>The default output, opened as the viewer opens it and closed again without a sound.</summary>
internal static class SoundTrial
{
    private const int MostDevices = 64;

    /// <summary>Opens it.</summary>
    public static string Run(string argument)
    {
        try
        {
            var wanted = new SoundOptions().PeriodFrames;
            using var device = new SdlAudioBackend().OpenOutput(new AudioWish(null, new AudioFormat(2, 48_000), wanted), new Silence());
            return new SoundProbe
            {
                Driver = SdlAudio.GetDriver(),
                PeriodFrames = device.PeriodFrames,
                WantedPeriodFrames = wanted,
                FrequencyHz = device.Format.FrequencyHz,
                Channels = device.Format.Channels,
                Outputs = [.. SdlAudioBackend.List(inputs: false).Take(MostDevices)],
                Inputs = [.. SdlAudioBackend.List(inputs: true).Take(MostDevices)],
            }.ToJson();
        }
        catch (OrielException error)
        {
            return new SoundProbe { Error = error.ToProbeError() }.ToJson();
        }
    }

    private sealed class Silence : IAudioFill
    {
        public void Fill(Span<float> samples) => samples.Clear();
    }
}
