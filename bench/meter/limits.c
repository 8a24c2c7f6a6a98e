/* What this machine can do without us: the yardsticks of ./dev bench. Prints "NAME VALUE UNIT LOW HIGH" lines, medians of many rounds.
 *
 *     limits memory      4K frame by glibc memcpy and by non-temporal stores, between plain buffers
 *     limits wake        an empty eventfd wake: from the write to the sleeper running, two processes, one wake a millisecond
 *     limits x11         with a display: a whole screen copied by the X server to shared memory; a whole window drawn and swapped by GL, and swapped only */
#define _GNU_SOURCE
#define GL_GLEXT_PROTOTYPES
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <GL/glext.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(const char *name, double *values, int count, const char *unit)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    printf("%s %.3f %s %.3f %.3f\n", name, values[count / 2], unit, values[0], values[count * 99 / 100]);
}

__attribute__((target("avx2"))) static void stream(char *to, const char *from, size_t bytes)
{
    for (size_t i = 0; i < bytes; i += 64) {
        __m256i a = _mm256_loadu_si256((const __m256i *)(from + i)), b = _mm256_loadu_si256((const __m256i *)(from + i + 32));
        _mm256_stream_si256((__m256i *)(to + i), a);
        _mm256_stream_si256((__m256i *)(to + i + 32), b);
    }
    _mm_sfence();
}

static int memory(void)
{
    enum { ROUNDS = 61 };
    size_t bytes = 3840u * 2160 * 4;
    char *from = aligned_alloc(4096, bytes), *to = aligned_alloc(4096, bytes);
    double plain[ROUNDS], streamed[ROUNDS];
    memset(from, 1, bytes);
    memset(to, 2, bytes);
    for (int i = -2; i < ROUNDS; i++) {
        double t = now_us();
        memcpy(to, from, bytes);
        double a = now_us() - t;
        t = now_us();
        if (__builtin_cpu_supports("avx2"))
            stream(to, from, bytes);
        double b = now_us() - t;
        if (i >= 0)
            plain[i] = a / 1e3, streamed[i] = b / 1e3;
    }
    report("memcpy", plain, ROUNDS, "ms");
    if (__builtin_cpu_supports("avx2"))
        report("non-temporal", streamed, ROUNDS, "ms");
    return 0;
}

static int wake(void)
{
    enum { ROUNDS = 3000 };
    double *sent = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int event = eventfd(0, EFD_CLOEXEC);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        for (int i = 0; i < ROUNDS && getppid() == parent; i++) {
            struct timespec pause = { 0, 1000000 };
            nanosleep(&pause, NULL);
            uint64_t one = 1;
            *sent = now_us();
            if (write(event, &one, sizeof one) != sizeof one)
                break;
        }
        _exit(0);
    }
    static double times[ROUNDS];
    int timed = 0;
    for (uint64_t count, total = 0; total < ROUNDS; total += count) {
        if (read(event, &count, sizeof count) != sizeof count)
            return 1;
        /* On a busy machine two rings may come as one; the time of the first is gone then. */
        if (count == 1)
            times[timed++] = now_us() - *sent;
    }
    waitpid(child, NULL, 0);
    report("eventfd-wake", times, timed, "us");
    return 0;
}

static int x11(void)
{
    enum { ROUNDS = 31 };
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fprintf(stderr, "limits: no display\n");
        return 2;
    }
    int screen = DefaultScreen(display), width = DisplayWidth(display, screen), height = DisplayHeight(display, screen);
    XSetWindowAttributes attributes = { .override_redirect = True };
    Window window = XCreateWindow(display, DefaultRootWindow(display), 0, 0, (unsigned)width, (unsigned)height, 0, CopyFromParent, InputOutput, CopyFromParent, CWOverrideRedirect, &attributes);
    XMapRaised(display, window);
    XSync(display, False);
    double times[ROUNDS];

    XShmSegmentInfo segment;
    XImage *image = XShmCreateImage(display, DefaultVisual(display, screen), 24, ZPixmap, NULL, &segment, (unsigned)width, (unsigned)height);
    segment.shmid = shmget(IPC_PRIVATE, (size_t)image->bytes_per_line * (size_t)height, IPC_CREAT | 0600);
    segment.shmaddr = image->data = shmat(segment.shmid, NULL, 0);
    segment.readOnly = False;
    XShmAttach(display, &segment);
    XSync(display, False);
    shmctl(segment.shmid, IPC_RMID, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        double t = now_us();
        XShmGetImage(display, DefaultRootWindow(display), image, 0, 0, AllPlanes);
        times[i] = (now_us() - t) / 1e3;
    }
    report("x-copy", times, ROUNDS, "ms");

    EGLDisplay egl = eglGetPlatformDisplay(EGL_PLATFORM_X11_EXT, display, NULL);
    if (!eglInitialize(egl, NULL, NULL) || !eglBindAPI(EGL_OPENGL_API))
        return 3;
    EGLConfig configs[256], config = NULL;
    EGLint count = 0, wanted[] = { EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_RED_SIZE, 8, EGL_NONE };
    eglChooseConfig(egl, wanted, configs, 256, &count);
    for (int i = 0; i < count && !config; i++) {
        EGLint visual, depth, samples;
        eglGetConfigAttrib(egl, configs[i], EGL_NATIVE_VISUAL_ID, &visual);
        eglGetConfigAttrib(egl, configs[i], EGL_DEPTH_SIZE, &depth);
        eglGetConfigAttrib(egl, configs[i], EGL_SAMPLES, &samples);
        if ((VisualID)visual == XVisualIDFromVisual(DefaultVisual(display, screen)) && !depth && !samples)
            config = configs[i];
    }
    EGLint version[] = { EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION, 5, EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE };
    EGLContext context = eglCreateContext(egl, config, NULL, version);
    EGLSurface surface = eglCreateWindowSurface(egl, config, window, NULL);
    if (!eglMakeCurrent(egl, surface, surface, context))
        return 3;
    eglSwapInterval(egl, 0);

    /* The least a GL program does for a new picture: a texture drawn one to one. */
    const char *vertex = "#version 450 core\nvoid main() { gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0); }";
    const char *fragment = "#version 450 core\nlayout(location = 0) out vec4 o; layout(binding = 0) uniform sampler2D t;\nvoid main() { o = texelFetch(t, ivec2(gl_FragCoord.xy), 0); }";
    GLuint program = glCreateProgram(), shaders[2] = { glCreateShader(GL_VERTEX_SHADER), glCreateShader(GL_FRAGMENT_SHADER) }, texture, array;
    glShaderSource(shaders[0], 1, &vertex, NULL);
    glShaderSource(shaders[1], 1, &fragment, NULL);
    for (int i = 0; i < 2; i++) {
        glCompileShader(shaders[i]);
        glAttachShader(program, shaders[i]);
    }
    glLinkProgram(program);
    glUseProgram(program);
    glCreateVertexArrays(1, &array);
    glBindVertexArray(array);
    glCreateTextures(GL_TEXTURE_2D, 1, &texture);
    glTextureStorage2D(texture, 1, GL_RGBA8, width, height);
    glTextureParameteri(texture, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTextureParameteri(texture, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glBindTextureUnit(0, texture);
    for (int i = -3; i < ROUNDS; i++) {
        double t = now_us();
        glTextureSubImage2D(texture, 0, 0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, image->data);
        glDrawArrays(GL_TRIANGLES, 0, 3);
        eglSwapBuffers(egl, surface);
        XSync(display, False);
        if (i >= 0)
            times[i] = (now_us() - t) / 1e3;
    }
    report("gl-picture", times, ROUNDS, "ms");
    for (int i = 0; i < ROUNDS; i++) {
        double t = now_us();
        glClear(GL_COLOR_BUFFER_BIT);
        eglSwapBuffers(egl, surface);
        XSync(display, False);
        times[i] = (now_us() - t) / 1e3;
    }
    report("gl-empty-swap", times, ROUNDS, "ms");
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "memory"))
        return memory();
    if (argc == 2 && !strcmp(argv[1], "wake"))
        return wake();
    if (argc == 2 && !strcmp(argv[1], "x11"))
        return x11();
    fprintf(stderr, "usage: limits memory|wake|x11\n");
    return 2;
}
