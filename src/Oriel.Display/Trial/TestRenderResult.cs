namespace Oriel.Display.Trial;

/// <summary>What <see cref="TestRender"/> found.</summary>
public sealed record TestRenderResult
{
    /// <summary>EGL platform it was drawn on.</summary>
    public required string Platform { get; init; }

    /// <summary>EGL_VERSION.</summary>
    public required string EglVersion { get; init; }

    /// <summary>GL_VENDOR.</summary>
    public required string Vendor { get; init; }

    /// <summary>GL_RENDERER.</summary>
    public required string Renderer { get; init; }

    /// <summary>GL_VERSION.</summary>
    public required string Version { get; init; }

    /// <summary>A processor draws.</summary>
    public required bool IsSoftware { get; init; }

    /// <summary>Buffers can be mapped persistently.</summary>
    public required bool HasBufferStorage { get; init; }

    /// <summary>Largest edge of a texture.</summary>
    public required int MaxTextureSize { get; init; }

    /// <summary>Pixels of the test picture.</summary>
    public required int Pixels { get; init; }

    /// <summary>Those that came out wrong.</summary>
    public required int WrongPixels { get; init; }

    /// <summary>Why frames cannot be read where they lie; empty when they can.</summary>
    public required string DmaBufferObstacle { get; init; }
}
