/* From a key press to changed pixels, as another X client sees it.
 *
 *     meter X Y WIDTH HEIGHT COUNT
 *
 * Types a letter and a backspace in turns through XTEST and polls a rectangle of the root window (twice a millisecond) until it differs from what it was. Prints
 * the nanoseconds of each letter, one a line. Between two the rectangle has to stand still for 100 ms. Exits with 1 when nothing changes for 5 s. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static Display *display;
static int x, y;
static unsigned width, height;

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void pause_us(long us)
{
    struct timespec t = { 0, us * 1000 };
    nanosleep(&t, NULL);
}

static XImage *look(void)
{
    XImage *image = XGetImage(display, DefaultRootWindow(display), x, y, width, height, AllPlanes, ZPixmap);
    if (!image) {
        fprintf(stderr, "meter: the rectangle is not on the screen\n");
        exit(2);
    }
    return image;
}

static int same(XImage *a, XImage *b)
{
    return memcmp(a->data, b->data, (size_t)a->bytes_per_line * height) == 0;
}

static void press(KeySym key)
{
    KeyCode code = XKeysymToKeycode(display, key);
    XTestFakeKeyEvent(display, code, True, CurrentTime);
    XTestFakeKeyEvent(display, code, False, CurrentTime);
    XFlush(display);
}

/* The rectangle, when it has stood still for 100 ms. */
static XImage *settled(void)
{
    XImage *last = look();
    long long since = now();
    while (now() - since < 100000000LL) {
        pause_us(2000);
        XImage *next = look();
        if (!same(last, next))
            since = now();
        XDestroyImage(last);
        last = next;
    }
    return last;
}

static long long until_changed(XImage *before, long long began)
{
    for (;;) {
        XImage *image = look();
        long long at = now();
        int unchanged = same(before, image);
        XDestroyImage(image);
        if (!unchanged)
            return at - began;
        if (at - began > 5000000000LL) {
            fprintf(stderr, "meter: a key changed nothing for 5 s\n");
            exit(1);
        }
        pause_us(500);
    }
}

int main(int argc, char **argv)
{
    if (argc != 6 || !(display = XOpenDisplay(NULL))) {
        fprintf(stderr, "usage: meter X Y WIDTH HEIGHT COUNT, with a display\n");
        return 2;
    }
    x = atoi(argv[1]);
    y = atoi(argv[2]);
    width = (unsigned)atoi(argv[3]);
    height = (unsigned)atoi(argv[4]);
    for (int i = 0, count = atoi(argv[5]); i < count; i++) {
        XImage *before = settled();
        long long began = now();
        press(XK_m);
        printf("%lld\n", until_changed(before, began));
        fflush(stdout);
        XDestroyImage(before);
        before = settled();
        press(XK_BackSpace);
        until_changed(before, now());
        XDestroyImage(before);
    }
    return 0;
}
