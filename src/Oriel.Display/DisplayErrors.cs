namespace Oriel.Display;

/// <summary>Environment errors of the renderer (30x); the window's are 35x.</summary>
public static partial class DisplayErrors
{
    private const int DisplayExit = 6;

    /// <summary>libEGL is not installed or too old.</summary>
    public static readonly ErrorCode EglMissing = new("ORL301", "EGL is missing", DisplayExit);

    /// <summary>EGL gives no usable display for the window system, or off-screen.</summary>
    public static readonly ErrorCode NoEglDisplay = new("ORL302", "EGL has no display", DisplayExit);

    /// <summary>No EGL config fits the window.</summary>
    public static readonly ErrorCode NoEglConfig = new("ORL303", "no EGL config fits", DisplayExit);

    /// <summary>The driver does not give a GL 4.5 core context.</summary>
    public static readonly ErrorCode NoContext = new("ORL304", "OpenGL 4.5 is not available", DisplayExit);

    /// <summary>EGL refused to draw to the window.</summary>
    public static readonly ErrorCode NoSurface = new("ORL305", "EGL cannot draw to this window", DisplayExit);

    /// <summary>The driver lacks GL functions that are part of 4.5.</summary>
    public static readonly ErrorCode MissingFunctions = new("ORL306", "the GL driver is incomplete", DisplayExit);

    /// <summary>The driver refused one of our shaders.</summary>
    public static readonly ErrorCode ShaderRefused = new("ORL307", "the GL driver refused a shader", DisplayExit);

    /// <summary>The driver could not make a texture or a framebuffer.</summary>
    public static readonly ErrorCode OutOfGpuMemory = new("ORL308", "the GPU has no memory for the picture", DisplayExit);

    /// <summary>The render thread ended with an unexpected error.</summary>
    public static readonly ErrorCode RenderFailed = new("ORL309", "rendering stopped", DisplayExit);
}
