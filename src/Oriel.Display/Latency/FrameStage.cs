namespace Oriel.Display.Latency;

/// <summary>A part of a frame's way between two of the times in <see cref="Relay.Consumer.FrameTimes"/>. The first six follow one another; the others lie across them.</summary>
public enum FrameStage
{
    /// <summary>Captured to published: the agent.</summary>
    Publish,

    /// <summary>Published to seen: the wake-up of the feed.</summary>
    Wake,

    /// <summary>Seen to copied: out of the shared memory, behind the guest that still writes.</summary>
    Copy,

    /// <summary>Copied to uploaded: waiting for the render thread, and handing the pixels to the driver.</summary>
    Upload,

    /// <summary>Uploaded to submitted: drawing.</summary>
    Draw,

    /// <summary>Submitted to presented: the driver, the window system, the display as far as it tells.</summary>
    Present,

    /// <summary>Published to filled: the agent's own copy into the shared memory, which the viewer follows.</summary>
    Fill,

    /// <summary>Copied to submitted: <see cref="Upload"/> and <see cref="Draw"/> together, known also where the line between them is not.</summary>
    Render,

    /// <summary>Seen to presented: the viewer.</summary>
    Viewer,

    /// <summary>Published to presented.</summary>
    FromPublished,

    /// <summary>Captured to presented: all of it.</summary>
    Total,
}
