namespace Oriel.Interop.Linux.Egl;

/// <summary>EGL constants (the native name stands beside each); checked by the layout oracle.</summary>
public static class EglConstants
{
    /// <summary>EGL_OPENGL_API</summary>
    public const int OpenGlApi = 0x30A2;

    /// <summary>EGL_NONE</summary>
    public const int None = 0x3038;

    /// <summary>EGL_SUCCESS</summary>
    public const int Success = 0x3000;

    /// <summary>EGL_CONTEXT_LOST</summary>
    public const int ContextLost = 0x300E;

    /// <summary>EGL_EXTENSIONS</summary>
    public const int Extensions = 0x3055;

    /// <summary>EGL_VENDOR</summary>
    public const int Vendor = 0x3053;

    /// <summary>EGL_VERSION</summary>
    public const int Version = 0x3054;

    /// <summary>EGL_SURFACE_TYPE</summary>
    public const int SurfaceType = 0x3033;

    /// <summary>EGL_WINDOW_BIT</summary>
    public const int WindowBit = 0x0004;

    /// <summary>EGL_PBUFFER_BIT</summary>
    public const int PbufferBit = 0x0001;

    /// <summary>EGL_RENDERABLE_TYPE</summary>
    public const int RenderableType = 0x3040;

    /// <summary>EGL_OPENGL_BIT</summary>
    public const int OpenGlBit = 0x0008;

    /// <summary>EGL_RED_SIZE</summary>
    public const int RedSize = 0x3024;

    /// <summary>EGL_GREEN_SIZE</summary>
    public const int GreenSize = 0x3023;

    /// <summary>EGL_BLUE_SIZE</summary>
    public const int BlueSize = 0x3022;

    /// <summary>EGL_ALPHA_SIZE</summary>
    public const int AlphaSize = 0x3021;

    /// <summary>EGL_DEPTH_SIZE</summary>
    public const int DepthSize = 0x3025;

    /// <summary>EGL_STENCIL_SIZE</summary>
    public const int StencilSize = 0x3026;

    /// <summary>EGL_SAMPLES</summary>
    public const int Samples = 0x3031;

    /// <summary>EGL_CONFIG_CAVEAT</summary>
    public const int ConfigCaveat = 0x3027;

    /// <summary>EGL_NATIVE_VISUAL_ID</summary>
    public const int NativeVisualId = 0x302E;

    /// <summary>EGL_MIN_SWAP_INTERVAL</summary>
    public const int MinSwapInterval = 0x303B;

    /// <summary>EGL_MAX_SWAP_INTERVAL</summary>
    public const int MaxSwapInterval = 0x303C;

    /// <summary>EGL_WIDTH</summary>
    public const int Width = 0x3057;

    /// <summary>EGL_HEIGHT</summary>
    public const int Height = 0x3056;

    /// <summary>EGL_CONTEXT_MAJOR_VERSION</summary>
    public const int ContextMajorVersion = 0x3098;

    /// <summary>EGL_CONTEXT_MINOR_VERSION</summary>
    public const int ContextMinorVersion = 0x30FB;

    /// <summary>EGL_CONTEXT_OPENGL_PROFILE_MASK</summary>
    public const int ContextProfileMask = 0x30FD;

    /// <summary>EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT</summary>
    public const int ContextCoreProfileBit = 0x0001;

    /// <summary>EGL_CONTEXT_OPENGL_DEBUG</summary>
    public const int ContextDebug = 0x31B0;

    /// <summary>EGL_PLATFORM_X11_EXT</summary>
    public const int SwapBehaviorPreservedBit = 0x0400;
    public const int SwapBehavior = 0x3093;
    public const int BufferPreserved = 0x3094;
    public const int PlatformX11 = 0x31D5;

    /// <summary>EGL_LINUX_DMA_BUF_EXT</summary>
    public const int LinuxDmaBuf = 0x3270;

    /// <summary>EGL_LINUX_DRM_FOURCC_EXT</summary>
    public const int LinuxDrmFourcc = 0x3271;

    /// <summary>EGL_DMA_BUF_PLANE0_FD_EXT</summary>
    public const int DmaBufPlane0Descriptor = 0x3272;

    /// <summary>EGL_DMA_BUF_PLANE0_OFFSET_EXT</summary>
    public const int DmaBufPlane0Offset = 0x3273;

    /// <summary>EGL_DMA_BUF_PLANE0_PITCH_EXT</summary>
    public const int DmaBufPlane0Pitch = 0x3274;

    /// <summary>EGL_DMA_BUF_PLANE0_MODIFIER_LO_EXT</summary>
    public const int DmaBufPlane0ModifierLow = 0x3443;

    /// <summary>EGL_DMA_BUF_PLANE0_MODIFIER_HI_EXT</summary>
    public const int DmaBufPlane0ModifierHigh = 0x3444;

    /// <summary>EGL_PLATFORM_WAYLAND_EXT</summary>
    public const int PlatformWayland = 0x31D8;

    /// <summary>EGL_PLATFORM_SURFACELESS_MESA</summary>
    public const int PlatformSurfaceless = 0x31DD;
}
