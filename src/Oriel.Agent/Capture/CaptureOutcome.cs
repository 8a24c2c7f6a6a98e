namespace Oriel.Agent.Capture;

/// <summary>How a wait or a capture ended.</summary>
internal enum CaptureOutcome
{
    /// <summary>Something changed, or the pixels were captured.</summary>
    Changed,

    /// <summary>Nothing changed within the time given, or somebody woke the waiting thread.</summary>
    Unchanged,

    /// <summary>Size, format, head or rotation differ: read the mode again and make new images. What was captured is void.</summary>
    ModeChanged,

    /// <summary>The source is gone (the X server ended, the device was removed): dispose of the backend and open another.</summary>
    Lost,
}
