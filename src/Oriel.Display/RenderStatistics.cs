namespace Oriel.Display;

/// <summary>Figures of the last half second and totals since start. Times are nanoseconds; -1 = not measured.</summary>
public sealed record RenderStatistics
{
    /// <summary>Pictures presented per second.</summary>
    public double PresentsPerSecond { get; init; }

    /// <summary>Guest frames received per second (UPS).</summary>
    public double UpdatesPerSecond { get; init; }

    /// <summary>Frames uploaded since start.</summary>
    public long FramesUploaded { get; init; }

    /// <summary>Pictures presented since start.</summary>
    public long Presents { get; init; }

    /// <summary>Frames overwritten in the mailbox before they were drawn.</summary>
    public long Overwritten { get; init; }

    /// <summary>Mean time from the message being seen to its pixels copied.</summary>
    public long SeenToCopiedNs { get; init; } = -1;

    /// <summary>Mean time from pixels copied to GPU submission.</summary>
    public long CopiedToSubmittedNs { get; init; } = -1;

    /// <summary>Mean time from GPU submission to swap returned.</summary>
    public long SubmittedToPresentedNs { get; init; } = -1;

    /// <summary>Managed bytes the render thread allocated since its first picture, one-off work left out (buffers of a new format, shaders, fonts, status screen, captures).</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Renderer's name and the chosen upload path, for the log and HUD.</summary>
    public string Renderer { get; init; } = "";
}

/// <summary>A picture read back from the renderer.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Rgb">3 bytes per pixel, R, G, B, rows tight, top first.</param>
public sealed record CapturedPicture(int Width, int Height, byte[] Rgb);
