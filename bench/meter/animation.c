/* A guest's moving picture, drawn at even times.
 *
 *     animation KIND RATE SECONDS [WIDTHxHEIGHT]
 *
 * KIND: full    the whole screen scrolls by 4 pixels a frame, a server-side copy
 *       patch   only the number is drawn
 *       move    a window of WIDTHxHEIGHT moves by 4 pixels a frame
 * RATE: frames a second, 0 = as fast as the server answers (kind patch). SECONDS: 0 = until SIGTERM.
 *
 * "full" and "patch" draw their frame's number as a colour into the square of 32 pixels at (64, 64), as the last thing of a frame: watch.c reads it.
 * Prints at the end: frames drawn, seconds, pixels that changed (exact for "move": what the window left and covers). */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATCH_AT = 64, PATCH = 32, STEP = 4 };

static volatile sig_atomic_t ended;

static void end(int signal)
{
    (void)signal;
    ended = 1;
}

static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void until(long long at)
{
    struct timespec t = { at / 1000000000LL, at % 1000000000LL };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void paint(Display *display, Drawable pixmap, GC gc, int width, int height)
{
    /* Rows of bars whose colour changes with both coordinates: no two places of the picture are alike. */
    for (int y = 0; y < height; y += 8)
        for (int x = 0; x < width; x += 32) {
            XSetForeground(display, gc, (unsigned long)((x * 2654435761u) ^ (y * 40503u)) & 0xFFFFFF);
            XFillRectangle(display, pixmap, gc, x, y, 32, 8);
        }
}

int main(int argc, char **argv)
{
    Display *display;
    if (argc < 4 || !(display = XOpenDisplay(NULL))) {
        fprintf(stderr, "usage: animation full|patch|move RATE SECONDS [WIDTHxHEIGHT], with a display\n");
        return 2;
    }
    int full = !strcmp(argv[1], "full"), move = !strcmp(argv[1], "move");
    double rate = atof(argv[2]);
    long long length = (long long)(atof(argv[3]) * 1e9), period = rate > 0 ? (long long)(1e9 / rate) : 0;
    int screen = DefaultScreen(display), width = DisplayWidth(display, screen), height = DisplayHeight(display, screen), w = width, h = height;
    if (move && (argc < 5 || sscanf(argv[4], "%dx%d", &w, &h) != 2)) {
        fprintf(stderr, "animation: how large is the window?\n");
        return 2;
    }
    signal(SIGTERM, end);
    signal(SIGINT, end);
    XSetWindowAttributes attributes = { .override_redirect = True, .background_pixel = 0x204060 };
    Window window = XCreateWindow(display, DefaultRootWindow(display), 0, 0, (unsigned)w, (unsigned)h, 0, CopyFromParent, InputOutput, CopyFromParent,
                                  CWOverrideRedirect | CWBackPixel, &attributes);
    GC gc = XCreateGC(display, window, 0, NULL);
    XSetGraphicsExposures(display, gc, False);
    Pixmap source = 0;
    if (full) {
        source = XCreatePixmap(display, window, (unsigned)(width + 256), (unsigned)height, (unsigned)DefaultDepth(display, screen));
        paint(display, source, gc, width + 256, height);
    }
    XSelectInput(display, window, ExposureMask);
    XMapRaised(display, window);
    for (XEvent event; XNextEvent(display, &event), event.type != Expose;)
        ;
    XSync(display, False);
    printf("drawing\n");
    fflush(stdout);
    long long began = now(), changed = 0;
    long frames = 0;
    int x = 0;
    while (!ended && (length == 0 || now() - began < length)) {
        if (period)
            until(began + (frames + 1) * period);
        frames++;
        if (move) {
            int before = x;
            x = (x + STEP) % (width - w);
            XMoveWindow(display, window, x, height / 4);
            changed += (long long)h * (x > before ? w + x - before : 2 * w);
        } else {
            if (full) {
                XCopyArea(display, source, window, gc, (int)(frames * STEP % 256), 0, (unsigned)width, (unsigned)height, 0, 0);
                changed += (long long)width * height;
            } else
                changed += PATCH * PATCH;
            XSetForeground(display, gc, (unsigned long)frames & 0xFFFFFF);
            XFillRectangle(display, window, gc, PATCH_AT, PATCH_AT, PATCH, PATCH);
        }
        if (period)
            XFlush(display);
        else
            XSync(display, False);
    }
    XSync(display, False);
    printf("%ld frames %.3f s %lld pixels\n", frames, (double)(now() - began) / 1e9, changed);
    return 0;
}
