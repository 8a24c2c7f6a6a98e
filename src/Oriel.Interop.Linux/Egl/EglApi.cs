using System.Runtime.InteropServices;
using Oriel.Memory;

namespace Oriel.Interop.Linux.Egl;

/// <summary>
/// EGL in a form that safe rooms can call: handles are opaque numbers (0 = none), attribute lists are spans that end with
/// <see cref="EglConstants.None"/>. No policy: results are returned as EGL gives them. A context and what it draws to belong to one thread.
/// </summary>
public static unsafe class EglApi
{
    /// <summary>EGL_EXTENSIONS of the library itself (display 0), or EGL_VENDOR, EGL_VERSION, EGL_EXTENSIONS of a display; empty when refused.</summary>
    public static string QueryText(nint display, int name) => Marshal.PtrToStringUTF8((nint)EglNative.eglQueryString(display, name)) ?? "";

    /// <summary>The thread's last error code.</summary>
    public static int GetError() => EglNative.eglGetError();

    /// <summary>The display of a native display on a platform; 0 = refused.</summary>
    public static nint GetPlatformDisplay(int platform, nint nativeDisplay) => EglNative.eglGetPlatformDisplay((uint)platform, nativeDisplay, null);

    /// <summary>The default display; 0 = none.</summary>
    public static nint GetDefaultDisplay() => EglNative.eglGetDisplay(0);

    /// <summary>Initialises a display; harmless when it already is. False with a zero version when refused.</summary>
    public static bool Initialize(nint display, out int major, out int minor)
    {
        int a = 0, b = 0;
        var done = EglNative.eglInitialize(display, &a, &b) != 0;
        major = a;
        minor = b;
        return done;
    }

    /// <summary>Frees everything made on a display, whoever made it.</summary>
    public static bool Terminate(nint display) => EglNative.eglTerminate(display) != 0;

    /// <summary>Makes the calling thread use desktop OpenGL.</summary>
    public static bool BindOpenGl() => EglNative.eglBindAPI(EglConstants.OpenGlApi) != 0;

    /// <summary>Drops the calling thread's state.</summary>
    public static bool ReleaseThread() => EglNative.eglReleaseThread() != 0;

    /// <summary>Configs that satisfy the attributes, best first; how many were written.</summary>
    public static int ChooseConfigs(nint display, ReadOnlySpan<int> attributes, Span<nint> configs)
    {
        RequireEnd(attributes);
        var count = 0;
        fixed (int* a = attributes)
        fixed (nint* c = configs)
        {
            return EglNative.eglChooseConfig(display, a, c, configs.Length, &count) == 0 ? 0 : count;
        }
    }

    /// <summary>One attribute of a config; 0 when refused.</summary>
    public static int GetConfigAttribute(nint display, nint config, int attribute)
    {
        var value = 0;
        _ = EglNative.eglGetConfigAttrib(display, config, attribute, &value);
        return value;
    }

    /// <summary>A context that shares with nobody; 0 = refused.</summary>
    public static nint CreateContext(nint display, nint config, ReadOnlySpan<int> attributes)
    {
        RequireEnd(attributes);
        fixed (int* a = attributes)
        {
            return EglNative.eglCreateContext(display, config, 0, a);
        }
    }

    /// <summary>Destroys a context.</summary>
    public static bool DestroyContext(nint display, nint context) => EglNative.eglDestroyContext(display, context) != 0;

    /// <summary>A surface on an X11 window; 0 = refused.</summary>
    public static nint CreateX11Surface(nint display, nint config, nint window)
    {
        // The platform form of this call takes a pointer to the window's number, not the number.
        nint xid = window;
        return EglNative.eglCreatePlatformWindowSurface(display, config, &xid, null);
    }

    /// <summary>A surface on a wl_egl_window; 0 = refused.</summary>
    public static nint CreateWaylandSurface(nint display, nint config, nint eglWindow) =>
        EglNative.eglCreatePlatformWindowSurface(display, config, (void*)eglWindow, null);

    /// <summary>An off-screen surface; 0 = refused.</summary>
    public static nint CreatePbuffer(nint display, nint config, ReadOnlySpan<int> attributes)
    {
        RequireEnd(attributes);
        fixed (int* a = attributes)
        {
            return EglNative.eglCreatePbufferSurface(display, config, a);
        }
    }

    /// <summary>Destroys a surface.</summary>
    public static bool DestroySurface(nint display, nint surface) => EglNative.eglDestroySurface(display, surface) != 0;

    /// <summary>Makes a context current on the calling thread; surface 0 needs EGL_KHR_surfaceless_context; context 0 releases.</summary>
    public static bool MakeCurrent(nint display, nint surface, nint context) => EglNative.eglMakeCurrent(display, surface, surface, context) != 0;

    /// <summary>Binds what only a frame calls (<see cref="SwapBuffers"/>), so that no frame does. Throws as a call would.</summary>
    public static void BindPresenting() => NativeBinding.Bind(typeof(EglNative), nameof(EglNative.eglSwapBuffers), nameof(EglNative.eglSwapInterval));

    /// <summary>Presents; may block according to the swap interval.</summary>
    public static bool SwapBuffers(nint display, nint surface) => EglNative.eglSwapBuffers(display, surface) != 0;

    /// <summary>Asks that a surface keeps its picture when it is presented (EGL_BUFFER_PRESERVED); false when it will not. Its config needs <see cref="EglConstants.SwapBehaviorPreservedBit"/>.</summary>
    public static bool KeepPicture(nint display, nint surface)
    {
        var behavior = 0;
        return EglNative.eglSurfaceAttrib(display, surface, EglConstants.SwapBehavior, EglConstants.BufferPreserved) != 0
            && EglNative.eglQuerySurface(display, surface, EglConstants.SwapBehavior, &behavior) != 0 && behavior == EglConstants.BufferPreserved;
    }

    /// <summary>Sets the swap interval of the current surface; EGL clamps it silently to what the config allows.</summary>
    public static bool SetSwapInterval(nint display, int interval) => EglNative.eglSwapInterval(display, interval) != 0;

    /// <summary>Wraps a wl_surface for EGL; 0 = refused. Sizes in device pixels.</summary>
    public static nint CreateWaylandWindow(nint surface, int width, int height) => EglNative.wl_egl_window_create(surface, width, height);

    /// <summary>The next buffer of the window has this size.</summary>
    public static void ResizeWaylandWindow(nint eglWindow, int width, int height) => EglNative.wl_egl_window_resize(eglWindow, width, height, 0, 0);

    /// <summary>Destroys the wrapper, not the surface.</summary>
    public static void DestroyWaylandWindow(nint eglWindow) => EglNative.wl_egl_window_destroy(eglWindow);

    /// <summary>The visual id of an X11 window; 0 when the server does not answer.</summary>
    public static int GetX11VisualId(nint xDisplay, nint window)
    {
        XWindowAttributes attributes;
        return EglNative.XGetWindowAttributes(xDisplay, (nuint)window, &attributes) == 0 ? 0 : (int)EglNative.XVisualIDFromVisual(attributes.visual);
    }

    /// <summary>Waits until the X server has worked off everything sent on a connection (XSync).</summary>
    public static void WaitForServer(nint xDisplay) => _ = EglNative.XSync(xDisplay, 0);

    // SAFETY: EGL reads attribute lists up to EGL_NONE; a span without it would be read past its end.
    private static void RequireEnd(ReadOnlySpan<int> attributes)
    {
        if (attributes.IsEmpty || attributes[^1] != EglConstants.None)
        {
            throw new ArgumentException("an attribute list ends with None", nameof(attributes));
        }
    }
}
