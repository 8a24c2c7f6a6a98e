/* When a number drawn on one X server is on another.
 *
 *     watch FROM TO SECONDS [EVERY_US]
 *
 * Reads one pixel of the square that animation.c draws, on the displays FROM and TO, each from a thread of its own, every EVERY_US microseconds (500). A number's time is when the answer that
 * showed it first came; both servers are asked alike, so that what the asking adds is the same on both sides. Prints "N NS" for every number seen on both, NS from the one to the other, then
 * "from COUNT to COUNT seconds S". */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <time.h>

enum { AT = 72, NUMBERS = 1 << 20 };

struct side {
    Display *display;
    XImage *image;
    XShmSegmentInfo segment;
    long long *seen; /* by number; 0 = never */
    long count;
};

static long long begin_ns, end_ns, every_ns = 500000;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void open_side(struct side *side, const char *name)
{
    if (!(side->display = XOpenDisplay(name))) {
        fprintf(stderr, "watch: no display %s\n", name);
        exit(2);
    }
    int screen = DefaultScreen(side->display);
    side->image = XShmCreateImage(side->display, DefaultVisual(side->display, screen), (unsigned)DefaultDepth(side->display, screen), ZPixmap, NULL, &side->segment, 1, 1);
    side->segment.shmid = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    side->segment.shmaddr = side->image->data = shmat(side->segment.shmid, NULL, 0);
    XShmAttach(side->display, &side->segment);
    XSync(side->display, False);
    shmctl(side->segment.shmid, IPC_RMID, NULL);
    side->seen = calloc(NUMBERS, sizeof *side->seen);
}

static void *look(void *argument)
{
    struct side *side = argument;
    unsigned last = ~0u;
    for (long long next = begin_ns; next < end_ns;) {
        struct timespec t = { next / 1000000000LL, next % 1000000000LL };
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        if (!XShmGetImage(side->display, DefaultRootWindow(side->display), side->image, AT, AT, AllPlanes)) {
            fprintf(stderr, "watch: the square is not on the screen\n");
            exit(2);
        }
        long long at = now();
        unsigned number = *(unsigned *)side->image->data & 0xFFFFFF;
        if (number != last) {
            /* What stood there at the beginning is not timed. */
            if (last != ~0u && number < NUMBERS && !side->seen[number]) {
                side->seen[number] = at;
                side->count++;
            }
            last = number;
        }
        while (next <= at)
            next += every_ns;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct side from = { 0 }, to = { 0 };
    if (argc < 4) {
        fprintf(stderr, "usage: watch FROM TO SECONDS [EVERY_US]\n");
        return 2;
    }
    open_side(&from, argv[1]);
    open_side(&to, argv[2]);
    if (argc > 4)
        every_ns = atoll(argv[4]) * 1000;
    begin_ns = now() + 10000000;
    end_ns = begin_ns + (long long)(atof(argv[3]) * 1e9);
    pthread_t one, other;
    pthread_create(&one, NULL, look, &from);
    pthread_create(&other, NULL, look, &to);
    pthread_join(one, NULL);
    pthread_join(other, NULL);
    for (long n = 0; n < NUMBERS; n++)
        if (from.seen[n] && to.seen[n])
            printf("%ld %lld\n", n, to.seen[n] - from.seen[n]);
    printf("from %ld to %ld seconds %.3f\n", from.count, to.count, (double)(end_ns - begin_ns) / 1e9);
    return 0;
}
