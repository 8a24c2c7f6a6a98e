using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>
/// SDL's audio part without pointers. It does not need the video part nor its thread; but opening, closing and listing devices must not happen on two
/// threads at once: the caller keeps them apart.
/// </summary>
public static unsafe class SdlAudio
{
    /// <summary>Starts the audio part with the driver SDL (or $SDL_AUDIODRIVER) chooses; false with <see cref="SdlApi.GetError"/>. Throws <see cref="DllNotFoundException"/> when the library is missing.</summary>
    public static bool Init() => SdlAudioNative.SDL_AudioInit(null) == 0;

    /// <summary>Ends the audio part; devices must be closed.</summary>
    public static void Quit() => SdlAudioNative.SDL_AudioQuit();

    /// <summary>Name of the running driver, for example "pulseaudio"; empty before <see cref="Init"/>.</summary>
    public static string GetDriver() => Marshal.PtrToStringUTF8((nint)SdlAudioNative.SDL_GetCurrentAudioDriver()) ?? "";

    /// <summary>Names of the output or input devices, as <see cref="SdlAudioDevice.TryOpen"/> takes them.</summary>
    public static IReadOnlyList<string> GetDevices(bool isCapture)
    {
        var kind = isCapture ? 1 : 0;
        return
        [
            .. Enumerable.Range(0, Math.Max(0, SdlAudioNative.SDL_GetNumAudioDevices(kind)))
                .Select(i => Marshal.PtrToStringUTF8((nint)SdlAudioNative.SDL_GetAudioDeviceName(i, kind)) ?? ""),
        ];
    }
}
