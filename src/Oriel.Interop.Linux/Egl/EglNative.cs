using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Egl;

/// <summary>EGL 1.5, as declared in EGL/egl.h. Handles are opaque pointers (<see cref="nint"/>), 0 = none.</summary>
internal static unsafe partial class EglNative
{
    [LibraryImport(Libraries.Egl)]
    public static partial int eglGetError();

    [LibraryImport(Libraries.Egl)]
    public static partial byte* eglQueryString(nint display, int name);

    [LibraryImport(Libraries.Egl)]
    public static partial void* eglGetProcAddress(byte* name);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglGetDisplay(nint nativeDisplay);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglGetPlatformDisplay(uint platform, nint nativeDisplay, nint* attributes);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglInitialize(nint display, int* major, int* minor);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglTerminate(nint display);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglBindAPI(uint api);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglReleaseThread();

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglChooseConfig(nint display, int* attributes, nint* configs, int size, int* count);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglGetConfigAttrib(nint display, nint config, int attribute, int* value);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglCreateContext(nint display, nint config, nint share, int* attributes);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglDestroyContext(nint display, nint context);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglCreatePlatformWindowSurface(nint display, nint config, void* nativeWindow, nint* attributes);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglCreatePbufferSurface(nint display, nint config, int* attributes);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglDestroySurface(nint display, nint surface);

    [LibraryImport(Libraries.Egl)]
    public static partial nint eglCreateImage(nint display, nint context, uint target, nint buffer, nint* attributes);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglDestroyImage(nint display, nint image);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglMakeCurrent(nint display, nint draw, nint read, nint context);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglSwapBuffers(nint display, nint surface);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglSwapInterval(nint display, int interval);

    [LibraryImport(Libraries.WaylandEgl)]
    public static partial nint wl_egl_window_create(nint surface, int width, int height);

    [LibraryImport(Libraries.WaylandEgl)]
    public static partial void wl_egl_window_resize(nint window, int width, int height, int dx, int dy);

    [LibraryImport(Libraries.WaylandEgl)]
    public static partial void wl_egl_window_destroy(nint window);

    // Only what matching an EGL config with a window's visual needs.
    [LibraryImport(Libraries.X11)]
    public static partial int XGetWindowAttributes(nint display, nuint window, XWindowAttributes* attributes);

    [LibraryImport(Libraries.X11)]
    public static partial nuint XVisualIDFromVisual(nint visual);

    // Only what copying a part of a picture into a window needs.
    [LibraryImport(Libraries.X11)]
    public static partial nint XCreateGC(nint display, nuint drawable, nuint mask, void* values);

    [LibraryImport(Libraries.X11)]
    public static partial int XFreeGC(nint display, nint context);

    [LibraryImport(Libraries.X11)]
    public static partial nint XCreateImage(nint display, nint visual, uint depth, int format, int offset, byte* data, uint width, uint height, int bitmapPad, int bytesPerLine);

    [LibraryImport(Libraries.X11)]
    public static partial int XPutImage(nint display, nuint drawable, nint context, nint image, int sourceX, int sourceY, int x, int y, uint width, uint height);

    [LibraryImport(Libraries.X11)]
    public static partial int XFree(nint data);

    [LibraryImport(Libraries.X11)]
    public static partial int XFlush(nint display);

    [LibraryImport(Libraries.X11)]
    public static partial int XSync(nint display, int discard);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglSurfaceAttrib(nint display, nint surface, int attribute, int value);

    [LibraryImport(Libraries.Egl)]
    public static partial uint eglQuerySurface(nint display, nint surface, int attribute, int* value);
}
