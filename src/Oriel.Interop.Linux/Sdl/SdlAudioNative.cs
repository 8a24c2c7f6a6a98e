using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>The functions of SDL_audio.h this program calls.</summary>
internal static unsafe partial class SdlAudioNative
{
    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_AudioInit(byte* driver);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_AudioQuit();

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte* SDL_GetCurrentAudioDriver();

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetNumAudioDevices(int isCapture);

    [LibraryImport(Libraries.Sdl2)]
    public static partial byte* SDL_GetAudioDeviceName(int index, int isCapture);

    [LibraryImport(Libraries.Sdl2, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint SDL_OpenAudioDevice(string? device, int isCapture, SDL_AudioSpec* desired, SDL_AudioSpec* obtained, int allowedChanges);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_CloseAudioDevice(uint device);

    [LibraryImport(Libraries.Sdl2)]
    public static partial void SDL_PauseAudioDevice(uint device, int pause);

    [LibraryImport(Libraries.Sdl2)]
    public static partial int SDL_GetAudioDeviceStatus(uint device);
}
