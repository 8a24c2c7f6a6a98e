/* The event loop that libspice-server asks its host for: watches, timers, and our commands. */
#define _GNU_SOURCE
#include "peer.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct SpiceTimer { SpiceTimerFunc func; void *opaque; int64_t due_ns; bool running, dead; SpiceTimer *next; };
struct SpiceWatch { int fd, mask; SpiceWatchFunc func; void *opaque; bool dead; SpiceWatch *next; };

static SpiceTimer *timers;
static SpiceWatch *watches;
static bool quitting;

static SpiceTimer *timer_add(SpiceTimerFunc func, void *opaque)
{
    SpiceTimer *timer = calloc(1, sizeof *timer);
    timer->func = func;
    timer->opaque = opaque;
    timer->next = timers;
    timers = timer;
    return timer;
}

static void timer_start(SpiceTimer *timer, uint32_t ms)
{
    timer->due_ns = now_ns() + (int64_t)ms * 1000000;
    timer->running = true;
}

static void timer_cancel(SpiceTimer *timer) { timer->running = false; }
static void timer_remove(SpiceTimer *timer) { timer->running = false; timer->dead = true; }

static SpiceWatch *watch_add(int fd, int mask, SpiceWatchFunc func, void *opaque)
{
    SpiceWatch *watch = calloc(1, sizeof *watch);
    watch->fd = fd;
    watch->mask = mask;
    watch->func = func;
    watch->opaque = opaque;
    watch->next = watches;
    watches = watch;
    return watch;
}

static void watch_update_mask(SpiceWatch *watch, int mask) { watch->mask = mask; }
static void watch_remove(SpiceWatch *watch) { watch->dead = true; }

static void channel_event(int event, SpiceChannelEventInfo *info)
{
    static const char *names[] = { "?", "connected", "initialized", "disconnected" };
    say("\"event\":\"channel\",\"what\":\"%s\",\"type\":%d,\"id\":%d,\"connection\":%u,\"tls\":%s", names[event & 3], info->type, info->id,
        (unsigned)info->connection_id, info->flags & SPICE_CHANNEL_EVENT_FLAG_TLS ? "true" : "false");
}

SpiceCoreInterface core = {
    .base = { .type = SPICE_INTERFACE_CORE, .description = "loop", .major_version = SPICE_INTERFACE_CORE_MAJOR, .minor_version = SPICE_INTERFACE_CORE_MINOR },
    .timer_add = timer_add, .timer_start = timer_start, .timer_cancel = timer_cancel, .timer_remove = timer_remove,
    .watch_add = watch_add, .watch_update_mask = watch_update_mask, .watch_remove = watch_remove,
    .channel_event = channel_event,
};

static void accept_one(int fd, int event, void *opaque)
{
    (void)event;
    void (*accepted)(int) = opaque;
    int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    if (client >= 0)
        accepted(client);
}

void loop_listen(int fd, void (*accepted)(int fd)) { watch_add(fd, SPICE_WATCH_EVENT_READ, accept_one, (void *)accepted); }
void loop_quit(void) { quitting = true; }

static void read_commands(void (*command)(char *line))
{
    static char text[1 << 16];
    static size_t have;
    ssize_t got = read(0, text + have, sizeof text - 1 - have);
    if (got <= 0) { /* whoever started us is gone, or wants us gone */
        quitting = true;
        return;
    }
    have += (size_t)got;
    text[have] = 0;
    char *line = text, *end;
    while ((end = strchr(line, '\n')) != NULL) {
        *end = 0;
        command(line);
        line = end + 1;
    }
    have -= (size_t)(line - text);
    memmove(text, line, have);
    if (have == sizeof text - 1)
        fail("a command of more than %zu bytes", have);
}

static void run_timers(void)
{
    int64_t now = now_ns();
    for (SpiceTimer *timer = timers; timer != NULL; timer = timer->next) {
        if (timer->running && !timer->dead && timer->due_ns <= now) {
            timer->running = false;
            timer->func(timer->opaque);
        }
    }
    for (SpiceTimer **at = &timers; *at != NULL;) {
        SpiceTimer *timer = *at;
        if (timer->dead) { *at = timer->next; free(timer); } else at = &timer->next;
    }
}

/* Only after a round: a callback may remove any watch, its own included. */
static void bury_watches(void)
{
    for (SpiceWatch **at = &watches; *at != NULL;) {
        SpiceWatch *watch = *at;
        if (watch->dead) { *at = watch->next; free(watch); } else at = &watch->next;
    }
}

void loop_run(void (*command)(char *line))
{
    enum { MOST = 256 };
    struct pollfd fds[MOST];
    SpiceWatch *owner[MOST];
    while (!quitting) {
        bury_watches();
        int count = 1;
        fds[0] = (struct pollfd){ .fd = 0, .events = POLLIN };
        for (SpiceWatch *watch = watches; watch != NULL && count < MOST; watch = watch->next) {
            short events = (short)((watch->mask & SPICE_WATCH_EVENT_READ ? POLLIN : 0) | (watch->mask & SPICE_WATCH_EVENT_WRITE ? POLLOUT : 0));
            if (events == 0)
                continue;
            owner[count] = watch;
            fds[count++] = (struct pollfd){ .fd = watch->fd, .events = events };
        }
        int64_t wait = 1000000000, now = now_ns();
        for (SpiceTimer *timer = timers; timer != NULL; timer = timer->next)
            if (timer->running && timer->due_ns - now < wait)
                wait = timer->due_ns - now;
        if (wait < 0)
            wait = 0;
        struct timespec limit = { .tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000 };
        if (ppoll(fds, (nfds_t)count, &limit, NULL) < 0 && errno != EINTR)
            fail("poll: %s", strerror(errno));
        for (int i = 1; i < count; i++) {
            int event = (fds[i].revents & (POLLIN | POLLHUP | POLLERR) ? SPICE_WATCH_EVENT_READ : 0) | (fds[i].revents & POLLOUT ? SPICE_WATCH_EVENT_WRITE : 0);
            event &= owner[i]->mask;
            if (event != 0 && !owner[i]->dead)
                owner[i]->func(owner[i]->fd, event, owner[i]->opaque);
        }
        run_timers();
        if (fds[0].revents != 0)
            read_commands(command);
    }
}
