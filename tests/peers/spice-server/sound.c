/* Playback: a sine by the server's own, possibly wrong, clock. Record: what the client sends, into a WAV file. */
#include "peer.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const SpicePlaybackInterface playback_interface = {
    .base = { .type = SPICE_INTERFACE_PLAYBACK, .description = "playback", .major_version = SPICE_INTERFACE_PLAYBACK_MAJOR, .minor_version = SPICE_INTERFACE_PLAYBACK_MINOR },
};
static const SpiceRecordInterface record_interface = {
    .base = { .type = SPICE_INTERFACE_RECORD, .description = "record", .major_version = SPICE_INTERFACE_RECORD_MAJOR, .minor_version = SPICE_INTERFACE_RECORD_MINOR },
};
static SpicePlaybackInstance playback = { .base.sif = &playback_interface.base };
static SpiceRecordInstance record = { .base.sif = &record_interface.base };

static struct {
    bool playing;
    double hertz, amplitude, ppm;
    uint64_t frames, done, dropped;     /* asked for (0 = no end), passed, of these not taken by the server */
    int64_t begun_ns;
    uint32_t *lent, lent_size, lent_at; /* a packet of the server's being filled */
} play;

static struct { FILE *file; uint64_t frames; bool on; } recording;
static SpiceTimer *ticker;

static uint32_t sample(uint64_t frame)
{
    double value = play.amplitude * sin(2 * M_PI * fmod(play.hertz * (double)frame / options.rate, 1.0));
    uint16_t bits = (uint16_t)(int16_t)lrint(value * 32767);
    return bits | (uint32_t)bits << 16;
}

static void play_stop(const char *why)
{
    play.playing = false;
    if (play.lent != NULL) { /* given back as it is, filled up with silence: the server keeps the packet otherwise */
        memset(play.lent + play.lent_at, 0, (play.lent_size - play.lent_at) * 4);
        spice_server_playback_put_samples(&playback, play.lent);
        play.lent = NULL;
    }
    spice_server_playback_stop(&playback);
    say("\"event\":\"played\",\"why\":\"%s\",\"frames\":%llu,\"dropped\":%llu", why, (unsigned long long)play.done, (unsigned long long)play.dropped);
}

static void play_some(void)
{
    double seconds = (double)(now_ns() - play.begun_ns) / 1e9 * (1 + play.ppm / 1e6);
    uint64_t due = (uint64_t)(seconds * options.rate);
    if (play.frames != 0 && due > play.frames)
        due = play.frames;
    while (play.done < due) {
        if (play.lent == NULL) {
            spice_server_playback_get_buffer(&playback, &play.lent, &play.lent_size);
            play.lent_at = 0;
            if (play.lent == NULL) { /* no client, or it does not read: this sound is lost, time goes on */
                play.dropped += due - play.done;
                play.done = due;
                break;
            }
        }
        play.lent[play.lent_at++] = sample(play.done++);
        if (play.lent_at == play.lent_size) {
            spice_server_playback_put_samples(&playback, play.lent);
            play.lent = NULL;
        }
    }
    if (play.frames != 0 && play.done == play.frames)
        play_stop("end");
}

static void write_header(void)
{
    uint8_t header[44] = "RIFF....WAVEfmt ....";
    uint32_t bytes = (uint32_t)(recording.frames * 4);
    put32(header + 4, 36 + bytes);
    put32(header + 16, 16);
    put32(header + 20, 1 | 2 << 16);            /* PCM, stereo */
    put32(header + 24, (uint32_t)options.rate);
    put32(header + 28, (uint32_t)options.rate * 4);
    put32(header + 32, 4 | 16 << 16);           /* bytes a frame, bits a sample */
    memcpy(header + 36, "data", 4);
    put32(header + 40, bytes);
    rewind(recording.file);
    fwrite(header, 1, sizeof header, recording.file);
}

static void record_some(void)
{
    uint32_t samples[4800], got;
    while ((got = spice_server_record_get_samples(&record, samples, 4800)) > 0) {
        fwrite(samples, 4, got, recording.file);
        if (recording.frames == 0)
            say("\"event\":\"recording\",\"frames\":%u", got);
        recording.frames += got;
    }
}

static void record_stop(void)
{
    if (!recording.on)
        return;
    record_some();
    spice_server_record_stop(&record);
    recording.on = false;
    write_header();
    fclose(recording.file);
    say("\"event\":\"recorded\",\"frames\":%llu", (unsigned long long)recording.frames);
}

static void tick(void *opaque)
{
    (void)opaque;
    if (play.playing)
        play_some();
    if (recording.on)
        record_some();
    if (play.playing || recording.on)
        core.timer_start(ticker, 3);
}

void sound_start(void)
{
    ticker = core.timer_add(tick, NULL);
    if (!options.no_playback) {
        spice_server_add_interface(server, &playback.base);
        spice_server_set_playback_rate(&playback, (uint32_t)options.rate);
    }
    if (!options.no_record) {
        spice_server_add_interface(server, &record.base);
        spice_server_set_record_rate(&record, (uint32_t)options.rate);
    }
}

void sound_end(void) { record_stop(); }

static bool set_levels(const char *word, char *rest)
{
    unsigned left = 0, right = 0;
    if (strcmp(word, "volume") == 0 && sscanf(rest, "%u %u", &left, &right) == 2)
        spice_server_playback_set_volume(&playback, 2, (uint16_t[]){ (uint16_t)left, (uint16_t)right });
    else if (strcmp(word, "mute") == 0)
        spice_server_playback_set_mute(&playback, (uint8_t)atoi(rest));
    else if (strcmp(word, "record-volume") == 0 && sscanf(rest, "%u %u", &left, &right) == 2)
        spice_server_record_set_volume(&record, 2, (uint16_t[]){ (uint16_t)left, (uint16_t)right });
    else if (strcmp(word, "record-mute") == 0)
        spice_server_record_set_mute(&record, (uint8_t)atoi(rest));
    else
        return false;
    return true;
}

bool sound_command(const char *word, char *rest)
{
    if (strcmp(word, "play") == 0) { /* play HERTZ AMPLITUDE SECONDS PPM */
        double seconds = 0;
        if (play.playing)
            play_stop("again");
        memset(&play, 0, sizeof play);
        if (sscanf(rest, "%lf %lf %lf %lf", &play.hertz, &play.amplitude, &seconds, &play.ppm) < 3)
            fail("play HERTZ AMPLITUDE SECONDS [PPM]: '%s'", rest);
        play.frames = (uint64_t)(seconds * options.rate);
        play.begun_ns = now_ns();
        play.playing = true;
        spice_server_playback_start(&playback);
        core.timer_start(ticker, 0);
        say("\"event\":\"playing\",\"rate\":%d", options.rate);
    } else if (strcmp(word, "play-stop") == 0) {
        if (play.playing)
            play_stop("stopped");
    } else if (strcmp(word, "record") == 0) { /* record PATH */
        record_stop();
        recording.frames = 0;
        recording.file = fopen(rest, "wb");
        if (recording.file == NULL)
            fail("record: cannot write '%s'", rest);
        write_header();
        recording.on = true;
        spice_server_record_start(&record);
        core.timer_start(ticker, 0);
    } else if (strcmp(word, "record-stop") == 0) {
        record_stop();
    } else {
        return set_levels(word, rest);
    }
    return true;
}
