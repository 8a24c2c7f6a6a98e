using Oriel.Display.Drawing;
using Oriel.Interop.Linux;
using Oriel.Interop.Linux.Egl;
using Oriel.Interop.Linux.Gl;
using Oriel.Interop.Linux.X11;

namespace Oriel.Display.Context;

/// <summary>
/// A GL 4.5 core context of our own, current on the thread that created it (render role): on a window that somebody else made, or off-screen.
/// Every member belongs to that thread.
/// </summary>
internal sealed class GlContext : IDisposable
{
    private readonly nint _display;
    private readonly bool _isWayland;
    private readonly nint _xDisplay;
    private nint _context;
    private nint _surface;
    private nint _waylandWindow;
    private readonly WindowPatch? _patch;

    private GlContext(nint display, NativeSurface? native)
    {
        _display = display;
        _isWayland = native is { Platform: NativePlatform.Wayland };
        _xDisplay = native is { Platform: NativePlatform.X11, Display: var x } ? x : 0;
        try
        {
            var config = EglConfigs.Choose(display, native);
            _context = CreateContext(display, config);
            _surface = native is { } window ? CreateWindowSurface(config, window) : CreateOffscreenSurface(config);
            if (!EglApi.MakeCurrent(display, _surface, _context))
            {
                throw Error(DisplayErrors.NoSurface, "eglMakeCurrent", "a context that can draw to the surface");
            }

            MinSwapInterval = EglApi.GetConfigAttribute(display, config, EglConstants.MinSwapInterval);
            MaxSwapInterval = EglApi.GetConfigAttribute(display, config, EglConstants.MaxSwapInterval);
            Gl = LoadFunctions();
            EglApi.BindPresenting();
            Renderer = Gl.GetText(GlConstants.Renderer);
            MaxTextureSize = Gl.GetInteger(GlConstants.MaxTextureSize);
            HasBufferStorage = Gl.HasNamedBufferStorage;

            // A GPU draws all of a window faster than anybody can say what changed; a processor does not.
            IsSoftware = Renderer.Contains("llvmpipe", StringComparison.Ordinal) || Renderer.Contains("softpipe", StringComparison.Ordinal);
            if (IsSoftware && native is { Platform: NativePlatform.X11 } x11
                && (EglApi.GetConfigAttribute(display, config, EglConstants.SurfaceType) & EglConstants.SwapBehaviorPreservedBit) != 0)
            {
                KeepsPicture = EglApi.KeepPicture(display, _surface);
                _patch = KeepsPicture ? WindowPatch.Create(x11.Display, x11.Window) : null;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The context's functions.</summary>
    public GlFunctions Gl { get; }

    /// <summary>The EGL display, for images; valid as long as the context.</summary>
    public nint Display => _display;

    /// <summary>Name of the GPU as the driver gives it.</summary>
    public string Renderer { get; }

    /// <summary>A processor draws, not a GPU.</summary>
    public bool IsSoftware { get; }

    /// <summary>Largest texture edge, pixels.</summary>
    public int MaxTextureSize { get; }

    /// <summary>Buffers can be mapped persistently (ARB_buffer_storage).</summary>
    public bool HasBufferStorage { get; }

    /// <summary>Smallest swap interval; below 0 the driver tears when late.</summary>
    public int MinSwapInterval { get; }

    /// <summary>Largest swap interval; 0 = it cannot wait for the display.</summary>
    public int MaxSwapInterval { get; }

    /// <summary>What was drawn before is still there after <see cref="Present"/>: drawing what changed is enough.</summary>
    public bool KeepsPicture { get; }

    /// <summary>Creates a context and makes it current on the calling thread. Throws <see cref="OrielException"/>.</summary>
    public static GlContext Create(NativeSurface? native)
    {
        try
        {
            var display = OpenDisplay(native);
            return new GlContext(display, native);
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new OrielException(DisplayErrors.EglMissing, missing.Message, "libEGL.so.1 with EGL 1.5 (and libwayland-egl.so.1 on Wayland)",
                "install libegl1, libgl1-mesa-dri and libwayland-egl1, or the vendor's driver with EGL", missing);
        }
    }

    /// <summary>The window has a new size in device pixels. X11 windows are followed by the driver.</summary>
    public void Resize(int width, int height)
    {
        if (_waylandWindow != 0)
        {
            EglApi.ResizeWaylandWindow(_waylandWindow, width, height);
        }
    }

    /// <summary>Sets the swap interval, between <see cref="MinSwapInterval"/> and <see cref="MaxSwapInterval"/>.</summary>
    public void SetSwapInterval(int interval) => EglApi.SetSwapInterval(_display, interval);

    /// <summary>Presents what was drawn; false when the surface is gone.</summary>
    /// <param name="changed">Only this changed, rows from the top; null = everything. Meaningful where <see cref="KeepsPicture"/>.</param>
    /// <param name="height">Height of the drawable.</param>
    /// <param name="isSwap">Buffers were swapped; false = only a part was copied to the window.</param>
    public bool Present(PixelRect? changed, int height, out bool isSwap)
    {
        if (changed is { } part && _patch is not null && (long)part.Width * part.Height <= WindowPatch.MaxPixels
            && (part.Width == 0 || part.Height == 0 || _patch.Put(Gl, part.X, part.Y, part.Width, part.Height, height)))
        {
            isSwap = false;
            return true;
        }

        isSwap = true;
        return EglApi.SwapBuffers(_display, _surface);
    }

    /// <summary>Waits until the X server has everything that was presented; elsewhere does nothing.</summary>
    public void WaitForPresents()
    {
        if (_xDisplay != 0)
        {
            EglApi.WaitForServer(_xDisplay);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _patch?.Dispose();
        EglApi.MakeCurrent(_display, 0, 0);
        if (_surface != 0)
        {
            EglApi.DestroySurface(_display, _surface);
            _surface = 0;
        }

        if (_waylandWindow != 0)
        {
            EglApi.DestroyWaylandWindow(_waylandWindow);
            _waylandWindow = 0;
        }

        if (_context != 0)
        {
            EglApi.DestroyContext(_display, _context);
            _context = 0;
        }

        EglApi.ReleaseThread();
        EglDisplays.Release(_display);
    }

    private static nint OpenDisplay(NativeSurface? native)
    {
        var client = EglApi.QueryText(0, EglConstants.Extensions);
        var (platform, extension, handle) = native switch
        {
            { Platform: NativePlatform.X11, Display: var d } => (EglConstants.PlatformX11, "EGL_EXT_platform_x11", d),
            { Platform: NativePlatform.Wayland, Display: var d } => (EglConstants.PlatformWayland, "EGL_EXT_platform_wayland", d),
            _ => (EglConstants.PlatformSurfaceless, "EGL_MESA_platform_surfaceless", (nint)0),
        };
        var isKnown = HasExtension(client, extension) || HasExtension(client, extension.Replace("_EXT_", "_KHR_", StringComparison.Ordinal));
        // Off-screen, drivers without Mesa's surfaceless platform still have a default display with pbuffers.
        var display = isKnown ? EglApi.GetPlatformDisplay(platform, handle) : native is null ? EglApi.GetDefaultDisplay() : 0;
        if (display == 0)
        {
            throw new OrielException(DisplayErrors.NoEglDisplay, $"no display for {extension}; EGL offers: {client}", $"EGL with {extension}",
                "install libegl-mesa0 or the vendor's EGL driver for this window system");
        }

        if (!EglDisplays.TryAcquire(display, out var major, out var minor))
        {
            throw Error(DisplayErrors.NoEglDisplay, $"eglInitialize for {extension}", "an initialised EGL display");
        }

        if (major == 1 && minor < 5)
        {
            EglDisplays.Release(display);
            throw new OrielException(DisplayErrors.NoEglDisplay, $"EGL {major}.{minor}", "EGL 1.5", "update the graphics driver");
        }

        return display;
    }

    private static nint CreateContext(nint display, nint config)
    {
        EglApi.BindOpenGl();
        var context = EglApi.CreateContext(display, config,
        [
            EglConstants.ContextMajorVersion, 4, EglConstants.ContextMinorVersion, 5,
            EglConstants.ContextProfileMask, EglConstants.ContextCoreProfileBit, EglConstants.None,
        ]);
        return context != 0 ? context : throw Error(DisplayErrors.NoContext, $"eglCreateContext on {EglApi.QueryText(display, EglConstants.Vendor)}", "an OpenGL 4.5 core context");
    }

    private nint CreateWindowSurface(nint config, NativeSurface window)
    {
        if (_isWayland)
        {
            _waylandWindow = EglApi.CreateWaylandWindow(window.Window, Math.Max(1, window.Width), Math.Max(1, window.Height));
        }

        var surface = _isWayland ? EglApi.CreateWaylandSurface(_display, config, _waylandWindow) : EglApi.CreateX11Surface(_display, config, window.Window);
        return surface != 0 ? surface : throw Error(DisplayErrors.NoSurface, $"eglCreatePlatformWindowSurface on {window.Platform} window 0x{window.Window:x}", "a surface on the window");
    }

    private nint CreateOffscreenSurface(nint config)
    {
        if (HasExtension(EglApi.QueryText(_display, EglConstants.Extensions), "EGL_KHR_surfaceless_context"))
        {
            return 0;
        }

        var surface = EglApi.CreatePbuffer(_display, config, [EglConstants.Width, 16, EglConstants.Height, 16, EglConstants.None]);
        return surface != 0 ? surface : throw Error(DisplayErrors.NoSurface, "eglCreatePbufferSurface", "an off-screen surface");
    }

    private static GlFunctions LoadFunctions()
    {
        var functions = GlFunctions.Load(out var missing);
        return missing.Count == 0 ? functions : throw new OrielException(DisplayErrors.MissingFunctions,
            $"{missing.Count} functions are missing: {string.Join(", ", missing)}", "every function of OpenGL 4.5 that Oriel uses", "update the graphics driver");
    }

    private static bool HasExtension(string list, string name) => Array.IndexOf(list.Split(' '), name) >= 0;

    private static OrielException Error(ErrorCode code, string call, string expected) => new(code, $"{call} failed with EGL error 0x{EglApi.GetError():X4}",
        expected, "update the graphics driver; 'eglinfo' shows what it offers; LIBGL_ALWAYS_SOFTWARE=1 uses Mesa's software renderer");
}
