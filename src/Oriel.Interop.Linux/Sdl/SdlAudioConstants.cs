namespace Oriel.Interop.Linux.Sdl;

/// <summary>Values of SDL 2.26's SDL_audio.h; checked by tools/LayoutOracle/audio.c.</summary>
public static class SdlAudioConstants
{
    public const int Float32 = 0x8120;

    public const int AllowFrequencyChange = 1;
    public const int AllowChannelsChange = 4;
    public const int AllowSamplesChange = 8;

    public const int Stopped = 0;
    public const int Playing = 1;
    public const int Paused = 2;
}
