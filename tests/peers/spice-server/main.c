/* Options, listeners, commands. */
#define _GNU_SOURCE
#include "peer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct options options = { .port = -1, .agent_mouse = true, .opus = true, .copy_paste = true, .file_transfer = true, .rate = 48000 };
SpiceServer *server;

int64_t now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    putchar('{');
    vprintf(format, values);
    printf(",\"t\":%lld}\n", (long long)now_ns());
    fflush(stdout);
    va_end(values);
}

void say_text(char *to, size_t room, const char *text)
{
    size_t at = 0;
    for (; *text != 0 && at + 8 < room; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == '"' || byte == '\\')
            at += (size_t)sprintf(to + at, "\\u%04x", byte);
        else
            to[at++] = (char)byte;
    }
    to[at] = 0;
}

_Noreturn void fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("spice-server peer: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    exit(1);
}

static void add_client(int fd)
{
    if (spice_server_add_client(server, fd, 0) != 0)
        close(fd);
}

static int listen_unix(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address.sun_path)
        fail("the socket's path is too long (%zu bytes)", strlen(path));
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(path);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0)
        fail("cannot listen on '%s': %s", path, strerror(errno));
    return fd;
}

static int listen_tcp(int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0)
        fail("cannot listen on port %d: %s", *port, strerror(errno));
    getsockname(fd, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return fd;
}

/* The library binds the TLS port itself; a free number is found first and may be lost to another program before the library takes it. */
static int start_server_with_tls(void)
{
    char files[3][4096];
    static const char *names[] = { "ca-cert.pem", "server-cert.pem", "server-key.pem" };
    for (int i = 0; i < 3; i++)
        snprintf(files[i], sizeof files[i], "%s/%s", options.tls_folder, names[i]);
    int port = 0;
    close(listen_tcp(&port));
    spice_server_set_addr(server, "127.0.0.1", SPICE_ADDR_FLAG_IPV4_ONLY);
    if (spice_server_set_tls(server, port, files[0], files[1], files[2], NULL, NULL, NULL) != 0)
        fail("TLS settings refused");
    return port;
}

static void set_up_server(void)
{
    spice_server_set_compat_version(server, SPICE_COMPAT_VERSION_CURRENT);
    if (options.ticket != NULL)
        spice_server_set_ticket(server, options.ticket, 0, 0, 0);
    else
        spice_server_set_noauth(server);
    if (options.name != NULL)
        spice_server_set_name(server, options.name);
    if (options.uuid != NULL) {
        uint8_t uuid[16];
        for (int i = 0; i < 16; i++) {
            unsigned byte;
            if (sscanf(options.uuid + 2 * i, "%2x", &byte) != 1)
                fail("--uuid needs 32 hexadecimal digits");
            uuid[i] = (uint8_t)byte;
        }
        spice_server_set_uuid(server, uuid);
    }
    spice_server_set_playback_compression(server, options.opus);
    spice_server_set_agent_mouse(server, options.agent_mouse);
    spice_server_set_agent_copypaste(server, options.copy_paste);
    spice_server_set_agent_file_xfer(server, options.file_transfer);
    if (options.secure != NULL)
        spice_server_set_channel_security(server, options.secure, SPICE_CHANNEL_SECURITY_SSL);
    if (options.plain != NULL)
        spice_server_set_channel_security(server, options.plain, SPICE_CHANNEL_SECURITY_NONE);
}

static void command(char *line)
{
    char *rest = strchr(line, ' ');
    if (rest != NULL)
        *rest++ = 0;
    else
        rest = line + strlen(line);
    if (strcmp(line, "quit") == 0)
        loop_quit();
    else if (strcmp(line, "ticket") == 0) { /* ticket SECONDS PASSWORD; 0 seconds = for ever */
        char *password = strchr(rest, ' ');
        spice_server_set_ticket(server, password == NULL ? "" : password + 1, atoi(rest), 0, 0);
    } else if (strcmp(line, "vm-stop") == 0)
        spice_server_vm_stop(server);
    else if (strcmp(line, "vm-start") == 0)
        spice_server_vm_start(server);
    else if (!input_command(line, rest) && !display_command(line, rest) && !sound_command(line, rest) && !agent_command(line, rest))
        fail("no command '%s'", line);
    char word[256];
    say_text(word, sizeof word, line);
    say("\"event\":\"did\",\"command\":\"%s\"", word);
}

static bool take_switch(const char *word)
{
    static const struct { const char *word; bool *value; bool to; } switches[] = {
        { "--tablet", &options.tablet, true },           { "--no-mouse", &options.no_mouse, true },
        { "--no-playback", &options.no_playback, true }, { "--no-record", &options.no_record, true },
        { "--agent", &options.agent, true },             { "--no-agent-mouse", &options.agent_mouse, false },
        { "--raw", &options.opus, false },               { "--no-copy-paste", &options.copy_paste, false },
        { "--no-file-transfer", &options.file_transfer, false },
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (strcmp(word, switches[i].word) == 0) {
            *switches[i].value = switches[i].to;
            return true;
        }
    return false;
}

static bool take_value(const char *word, const char *value)
{
    static const struct { const char *word; const char **value; } texts[] = {
        { "--unix", &options.unix_path }, { "--tls", &options.tls_folder }, { "--ticket", &options.ticket }, { "--name", &options.name },
        { "--uuid", &options.uuid },      { "--folder", &options.folder },  { "--secure", &options.secure }, { "--plain", &options.plain },
        { "--screen", &options.screen },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(word, texts[i].word) == 0) {
            *texts[i].value = value;
            return true;
        }
    if (strcmp(word, "--port") == 0)
        options.port = atoi(value);
    else if (strcmp(word, "--rate") == 0)
        options.rate = atoi(value);
    else
        return false;
    return true;
}

int main(int count, char **words)
{
    for (int i = 1; i < count; i++)
        if (!take_switch(words[i]) && (i + 1 >= count || !take_value(words[i], words[i + 1]) || !++i))
            fail("what is '%s'?", words[i]);
    signal(SIGPIPE, SIG_IGN);
    int tls_port = -1;
    for (int attempt = 0;; attempt++) {
        server = spice_server_new();
        set_up_server();
        tls_port = options.tls_folder == NULL ? -1 : start_server_with_tls();
        if (spice_server_init(server, &core) == 0)
            break;
        spice_server_destroy(server);
        if (attempt == 5 || tls_port < 0)
            fail("the server does not start");
    }
    int plain = options.unix_path != NULL ? listen_unix(options.unix_path) : options.port >= 0 ? listen_tcp(&options.port) : -1;
    if (plain >= 0)
        loop_listen(plain, add_client);
    display_start();
    input_start();
    sound_start();
    agent_start();
    spice_server_vm_start(server);
    say("\"event\":\"ready\",\"port\":%d,\"tlsPort\":%d,\"pid\":%d", options.unix_path != NULL ? -1 : options.port, tls_port, (int)getpid());
    loop_run(command);
    sound_end();
    if (options.unix_path != NULL)
        unlink(options.unix_path);
    return 0;
}
