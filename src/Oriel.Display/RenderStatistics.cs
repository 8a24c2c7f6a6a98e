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

    /// <summary>Mean time from GPU submission to shown, as the window system tells it, else to the swap's return.</summary>
    public long SubmittedToPresentedNs { get; init; } = -1;

    /// <summary>How pictures are presented: when, with what swap interval, and where the times come from; for the log and the HUD.</summary>
    public string Presentation { get; init; } = "";

    /// <summary>Refreshes of the display per second, as measured; 0 = not known.</summary>
    public double RefreshHz { get; init; }

    /// <summary>Most pictures handed to the window system and not yet shown, at a time, in the last half second; -1 = it does not tell.</summary>
    public int QueueDepth { get; init; } = -1;

    /// <summary>Pictures shown later than the refresh they were meant for (just in time), since start.</summary>
    public long MissedRefreshes { get; init; }

    /// <summary>Pictures replaced by a newer one before they were shown, since start.</summary>
    public long Discarded { get; init; }

    /// <summary>Pictures the window system said were shown, since start.</summary>
    public long Confirmed { get; init; }

    /// <summary>Pictures the window system did not tell about although it can, since start; their shown time is the swap's return.</summary>
    public long Unconfirmed { get; init; }

    /// <summary>Just in time: how long before a refresh pictures are begun; 0 = on arrival.</summary>
    public long LeadNs { get; init; }

    /// <summary>Managed bytes the render thread allocated since its first picture, one-off work left out (buffers of a new format, shaders, fonts, status screen, captures).</summary>
    public long AllocatedBytes { get; init; }

    /// <summary>Bytes uploaded to the GPU since start.</summary>
    public long BytesUploaded { get; init; }

    /// <summary>Uploads since start; a frame takes one for each part that changed.</summary>
    public long UploadCalls { get; init; }

    /// <summary>How frames are uploaded now; <see cref="UploadPath.Auto"/> = not chosen yet, which is as plain.</summary>
    public UploadPath Upload { get; init; }

    /// <summary>Renderer's name and the chosen upload path, for the log and HUD.</summary>
    public string Renderer { get; init; } = "";
}

/// <summary>A picture read back from the renderer.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Rgb">3 bytes per pixel, R, G, B, rows tight, top first.</param>
public sealed record CapturedPicture(int Width, int Height, byte[] Rgb);
