using Oriel.Interop.Linux.Sdl;

namespace Oriel.Sound.Devices;

/// <summary>
/// Sound through SDL: PipeWire, PulseAudio or ALSA underneath, whatever SDL (or $SDL_AUDIODRIVER) chooses. One for the process; it may be used before, with or without SDL's windows.
/// </summary>
public sealed class SdlAudioBackend : IAudioBackend
{
    // SDL's table of devices has no lock of its own.
    private static readonly Lock s_gate = new();
    private static int s_devices;

    /// <summary>Names of the devices, as the options take them.</summary>
    /// <exception cref="OrielException">There is no sound here.</exception>
    public static IReadOnlyList<string> List(bool inputs)
    {
        lock (s_gate)
        {
            Start();
            try
            {
                return SdlAudio.GetDevices(inputs);
            }
            finally
            {
                Leave();
            }
        }
    }

    /// <inheritdoc/>
    public IAudioDevice OpenOutput(AudioWish wish, IAudioFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return Open(wish, fill, null, "Guest sound");
    }

    /// <inheritdoc/>
    public IAudioDevice OpenInput(AudioWish wish, IAudioTake take)
    {
        ArgumentNullException.ThrowIfNull(take);
        return Open(wish, null, take, "Microphone for the guest");
    }

    private static Opened Open(AudioWish wish, IAudioFill? fill, IAudioTake? take, string title)
    {
        lock (s_gate)
        {
            Start();
            _ = SdlApi.SetHint("SDL_AUDIO_DEVICE_APP_NAME", "Oriel");
            _ = SdlApi.SetHint("SDL_AUDIO_DEVICE_STREAM_NAME", title, SdlConstants.HintOverride);
            if (SdlAudioDevice.TryOpen(Resolve(wish.Device, take is not null), wish.Format.Channels, wish.Format.FrequencyHz, wish.PeriodFrames, fill, take, out var device))
            {
                return new Opened(device!);
            }

            var seen = SdlApi.GetError();
            var names = SdlAudio.GetDevices(take is not null);
            var driver = SdlAudio.GetDriver();
            Leave();
            throw wish.Device is null
                ? new OrielException(
                    take is null ? SoundErrors.NoOutput : SoundErrors.NoInput, $"{driver}: {seen}", "a working default device", "check the sound server, or name a device")
                : new OrielException(
                    SoundErrors.NoSuchDevice, $"\"{wish.Device}\", {driver}: {seen}", names.Count == 0 ? "a device; there is none" : $"one of: {string.Join(", ", names)}", "name one of these");
        }
    }

    // A device that was pulled out and put in again while SDL ran is called "name (2)" from then on; asking for the list also makes SDL forget those that are gone.
    private static string? Resolve(string? wanted, bool isCapture)
    {
        if (wanted is null)
        {
            return null;
        }

        var names = SdlAudio.GetDevices(isCapture);
        return names.Contains(wanted, StringComparer.Ordinal)
            ? wanted
            : names.LastOrDefault(name => name.StartsWith($"{wanted} (", StringComparison.Ordinal) && name.EndsWith(')')) ?? wanted;
    }

    // The gate is held.
    private static void Start()
    {
        if (s_devices++ > 0)
        {
            return;
        }

        try
        {
            if (SdlAudio.Init())
            {
                return;
            }
        }
        catch (DllNotFoundException missing)
        {
            s_devices--;
            throw new OrielException(SoundErrors.NoSdl, missing.Message, "libSDL2 2.26 or later", "install libsdl2-2.0-0", missing);
        }

        s_devices--;
        throw new OrielException(SoundErrors.NoSound, SdlApi.GetError(), "PipeWire, PulseAudio or ALSA", "start a sound server, or set SDL_AUDIODRIVER");
    }

    private static void Leave()
    {
        if (--s_devices == 0)
        {
            // A server that went away and came back is found only by a fresh start.
            SdlAudio.Quit();
        }
    }

    private sealed class Opened(SdlAudioDevice device) : IAudioDevice
    {
        private SdlAudioDevice? _device = device;

        public AudioFormat Format { get; } = new(device.Channels, device.FrequencyHz);

        public int PeriodFrames { get; } = device.PeriodFrames;

        public bool IsLost => _device?.IsLost ?? true;

        public void Begin() => _device?.Begin();

        public void Dispose()
        {
            lock (s_gate)
            {
                if (_device is { } device)
                {
                    _device = null;
                    device.Dispose();
                    Leave();
                }
            }
        }
    }
}
