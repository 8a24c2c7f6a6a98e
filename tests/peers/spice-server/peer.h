/* A real SPICE server without a guest, on Debian's libspice-server: what a guest would do is done by commands on standard input, what a guest would
 * see is printed as one JSON object per line. One thread; README.md lists options, commands and events. */
#ifndef ORIEL_PEER_H
#define ORIEL_PEER_H

#include <spice.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options {
    const char *unix_path;     /* plain listener: a Unix socket, or ... */
    int port;                  /* ... a TCP port on 127.0.0.1 (0 = any free one, -1 = none) */
    const char *tls_folder;    /* ca-cert.pem, server-cert.pem, server-key.pem; NULL = no TLS */
    const char *ticket;        /* NULL = none needed */
    const char *name;
    const char *uuid;          /* 32 hexadecimal digits */
    const char *folder;        /* where long agent messages and received files go; NULL = nowhere */
    const char *secure;        /* channel that must use TLS, or NULL */
    const char *plain;         /* channel that must not use TLS, or NULL */
    const char *screen;        /* WIDTHxHEIGHT; NULL = there is none */
    bool tablet, no_mouse, no_playback, no_record, agent, agent_mouse, opus, copy_paste, file_transfer;
    int rate;                  /* Hz of playback and record */
};

extern struct options options;
extern SpiceServer *server;

/* main.c */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));  /* prints one JSON line with the time added */
void say_text(char *to, size_t room, const char *text);                   /* text as the inside of a JSON string */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
int64_t now_ns(void);

/* loop.c */
extern SpiceCoreInterface core;
void loop_run(void (*command)(char *line));                               /* until standard input ends or the command "quit" */
void loop_listen(int fd, void (*accepted)(int fd));
void loop_quit(void);

/* input.c */
void input_start(void);
bool input_command(const char *word, char *rest);

/* display.c */
void display_start(void);
bool display_command(const char *word, char *rest);

/* sound.c */
void sound_start(void);
bool sound_command(const char *word, char *rest);
void sound_end(void);

/* agent.c */
void agent_start(void);
bool agent_command(const char *word, char *rest);

/* clipboard.c: what the stub does with complete agent messages */
struct buffer { uint8_t *data; size_t size, room; };
void buffer_add(struct buffer *to, const void *data, size_t size);
void agent_send(uint32_t type, const void *data, size_t size);
void agent_told(uint32_t type, const uint8_t *data, size_t size);
void agent_forget(void);
bool stub_command(const char *word, char *rest);

static inline uint32_t u32(const uint8_t *at) { return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24; }
static inline void put32(uint8_t *at, uint32_t value) { for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i); }

#endif
