// flags: -I/usr/include/SDL2 -I/usr/include/opus
#include <SDL.h>
#include <opus.h>
#include "oracle.h"

int main(void)
{
    STRUCT(SDL_AudioSpec);
    FIELD(SDL_AudioSpec, freq);
    FIELD(SDL_AudioSpec, format);
    FIELD(SDL_AudioSpec, channels);
    FIELD(SDL_AudioSpec, silence);
    FIELD(SDL_AudioSpec, samples);
    FIELD(SDL_AudioSpec, padding);
    FIELD(SDL_AudioSpec, size);
    FIELD(SDL_AudioSpec, callback);
    FIELD(SDL_AudioSpec, userdata);

    CONSTANT(SdlAudioConstants, Float32, AUDIO_F32SYS);
    CONSTANT(SdlAudioConstants, AllowFrequencyChange, SDL_AUDIO_ALLOW_FREQUENCY_CHANGE);
    CONSTANT(SdlAudioConstants, AllowChannelsChange, SDL_AUDIO_ALLOW_CHANNELS_CHANGE);
    CONSTANT(SdlAudioConstants, AllowSamplesChange, SDL_AUDIO_ALLOW_SAMPLES_CHANGE);
    CONSTANT(SdlAudioConstants, Stopped, SDL_AUDIO_STOPPED);
    CONSTANT(SdlAudioConstants, Playing, SDL_AUDIO_PLAYING);
    CONSTANT(SdlAudioConstants, Paused, SDL_AUDIO_PAUSED);
    CONSTANT(OpusConstants, Ok, OPUS_OK);
    CONSTANT(OpusConstants, ApplicationAudio, OPUS_APPLICATION_AUDIO);
    return 0;
}
